// The import statements of a file with the place of each of their parts. Internal to analysis/migration.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/module_search.h"
#include "analysis/fixes/import_layout.h"
#include "analysis/syntax/syntax_tree.h"
#include "reflect/base/text.h"

namespace rowtype::migration {

// "User as U"
struct ImportedItem {
    std::string name;   // "User", or of "import a.b" the whole path
    std::string alias;  // empty where there is none
    Span span;
    Span name_span;
    Span comma;  // behind it; empty where there is none

    // The name that code sees: of "import a.b" without alias the path.
    [[nodiscard]] const std::string& key() const { return alias.empty() ? name : alias; }
};

struct ImportStatement {
    Span span;
    bool is_from = false;
    facts::ModuleReference module;  // of "from"
    Span module_span;
    bool has_star = false;
    bool has_parentheses = false;
    std::vector<ImportedItem> items;
};

// Those of all scopes, in source order.
[[nodiscard]] std::vector<ImportStatement> read_import_statements(const syntax::Node& root, std::string_view text);

// "from a import b, c": names that may stand with others of the module.
[[nodiscard]] bool is_list(const ImportStatement& statement);
[[nodiscard]] fixes::ImportedCount counted(const ImportStatement& statement);

// "..a.b" as code spells it.
[[nodiscard]] std::string spelled(const facts::ModuleReference& module);
// The module `name` of the package `package`, and of a module its package and last name.
[[nodiscard]] facts::ModuleReference submodule(const facts::ModuleReference& package, const std::string& name);
[[nodiscard]] facts::ModuleReference package_of(const facts::ModuleReference& module);
[[nodiscard]] std::string last_name(const facts::ModuleReference& module);

}  // namespace rowtype::migration
