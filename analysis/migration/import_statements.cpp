#include "analysis/migration/import_statements.h"

#include "analysis/migration/tree_walk.h"

namespace rowtype::migration {

using syntax::Cursor;
using syntax::Field;
using syntax::Node;
using syntax::NodeKind;

namespace {

// "a . b" as "a.b"
std::string dotted(const Node& node, std::string_view text) {
    std::string name;
    Cursor cursor(node);
    if (!cursor.to_first_child()) return name;
    do {
        if (cursor.node().kind() != NodeKind::Identifier) continue;
        name += (name.empty() ? "" : ".") + std::string(slice(text, cursor.node().span()));
    } while (cursor.to_next_sibling());
    return name;
}

facts::ModuleReference module_named(const Node& node, std::string_view text) {
    facts::ModuleReference module;
    if (node.kind() == NodeKind::DottedName) {
        module.name = dotted(node, text);
        return module;
    }
    Cursor cursor(node);
    if (!cursor.to_first_child()) return module;
    do {
        if (cursor.node().kind() == NodeKind::DottedName) {
            module.name = dotted(cursor.node(), text);
        } else {
            for (const char byte : slice(text, cursor.node().span())) module.level += byte == '.' ? 1U : 0U;
        }
    } while (cursor.to_next_sibling());
    return module;
}

ImportedItem item_of(const Node& node, std::string_view text) {
    ImportedItem item;
    item.span = node.span();
    Node name = node;
    if (node.kind() == NodeKind::AliasedImport) {
        name = node.child(Field::Name);
        item.alias = std::string(slice(text, node.child(Field::Alias).span()));
    }
    item.name_span = name.span();
    item.name = dotted(name, text);
    return item;
}

ImportStatement statement_of(const Node& node, std::string_view text) {
    ImportStatement statement;
    statement.span = node.span();
    statement.is_from = node.kind() == NodeKind::ImportFromStatement;
    Cursor cursor(node);
    if (!cursor.to_first_child()) return statement;
    do {
        const Node part = cursor.node();
        const std::string_view bytes = slice(text, part.span());
        if (cursor.field() == Field::ModuleName) {
            statement.module = module_named(part, text);
            statement.module_span = part.span();
        } else if (part.kind() == NodeKind::WildcardImport) {
            statement.has_star = true;
        } else if (part.kind() == NodeKind::DottedName || part.kind() == NodeKind::AliasedImport) {
            statement.items.push_back(item_of(part, text));
        } else if (bytes == "(") {
            statement.has_parentheses = true;
        } else if (bytes == "," && !statement.items.empty()) {
            statement.items.back().comma = part.span();
        }
    } while (cursor.to_next_sibling());
    return statement;
}

}  // namespace

std::vector<ImportStatement> read_import_statements(const Node& root, std::string_view text) {
    std::vector<ImportStatement> statements;
    walk(root, [&](const WalkedNode& walked) {
        const NodeKind kind = walked.node.kind();
        if (kind != NodeKind::ImportStatement && kind != NodeKind::ImportFromStatement) return true;
        statements.push_back(statement_of(walked.node, text));
        return false;
    });
    return statements;
}

std::string spelled(const facts::ModuleReference& module) { return std::string(module.level, '.') + module.name; }

facts::ModuleReference submodule(const facts::ModuleReference& package, const std::string& name) {
    return {package.name.empty() ? name : package.name + "." + name, package.level};
}

facts::ModuleReference package_of(const facts::ModuleReference& module) {
    const std::size_t dot = module.name.rfind('.');
    return {dot == std::string::npos ? "" : module.name.substr(0, dot), module.level};
}

bool is_list(const ImportStatement& statement) {
    return statement.is_from && !statement.has_star && !statement.items.empty() &&
           std::ranges::all_of(statement.items, &std::string::empty, &ImportedItem::alias);
}

fixes::ImportedCount counted(const ImportStatement& statement) {
    return {statement.has_star ? 1 : statement.items.size(), statement.module, is_list(statement)};
}

std::string last_name(const facts::ModuleReference& module) { return module.name.substr(module.name.rfind('.') + 1); }

}  // namespace rowtype::migration
