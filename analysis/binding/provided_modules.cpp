#include "analysis/binding/provided_modules.h"

namespace rowtype::binding {

const facts::ModuleNames* ProvidedModules::names_of(const facts::Import& import) {
    // A relative import means something else in another file than in the one that is analysed.
    if (import.level != 0 && !is_of_importing_file(import)) return nullptr;
    const auto [entry, is_new] = modules_.try_emplace({import.module, import.level, import.name});
    Module& module = entry->second;
    if (is_new) {
        module.facts = provider_.module_facts(importing_file_, import);
        if (module.facts != nullptr) module.names = facts::ModuleNames(*module.facts);
    }
    return module.facts == nullptr ? nullptr : &module.names;
}

// Or made up from one that is: "from .a import b", where b is a module, asks for ".a.b".
bool ProvidedModules::is_of_importing_file(const facts::Import& import) const {
    for (const facts::PlacedStatement& statement : importing_facts_.statements) {
        for (const facts::Import& own : statement.facts->imports) {
            if (own.level == import.level && import.module.starts_with(own.module)) return true;
        }
    }
    return false;
}

}  // namespace rowtype::binding
