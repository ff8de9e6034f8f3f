#include <algorithm>

#include "analysis/binding/undeclared_keys.h"
#include "analysis/codegen/needs_model.h"
#include "analysis/rules/declared_labels.h"
#include "analysis/rules/mapped_fixes.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "analysis/rules/write_model_findings.h"
#include "analysis/types/declared_type.h"
#include "reflect/sql/check_form.h"

namespace rowtype::rules {

namespace {

using binding::BoundTable;
using binding::DeclaredColumn;
using Names = std::vector<std::string>;

Names sorted(Names names) {
    std::ranges::sort(names);
    return names;
}

bool same_names(const Names& left, const Names& right) { return sorted(left) == sorted(right); }

std::string listed(const Names& names) {
    std::string text;
    for (const std::string& name : names) text += (text.empty() ? "" : ", ") + name;
    return text;
}

// One table and what is known of its relation.
class ConstraintCheck {
public:
    ConstraintCheck(const BoundTable& table, const binding::Context& context, FindingSink& sink)
        : table_(table), relation_(*table.relation), catalog_(context.catalog), settings_(context.settings), sink_(sink) {}

    void run();

private:
    void check_limits(const DeclaredColumn& column);
    void check_labels(const DeclaredColumn& column);
    void check_default(const DeclaredColumn& column);
    void check_primary_key();
    void check_unique_keys();
    void check_foreign_keys();
    [[nodiscard]] bool may_be_declared(const catalog::ForeignKey& key) const;
    [[nodiscard]] bool is_unique(const Names& columns) const;
    void report_unique(const Names& columns, std::string_view problem);
    [[nodiscard]] bool has_all(const Names& columns) const;
    [[nodiscard]] std::string instead_of(const binding::DeclaredForeignKey& key) const;
    [[nodiscard]] bool may_lead_by_keys(const binding::DeclaredForeignKey& key) const;
    [[nodiscard]] Span place_of(const Names& columns) const;
    void report(Severity severity, Span span, const std::string& field, std::string message, std::string_view problem = {});

