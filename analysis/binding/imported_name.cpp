#include "analysis/binding/imported_name.h"

#include <string_view>

namespace rowtype::binding {

namespace {

const facts::Import* import_of(std::string_view head, std::uint32_t scope, const StatementView& statement,
                               const Context& context) {
    for (std::uint32_t at = scope; at != 0; at = statement.facts.scopes[at].parent) {
        for (const facts::Import& candidate : statement.facts.imports) {
            if (candidate.scope == at && candidate.bound == head) return &candidate;
        }
    }
    const facts::ModuleBinding* binding = context.names.only(head);
    return binding == nullptr ? nullptr : binding->import;
}

// What the dots of a relative import stand for, as far as the file's own module is known.
std::string package_above(const FileIdentity& file, std::uint32_t level) {
    std::string package = file.module;
    const bool is_package = file.path.ends_with("__init__.py");
    for (std::uint32_t step = is_package ? 1 : 0; step < level; ++step) {
        const std::size_t dot = package.rfind('.');
        package = dot == std::string::npos ? std::string() : package.substr(0, dot);
    }
    return package;
}

}  // namespace

std::string imported_name(const std::string& dotted, std::uint32_t scope, const StatementView& statement,
                          const Context& context) {
    const std::string head = dotted.substr(0, dotted.find('.'));
    const facts::Import* import = import_of(head, scope, statement, context);
    if (import == nullptr) return {};
    std::string name = import->name.empty() && import->module.find('.') != std::string::npos && import->bound == head &&
                               import->module.starts_with(head + ".")
                           ? head  // "import a.b" binds a
                           : import->module;
    if (import->level != 0) {
        const std::string package = package_above(context.file, import->level);
        if (!package.empty()) name = name.empty() ? package : package + "." + name;
    }
    if (!import->name.empty()) name += (name.empty() ? "" : ".") + import->name;
    return name + dotted.substr(head.size());
}

}  // namespace rowtype::binding
