// Tables and columns as SQLAlchemy's constructs: what both of its styles write. Internal to analysis/codegen.
#pragma once

#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/codegen/layout.h"
#include "analysis/codegen/module_text.h"
#include "analysis/codegen/plan.h"

namespace rowtype::codegen {

// Whether a name outside of this module needs its schema before it: those of the schema that the search path has first do not.
[[nodiscard]] bool needs_schema(const catalog::QualifiedName& name, const ModulePlan& plan);

// Which of a module's tables are there, so that foreign keys can point at them, and which sequences fill their columns.
class SqlTables {
public:
    // `filled`: the one relation whose sequences will be asked for; null for all.
    explicit SqlTables(const ModulePlan& plan, const catalog::Relation* filled = nullptr);

    // Whether a foreign key can be written: its table is in the module, and no name in it has a dot.
    [[nodiscard]] bool can_reference(const catalog::ForeignKey& key) const;
    // "users", or "billing.users" outside the schema that the search path has first.
    [[nodiscard]] std::string key_of(const catalog::QualifiedName& relation) const;
    // The sequence that belongs to the column; null where there is none.
    [[nodiscard]] const catalog::Sequence* sequence_of(const catalog::QualifiedName& relation, std::string_view column) const;

private:
    const ModulePlan& plan_;
    std::vector<const catalog::QualifiedName*> tables_;  // by name
    // By the name, without its schema, of the table that they belong to.
    std::unordered_map<std::string_view, std::vector<const catalog::Sequence*>> sequences_;
};

// The type: `sa.Numeric(10, 2)`, `postgresql.ARRAY(sa.Text)`.
[[nodiscard]] Expression sql_type(const catalog::Type& type, ModuleText& module);

// Whether nothing is said of the column but its name, its type and whether it is nullable, as of most.
[[nodiscard]] bool has_type_alone(const PlannedField& field, const PlannedClass& model);

// What stands in a column, behind its name where `with_name`: type, foreign key, identity, default, comment and so on.
[[nodiscard]] std::vector<Expression> column_arguments(const PlannedField& field, const PlannedClass& model,
                                                       const SqlTables& tables, ModuleText& module, bool with_name);

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