    const BoundTable& table_;
    const catalog::Relation& relation_;
    const catalog::Catalog& catalog_;
    const Settings& settings_;
    FindingSink& sink_;
};

void ConstraintCheck::run() {
    for (const DeclaredColumn& column : table_.columns) {
        if (column.column == nullptr) continue;
        check_labels(column);
        if (relation_.is_view()) continue;  // what is only read is neither cut off nor filled in
        check_limits(column);
        check_default(column);
    }
    const bool keys_known =
        relation_.parts_complete && !relation_.presumed && !catalog_.is_outline(relation_.name.schema) &&
        (relation_.kind == catalog::RelationKind::Table || relation_.kind == catalog::RelationKind::PartitionedTable);
    if (!keys_known) return;
    check_primary_key();
    check_unique_keys();
    check_foreign_keys();
}

void ConstraintCheck::check_limits(const DeclaredColumn& column) {
    if (!column.type || !types::limits_differ(*column.type, column.column->type, catalog_)) return;
    // The length that an Enum of texts has by itself is that of its longest label: a longer column takes them all.
    const bool fits = column.enumeration && column.type->modifiers < column.column->type.modifiers;
    report(fits ? Severity::Info : Severity::Warning, column.span, column.name,
           quoted(column.attribute) + " is declared as " + column.type_text + ", but " + relation_.name.to_string() + "." +
               column.name + " is " + column.column->type.to_string(relation_.name.schema),
           kLimitProblem);
}

void ConstraintCheck::check_labels(const DeclaredColumn& column) {
    const std::optional<LabelComparison> labels = compare_labels(column, catalog_);
    if (!labels || labels->by_name) return;
    if (!labels->not_in_database.empty()) {
        report(Severity::Warning, column.span, column.name,
               labels->type_name + " has no label " + quoted(labels->not_in_database.front()) + ", which " +
                   quoted(column.attribute) + " may store");
    }
    if (!labels->not_in_model.empty()) {
        report(Severity::Warning, column.span, column.name,
               quoted(column.attribute) + " does not know the label " + quoted(labels->not_in_model.front()) + " of " +
                   labels->type_name + ": a row that has it fails to load");
    }
}

void ConstraintCheck::check_default(const DeclaredColumn& column) {
    const catalog::Column& actual = *column.column;
    if (!column.filled_by_server || !actual.default_known) return;
    const bool has_one =
        actual.default_expression || actual.identity != catalog::Identity::None || actual.generated != catalog::Generated::None;
    const std::string place = relation_.name.to_string() + "." + column.name;
    if (*column.filled_by_server && !has_one && column.filled_by_program) {
        report(Severity::Info, column.span, column.name,
               quoted(column.attribute) + " is declared with a server default, but " + place +
                   " has none: only rows that the class writes get a value");
    } else if (*column.filled_by_server && !has_one) {
        // Programs that give their own numbers do so without a word in the model.
        report(column.primary_key ? Severity::Info : Severity::Warning, column.span, column.name,
               quoted(column.attribute) + " leaves its value to the database, but " + place + " has no default");
    } else if (!*column.filled_by_server && has_one && !column.primary_key) {
        report(Severity::Info, column.span, column.name,
               place + " has a default, but " + quoted(column.attribute) + " does not say so: the class sends a value or NULL",
               kDefaultProblem);
    }
}

void ConstraintCheck::check_primary_key() {
    if (!table_.primary_key || table_.primary_key->empty() || !relation_.primary_key) return;
    if (same_names(*table_.primary_key, relation_.primary_key->columns) || !has_all(*table_.primary_key)) return;
    report(Severity::Warning, table_.name_span, "",
           table_.name + " has the primary key (" + listed(*table_.primary_key) + "), but " + relation_.name.to_string() +
               " has (" + listed(relation_.primary_key->columns) + ")");
}

// Whether the index leaves out no row but such as have a NULL in one of its columns, which are never alike: "(slug IS NOT NULL)".
bool holds_all_that_may_repeat(const catalog::Index& index) {
    if (index.predicate.empty()) return true;
    const std::optional<std::vector<sql::CheckCondition>> conditions = sql::parse_check(index.predicate);
    return conditions && std::ranges::all_of(*conditions, [&](const sql::CheckCondition& condition) {
               return condition.operation == sql::CheckOperator::NotNull &&
                      std::ranges::find(index.columns, condition.column) != index.columns.end();
           });
}

bool ConstraintCheck::is_unique(const Names& columns) const {
    if (relation_.primary_key && same_names(relation_.primary_key->columns, columns)) return true;
    const auto holds = [&](const catalog::Key& key) { return same_names(key.columns, columns); };
    const auto serves = [&](const catalog::Index& index) {
        return index.unique && same_names(index.columns, columns) && holds_all_that_may_repeat(index);
    };
    return std::ranges::any_of(relation_.unique_keys, holds) || std::ranges::any_of(relation_.indexes, serves);
}

bool ConstraintCheck::has_all(const Names& columns) const {
    return std::ranges::all_of(columns, [&](const std::string& name) { return relation_.find_column(name) != nullptr; });
}

Span ConstraintCheck::place_of(const Names& columns) const {
    const auto only = std::ranges::find_if(
        table_.columns, [&](const DeclaredColumn& column) { return columns.size() == 1 && column.name == columns.front(); });
    return only == table_.columns.end() ? table_.name_span : only->span;
}

void ConstraintCheck::check_unique_keys() {
    for (const binding::DeclaredKey& key : table_.unique_keys) {
        if (!has_all(key.columns) || is_unique(key.columns)) continue;
        report(Severity::Warning, key.span, key.columns.size() == 1 ? key.columns.front() : "",
               table_.name + " declares (" + listed(key.columns) + ") unique, but " + relation_.name.to_string() +
                   " does not keep it so");
    }
    for (const binding::UndeclaredKey& key : binding::undeclared_unique_keys(table_))
        report_unique(key.columns, key.is_constraint ? kUniqueProblem : std::string_view());
}

void ConstraintCheck::report_unique(const Names& columns, std::string_view problem) {
    report(Severity::Info, place_of(columns), columns.size() == 1 ? columns.front() : "",
           relation_.name.to_string() + " keeps (" + listed(columns) + ") unique, which " + table_.name + " does not declare",
           problem);
}

bool same_key(const binding::DeclaredForeignKey& declared, const catalog::ForeignKey& actual) {
    if (declared.referenced.name != actual.referenced_relation.name) return false;
    if (!declared.referenced.schema.empty() && declared.referenced.schema != actual.referenced_relation.schema) return false;
    if (declared.columns.size() != actual.columns.size()) return false;
    for (std::size_t index = 0; index < declared.columns.size(); ++index) {
        const auto place = std::ranges::find(actual.columns, declared.columns[index]);
        if (place == actual.columns.end()) return false;
        const auto other = static_cast<std::size_t>(place - actual.columns.begin());
        if (other >= actual.referenced_columns.size() || actual.referenced_columns[other] != declared.referenced_columns[index])
            return false;
    }
    return true;
}

// Where the same columns lead, if somewhere else.
std::string ConstraintCheck::instead_of(const binding::DeclaredForeignKey& key) const {
    const auto same =
        std::ranges::find_if(relation_.foreign_keys, [&](const auto& actual) { return same_names(actual.columns, key.columns); });
    if (same == relation_.foreign_keys.end()) return "";
    return ", but one to " + same->referenced_relation.to_string() + " (" + listed(same->referenced_columns) + ")";
}

// Texts name the columns of a class by their keys (Column("nick", key="name")), which no column of the database is called by.
bool ConstraintCheck::may_lead_by_keys(const binding::DeclaredForeignKey& key) const {
    return std::ranges::any_of(relation_.foreign_keys, [&](const catalog::ForeignKey& actual) {
        const catalog::QualifiedName& target = actual.referenced_relation;
        if (!same_names(actual.columns, key.columns) || target.name != key.referenced.name) return false;
        const catalog::Relation* relation = catalog_.find_relation(target.schema, target.name).relation;
        return relation != nullptr && std::ranges::any_of(key.referenced_columns, [&](const std::string& column) {
                   return relation->find_column(column) == nullptr;
               });
    });
}

// A mapper finds no table that no class of the program stands for: those of other services' schemas, partitions, bookkeeping, and those
// of which no column is known.
bool ConstraintCheck::may_be_declared(const catalog::ForeignKey& key) const {
    const catalog::Relation* target =
        catalog_.find_relation(key.referenced_relation.schema, key.referenced_relation.name).relation;
    return target != nullptr && !target->columns.empty() && codegen::needs_model(*target, settings_);
}

void ConstraintCheck::check_foreign_keys() {
    for (const binding::DeclaredForeignKey& key : table_.foreign_keys) {
        const bool is_there =
            std::ranges::any_of(relation_.foreign_keys, [&](const auto& actual) { return same_key(key, actual); });
        // What leads nowhere at all is told at its text.
        if (is_there || key.leads_nowhere() || !has_all(key.columns) || may_lead_by_keys(key)) continue;
        const std::string target = (key.referenced.schema.empty() ? "" : key.referenced.schema + ".") + key.referenced.name;
        report(Severity::Warning, key.span, key.columns.size() == 1 ? key.columns.front() : "",
               relation_.name.to_string() + " has no foreign key (" + listed(key.columns) + ") to " + target + " (" +
                   listed(key.referenced_columns) + ")" + instead_of(key));
    }
    for (const catalog::ForeignKey* actual : binding::undeclared_foreign_keys(table_)) {
        if (!may_be_declared(*actual)) continue;
        report(Severity::Info, place_of(actual->columns), actual->columns.size() == 1 ? actual->columns.front() : "",
               relation_.name.to_string() + " has a foreign key (" + listed(actual->columns) + ") to " +
                   actual->referenced_relation.to_string() + ", which " + table_.name + " does not declare",
               kForeignKeyProblem);
    }
}

void ConstraintCheck::report(Severity severity, Span span, const std::string& field, std::string message,
                             std::string_view problem) {
    Finding* finding = sink_.report(kConstraintMismatch, severity, span, std::move(message));
    if (finding == nullptr) return;
    finding->table = relation_.name.to_string();
    finding->field = field;
    finding->problem = problem;
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const BoundTable& table : statement.tables) {
        if (table.relation != nullptr) ConstraintCheck(table, context, sink).run();
    }
    for (const binding::BoundModel& model : statement.models) report_refused_writes(model, context, sink);
}

}  // namespace

