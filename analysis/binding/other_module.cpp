#include "analysis/binding/other_module.h"

#include <algorithm>

#include "analysis/binding/provided_modules.h"

namespace rowtype::binding {

OtherModules::Other::Other(const Context& own, const ProvidedModule& module)
    : file(own.file),
      context{file, *module.facts, *module.names, own.catalog, own.settings, own.modules, own.access, own.imports, {}, own.api} {
    file.path = module.path;
}

const Context* OtherModules::context_of(const ModelModule& module) {
    if (module.is_analysed_file()) return &context_;
    std::unique_ptr<Other>& other = others_[module.path()];
    if (other) return &other->context;
    const ProvidedModule* provided = context_.modules == nullptr ? nullptr : context_.modules->loaded(module.path());
    if (provided == nullptr || provided->facts == nullptr) return nullptr;
    other = std::make_unique<Other>(context_, *provided);
    return &other->context;
}

std::uint32_t offset_of(const facts::StatementFacts& statement, const ModelModule& module, const Context& context) {
    const facts::FileFacts* file = &context.file_facts;
    if (module.path() != context.file.path) {
        const ProvidedModule* provided = context.modules == nullptr ? nullptr : context.modules->loaded(module.path());
        if (provided == nullptr || provided->facts == nullptr) return 0;
        file = provided->facts.get();
    }
    return offset_of(statement, *file);
}

std::uint32_t offset_of(const facts::StatementFacts& statement, const facts::FileFacts& file) {
    const auto placed =
        std::ranges::find_if(file.statements, [&](const facts::PlacedStatement& each) { return each.facts.get() == &statement; });
    return placed == file.statements.end() ? 0 : placed->offset;
}

}  // namespace rowtype::binding
