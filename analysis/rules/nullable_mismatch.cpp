#include <algorithm>
#include <optional>

#include "analysis/rules/mapped_fixes.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/model_fixes.h"
#include "analysis/rules/row_class_findings.h"
#include "analysis/rules/rules.h"

namespace rowtype::rules {

namespace {

using binding::ModelRole;

struct Mismatch {
    Severity severity;
    std::string message;
};

// Whether the annotation says None in so many words (Any and the like accept it without saying so).
bool says_none(const types::Annotation& annotation) {
    if (annotation.is(types::AnnotationKind::None)) return true;
    return annotation.is(types::AnnotationKind::Union) &&
           std::ranges::any_of(annotation.items, [](const auto& arm) { return arm.is(types::AnnotationKind::None); });
}

bool has_filling_default(const catalog::Column& column) {
    if (!column.default_expression) return false;
    std::string text = column.default_expression->substr(0, 4);
    std::ranges::transform(text, text.begin(), [](char c) { return c >= 'a' && c <= 'z' ? static_cast<char>(c - 32) : c; });
    return text != "NULL";
}

std::optional<Mismatch> read_of_nullable(const binding::BoundModel& model, const binding::BoundField& field) {
    const catalog::Column& column = *field.column;
    if (column.nullability != catalog::Nullability::Nullable || field.annotation.accepts_none()) return std::nullopt;
    const std::string place = model.relation->name.to_string() + "." + column.name;
    const std::string origin = field.inherited ? " (inherited from " + field.inherited_from + ")" : "";
    if (model.role == ModelRole::Update) return std::nullopt;
    if (model.role == ModelRole::Insert) {
        if (!field.required) return std::nullopt;
        return Mismatch{Severity::Info, quoted(field.name) + " is required" + origin + ", but " + place + " is nullable"};
    }
    std::string message = quoted(field.name) + " does not accept None" + origin + ", but " + place + " is nullable";
    if (column.generated != catalog::Generated::None) {
        return Mismatch{Severity::Info, message + "; it is generated, and NULL where its expression is"};
    }
    if (has_filling_default(column)) {
        return Mismatch{Severity::Warning,
                        message + "; its default " + *column.default_expression + " makes NULL rare, not impossible"};
    }
    if (!model.validates()) return Mismatch{Severity::Warning, message + ": None arrives whatever it says"};
    return Mismatch{kNullableMismatch.default_severity, message};
}

std::optional<Mismatch> none_for_not_null(const binding::BoundModel& model, const binding::BoundField& field) {
    const catalog::Column& column = *field.column;
    if (column.nullability != catalog::Nullability::NotNull || !says_none(field.annotation)) return std::nullopt;
    if (column.type.is_builtin("json") || column.type.is_builtin("jsonb")) return std::nullopt;  // JSON's own null
    const std::string message =
        quoted(field.name) + " accepts None, but " + model.relation->name.to_string() + "." + column.name + " is NOT NULL";
    if (model.role == ModelRole::Row) return Mismatch{Severity::Info, message};
    if (model.role != ModelRole::Insert || column.is_optional_on_insert()) return std::nullopt;
    return Mismatch{Severity::Warning, message + " and has no default: an insert that leaves it out is refused"};
}

void check_model(const binding::BoundModel& model, FindingSink& sink) {
    for (const binding::BoundField& field : model.fields) {
        if (field.column == nullptr || !field.is_column || !field.type_checkable) continue;
        std::optional<Mismatch> mismatch = field.checked_at_base ? std::nullopt : read_of_nullable(model, field);
        if (!mismatch && !field.inherited) mismatch = none_for_not_null(model, field);
        if (!mismatch) continue;
        const Span place = field.annotation_span.empty() ? field.name_span : field.annotation_span;
        Finding* finding = sink.report(kNullableMismatch, mismatch->severity, place, std::move(mismatch->message));
        if (finding == nullptr) return;
        finding->table = model.relation->name.to_string();
        finding->field = field.column->name;
    }
}

std::optional<Mismatch> of_declared(const binding::BoundTable& table, const binding::DeclaredColumn& declared) {
    if (declared.column == nullptr || !declared.nullable || declared.computed) return std::nullopt;
    const catalog::Column& column = *declared.column;
    if (column.generated != catalog::Generated::None || column.identity != catalog::Identity::None) return std::nullopt;
    const std::string place = table.relation->name.to_string() + "." + column.name;
    const std::string origin = declared.inherited_from.empty() ? "" : " (by " + declared.inherited_from + ")";
    if (column.nullability == catalog::Nullability::Nullable && !*declared.nullable) {
        const std::string message =
            quoted(declared.attribute) + " is declared NOT NULL" + origin + ", but " + place + " is nullable";
        if (!has_filling_default(column)) return Mismatch{kNullableMismatch.default_severity, message};
        return Mismatch{Severity::Warning,
                        message + "; its default " + *column.default_expression + " makes NULL rare, not impossible"};
    }
    // What is only read loses nothing by a column that is never NULL.
    if (column.nullability != catalog::Nullability::NotNull || !*declared.nullable || table.relation->is_view())
        return std::nullopt;
    std::string message = quoted(declared.attribute) + " is declared nullable" + origin + ", but " + place + " is NOT NULL";
    const bool is_filled = column.default_expression || declared.filled_by_program;
    return Mismatch{Severity::Warning, message + (is_filled ? "" : "; a row without a value for it is refused")};
}

void check_table(const binding::BoundTable& table, FindingSink& sink) {
    for (const binding::DeclaredColumn& declared : table.columns) {
        std::optional<Mismatch> mismatch = of_declared(table, declared);
        if (!mismatch) continue;
        Finding* finding = sink.report(kNullableMismatch, mismatch->severity, declared.span, std::move(mismatch->message));
        if (finding == nullptr) return;
        finding->table = table.relation->name.to_string();
        finding->field = declared.name;
    }
}

void check(const binding::BoundStatement& statement, const binding::Context&, FindingSink& sink) {
    for (const binding::BoundTable& table : statement.tables) {
        if (table.relation != nullptr) check_table(table, sink);
    }
    for (const binding::BoundModel& model : statement.models) {
        if (model.relation != nullptr) check_model(model, sink);
    }
    report_null_outputs(statement, sink);
}

}  // namespace

namespace {

void mend(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    accept_none(finding, context, fixes);
    if (find_site(finding, context).model == nullptr) mend_declared_nullability(finding, context, fixes);
}

}  // namespace

constinit const Rule kNullableMismatch = {
    .id = "nullable-mismatch",
    .family = RuleFamily::Model,
    .default_severity = Severity::Error,
    .status = FindingStatus::TypeMismatch,
    .since = "0.1.0",
    .summary = "A nullable column is read into a field that excludes None",
    .docs = R"(The first row in which the column is NULL fails to validate. There are two remedies, and only you know which one
is right:

- the column may be NULL: write `| None` (or `Optional[...]`) in the model;
- it never should be: `ALTER TABLE ... ALTER COLUMN ... SET NOT NULL` in a migration.

A warning where the column has a default, which makes NULL rare; a hint where it is generated, where a model for inserts
requires a value that the table does not, and where a row model accepts None for a NOT NULL column (which breaks nothing
on reads). A model for inserts that accepts None for a NOT NULL column without default is a warning.

Classes that do not look at what they are given (dataclass, TypedDict, NamedTuple, attrs) hold None all the same: a warning. Of
`row_factory=class_row(User)` only queries without a condition or join are looked at.

A mapped class (SQLAlchemy, SQLModel, Flask-SQLAlchemy) or a `Table(...)` says itself whether the column may be NULL, by `nullable=` or by
`Mapped[... | None]`. NOT NULL for a nullable column is an error (a warning where the column has a default), nullable for a NOT
NULL column a warning.

Not reported: columns of views (PostgreSQL does not say whether they can be NULL), `None` in jsonb columns (JSON has its
own null), models for updates, and fields with a before validator.)",
    .example_schema = "CREATE TABLE profiles (id bigint PRIMARY KEY, phone text);",
    .bad_example = R"(from pydantic import BaseModel


class Profile(BaseModel):
    id: int
    phone: str
)",
    .good_example = R"(from pydantic import BaseModel


class Profile(BaseModel):
    id: int
    phone: str | None = None
)",
    .check = check,
    .fix = mend,
};

}  // namespace rowtype::rules