constinit const Rule kConstraintMismatch = {
    .id = "constraint-mismatch",
    .family = RuleFamily::Model,
    .default_severity = Severity::Warning,
    .status = FindingStatus::ConstraintMismatch,
    .since = "0.1.0",
    .summary = "A mapped class declares a limit, key or default that its table does not have",
    .docs =
        R"(What a mapped class (SQLAlchemy, SQLModel, Flask-SQLAlchemy) or a `Table(...)` says of its columns beside their types is held
against the table:

- lengths, precision and scale where both sides have one (`String(50)` for a varchar(20));
- the labels that an `Enum` stores, and those of the database's type;
- the primary key, unique constraints and unique indexes, foreign keys, by their columns: names do not count, nor does a condition of an
  index that leaves out no rows but those with a NULL in its columns;
- `server_default`, `Identity` and `Computed` of a column that has no default in the database (a hint where the class has a `default`, too).

A key or default that the database has and the class does not is a hint: the program works, but an autogenerated migration would
drop it.

Of models for inserts and updates: limits that are written in the model and looser than the column's (`max_length=50` for a
varchar(20), `ge=0` where a CHECK wants more), and required fields of an insert for columns that only PostgreSQL fills.

Not reported: what cannot be told from the code, columns that an `Index(..., unique=True)`, `UniqueConstraint(...)` or
`ForeignKeyConstraint(...)` outside the class may name, checks, plain indexes, ON DELETE and ON UPDATE, keys of views and of tables that are not
wholly known, foreign keys to tables that the schema does not have or that need no model.)",
    .example_schema = "CREATE TABLE users (id integer PRIMARY KEY GENERATED BY DEFAULT AS IDENTITY, nick varchar(20) NOT NULL);",
    .bad_example = R"(from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    nick: Mapped[str] = mapped_column(String(50), unique=True)
)",
    .good_example = R"(from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"

    id: Mapped[int] = mapped_column(primary_key=True)
    nick: Mapped[str] = mapped_column(String(20))
)",
    .check = check,
    .fix = mend_declared_constraint,
};

}  // namespace rowtype::rules
