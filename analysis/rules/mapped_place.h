// Where a mapped class or a Table(…) declares what a finding is about, and how its file spells the names of SQLAlchemy.
#pragma once

#include <cstdint>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_table.h"
#include "analysis/binding/model_modules.h"
#include "analysis/codegen/mapped_column.h"
#include "analysis/facts/facts.h"
#include "analysis/orm/orm_class.h"
#include "analysis/rules/rule.h"
#include "analysis/types/module_scope.h"

namespace rowtype::rules {

// A column that is declared in the class or table itself. Values keep the spans of their statement.
struct DeclaredAt {
    const binding::DeclaredColumn* declared = nullptr;
    const facts::Field* field = nullptr;       // null in a Table(…)
    const facts::Value* annotation = nullptr;  // null where there is none
    const facts::Value* call = nullptr;   // Column(…), mapped_column(…), Field(…); null where the annotation says it all
    const facts::Value* outer = nullptr;  // Field(…) around Column(…); else `call`
};

struct MappedPlace {
    std::uint32_t offset = 0;  // of the statement
    const facts::StatementFacts* statement = nullptr;
    binding::BoundTable table;
    const facts::Class* definition = nullptr;  // null of a Core table
    const facts::Value* table_call = nullptr;  // of a Core table: Table(…)
    std::vector<DeclaredAt> columns;           // in the order of the table's `columns`
    std::size_t at = kNone;                    // the column that the finding stands at; kNone: the class or table

    static constexpr std::size_t kNone = static_cast<std::size_t>(-1);
    [[nodiscard]] const DeclaredAt* declared() const { return at == kNone ? nullptr : &columns[at]; }
    // The last of those that the class or table declares; null where it declares none.
    [[nodiscard]] const DeclaredAt* last(std::string_view of_form = {}) const;
};

// Nothing where the finding stands at none, or at one that another class declares.
[[nodiscard]] std::optional<MappedPlace> find_mapped(const Finding& finding, const FixContext& context);

// Column(…) or mapped_column(…).
[[nodiscard]] bool is_column_call(const facts::Value& value);

// The names that new code needs, as the file spells them; gathers the imports that are missing.
class MappedSpelling {
public:
    MappedSpelling(const MappedPlace& place, const FixContext& context);

    // For the code generation. Refers to this object.
    [[nodiscard]] codegen::MappedSite site();
    // Nothing where a name means something else in the file or in the body of the class.
    [[nodiscard]] std::optional<std::string> spell(const codegen::ImportedName& name);
    [[nodiscard]] std::optional<std::string> spell(const codegen::PythonType& type);
    [[nodiscard]] const std::vector<codegen::ImportedName>& imports() const { return imports_; }
    // Whether a foreign key was written whose table no class of this file stands for: it may belong to another metadata.
    [[nodiscard]] bool relies_on_project() const { return relies_on_project_; }
    // Why the class does not show how it writes columns; empty where it does.
    [[nodiscard]] const std::string& form_problem() const { return form_problem_; }
    // Whether a type is written in words of SQLAlchemy's own: one of the project may do more than say the column's type.
    [[nodiscard]] bool is_of_library(const facts::Value& type) const;
    // What the body of the class calls its own.
    [[nodiscard]] std::vector<std::string> body_names() const { return {body_names_.begin(), body_names_.end()}; }
    // Whether annotations may mean other types than SQLAlchemy's own (type_annotation_map).
    [[nodiscard]] bool has_type_map() const { return has_type_map_; }
    // A dataclass, whose attributes must stand in an order.
    [[nodiscard]] bool is_ordered() const { return is_ordered_; }

private:
    struct Schema {
        std::string name;  // as the class writes it
        bool is_known = true;
    };

    void read_form();
    void read_prefix(const facts::Value& callee);
    void read_line(const types::Definition& definition);
    [[nodiscard]] types::Definition definition_of(const binding::ModelModules& modules) const;
    [[nodiscard]] const Schema& schema();
    [[nodiscard]] bool is_hidden(const std::string& code) const;
    [[nodiscard]] bool has_table(const catalog::QualifiedName& name);
    [[nodiscard]] std::string text_of(const facts::Value& value) const;

    const MappedPlace& place_;
    const FixContext& context_;
    std::set<std::string> body_names_;
    std::vector<codegen::ImportedName> imports_;
    std::string
        prefix_;  // what the file calls the names of SQLAlchemy through, with its point ("db."); empty where it imports them
    std::string form_problem_;
    std::optional<Schema> schema_;  // once somebody has asked: only keys need it
    bool relies_on_project_ = false;
    bool has_type_map_ = true;
    bool is_ordered_ = false;
    codegen::MappedForm form_ = codegen::MappedForm::Plain;
    std::string callee_;
    std::string mapped_ = "Mapped";
    std::string indent_;
};

}  // namespace rowtype::rules
