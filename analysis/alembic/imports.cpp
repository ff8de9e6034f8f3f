#include "analysis/alembic/interpreter.h"
#include "analysis/alembic/node_children.h"

namespace rowtype::alembic {

using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

namespace {

// Names one letter at a time: "a . b" is written "a.b" as well.
std::string without_space(std::string text) {
    std::erase_if(
        text, [](char letter) { return letter == ' ' || letter == '\t' || letter == '\n' || letter == '\r' || letter == '\\'; });
    return text;
}

}  // namespace

// import a.b.c binds a; import a.b.c as d binds d.
void Interpreter::import(const Node& statement) {
    for (const Child& child : children_of(statement)) {
        if (child.node.kind() == NodeKind::AliasedImport) {
            const std::string path = without_space(source_of(child.node.child(Field::Name)));
            bind_name(source_of(child.node.child(Field::Alias)), path_value(path));
        } else if (child.node.kind() == NodeKind::DottedName) {
            const std::string path = without_space(source_of(child.node));
            const std::string first = path.substr(0, path.find('.'));
            bind_name(first, path_value(first));
        }
    }
}

void Interpreter::import_from(const Node& statement) {
    const Node from = statement.child(Field::ModuleName);
    std::string module = without_space(source_of(from));
    const bool is_relative = module.starts_with('.');
    bool is_new = false;
    const auto find = [&](const std::string& name) {
        Module* const found = modules_.find(frame_->module, name, is_new);
        if (found != nullptr && is_new) define(*found);
        return found;
    };
    Module* const relative = is_relative ? find(module) : nullptr;
    const auto path_to = [&](const std::string& name) -> std::string {
        if (!is_relative) return module + "." + name;
        if (relative != nullptr && relative->names.contains(name)) return local_path(*relative, name);
        Module* const inner = find(module + (module.ends_with('.') ? "" : ".") + name);  // from . import helpers
        return inner == nullptr ? "." + name : local_path(*inner, "");
    };
    for (const Child& child : children_of(statement)) {
        if (child.node.kind() == NodeKind::WildcardImport) {
            frame_->module.star_imports.push_back(relative != nullptr ? local_path(*relative, "") : module);
        }
        if (child.field != Field::Name) continue;
        const bool has_alias = child.node.kind() == NodeKind::AliasedImport;
        const std::string name = without_space(source_of(has_alias ? child.node.child(Field::Name) : child.node));
        bind_name(has_alias ? source_of(child.node.child(Field::Alias)) : name, path_value(path_to(name)));
    }
}

}  // namespace rowtype::alembic
