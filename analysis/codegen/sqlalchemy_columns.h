// Tables and columns as SQLAlchemy's constructs: what both of its styles write. Internal to analysis/codegen.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "analysis/codegen/layout.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/plan.h"

namespace rowtype::codegen {

// Which of a module's tables are there, so that foreign keys can point at them.
class SqlTables {
public:
    explicit SqlTables(const ModulePlan& plan);

    // Whether a foreign key can be written: its table is in the module, and no name in it has a dot.
    [[nodiscard]] bool can_reference(const catalog::ForeignKey& key) const;
    // "users", or "billing.users" outside the schema that the search path has first.
    [[nodiscard]] std::string key_of(const catalog::QualifiedName& relation) const;
    [[nodiscard]] bool needs_schema(const catalog::QualifiedName& relation) const;

private:
    const ModulePlan& plan_;
    std::set<catalog::QualifiedName> tables_;
};

// The type: `sa.Numeric(10, 2)`, `postgresql.ARRAY(sa.Text)`.
[[nodiscard]] Expression sql_type(const catalog::Type& type, ModuleText& module);

// What stands in a column behind its name: type, foreign key, identity, default, comment and so on.
[[nodiscard]] std::vector<Expression> column_arguments(const PlannedField& field, const PlannedClass& model,
                                                       const SqlTables& tables, ModuleText& module);

// Constraints and indexes that no column holds, and, last, the dictionary of options; empty where there are none.
[[nodiscard]] std::vector<Expression> table_arguments(const PlannedClass& model, const SqlTables& tables, ModuleText& module);

// "t = sa.Table(…)" of what cannot be mapped.
[[nodiscard]] std::string core_table(const PlannedClass& model, const std::string& metadata, const SqlTables& tables,
                                     ModuleText& module);

// What the classes' types and the views need, and the enums; behind the classes, since those say what they need.
void add_mapper_helpers(ModuleText& module, bool has_views);

// A text of SQL for sa.text(): a colon would begin a parameter.
[[nodiscard]] std::string sql_text_literal(const std::string& sql);

}  // namespace rowtype::codegen
