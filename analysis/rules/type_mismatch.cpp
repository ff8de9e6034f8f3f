#include "analysis/rules/messages.h"
#include "analysis/rules/model_fixes.h"
#include "analysis/rules/rules.h"
#include "analysis/types/declared_type.h"
#include "analysis/types/type_verdict.h"

namespace rowtype::rules {

namespace {

using types::Verdict;

Severity severity_of(Verdict verdict) {
    switch (verdict) {
        case Verdict::Wrong: return Severity::Error;
        case Verdict::Lossy: return Severity::Warning;
        default: return Severity::Info;
    }
}

std::string wording(const binding::BoundModel& model, const binding::BoundField& field, const types::TypeVerdict& judged) {
    const catalog::Column& column = *field.column;
    std::string message = quoted(field.name) + " is " + types::without_none(field.annotation).to_string() + ", but " +
                          model.relation->name.to_string() + "." + column.name + " is " +
                          column.type.to_string(model.relation->name.schema);
    if (field.inherited) message += " (inherited from " + field.inherited_from + ")";
    if (!judged.reason.empty()) message += ": " + judged.reason;
    if (!judged.example.empty()) message += ", for example " + judged.example;
    if (!judged.right.empty()) message += "; write " + judged.right;
    return message;
}

void check_field(const binding::BoundModel& model, const binding::BoundField& field, const binding::Context& context,
                 FindingSink& sink) {
    if (field.column == nullptr || !field.is_column || !field.type_checkable || field.checked_at_base) return;
    const bool writes = model.role == binding::ModelRole::Insert || model.role == binding::ModelRole::Update;
    const types::ColumnSite site = {context.catalog,
                                    model.relation,
                                    *field.column,
                                    context.access,
                                    writes ? types::Direction::Write : types::Direction::Read,
                                    model.strict,
                                    model.role == binding::ModelRole::Row};
    const types::TypeVerdict judged = types::judge(field.annotation, site);
    if (judged.verdict == Verdict::Exact || judged.verdict == Verdict::NotCheckable) return;
    const Span place = field.annotation_span.empty() ? field.name_span : field.annotation_span;
    Finding* finding = sink.report(kTypeMismatch, severity_of(judged.verdict), place, wording(model, field, judged));
    if (finding == nullptr) return;
    finding->table = model.relation->name.to_string();
    finding->field = field.column->name;
}

Severity severity_of(types::Agreement agreement) {
    switch (agreement) {
        case types::Agreement::Different: return Severity::Error;
        case types::Agreement::Related: return Severity::Warning;
        default: return Severity::Info;
    }
}

// A mapped class says which type the column itself has.
void check_declared(const binding::BoundTable& table, const binding::DeclaredColumn& declared, const binding::Context& context,
                    FindingSink& sink) {
    if (declared.column == nullptr || !declared.type) return;
    const types::DeclaredTypeVerdict verdict = types::compare_declared(*declared.type, declared.column->type, context.catalog);
    if (verdict.agreement == types::Agreement::Same || verdict.agreement == types::Agreement::NotKnown) return;
    std::string message = quoted(declared.attribute) + " is declared as " + declared.type_text + ", but " +
                          table.relation->name.to_string() + "." + declared.name + " is " +
                          declared.column->type.to_string(table.relation->name.schema);
    if (!declared.inherited_from.empty()) message += " (declared by " + declared.inherited_from + ")";
    if (!verdict.reason.empty()) message += ": " + verdict.reason;
    Finding* finding = sink.report(kTypeMismatch, severity_of(verdict.agreement), declared.span, std::move(message));
    if (finding == nullptr) return;
    finding->table = table.relation->name.to_string();
    finding->field = declared.name;
}

void check(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const binding::BoundTable& table : statement.tables) {
        for (const binding::DeclaredColumn& column : table.columns) check_declared(table, column, context, sink);
    }
    for (const binding::BoundModel& model : statement.models) {
        if (model.relation == nullptr) continue;
        for (const binding::BoundField& field : model.fields) check_field(model, field, context, sink);
    }
}

}  // namespace

constinit const Rule kTypeMismatch = {
    .id = "type-mismatch",
    .family = RuleFamily::Model,
    .default_severity = Severity::Error,
    .status = FindingStatus::TypeMismatch,
    .since = "0.1.0",
    .summary = "A field's annotation does not fit its column's type",
    .docs = R"(What a column's values look like to Python depends on the way they come: decoded JSON from supabase-py
(`access = "json"`), Python objects from a driver (`access = "driver"`). The annotation is compared with that:

- *wrong* is an error: values normally fail or are corrupted (`int` for a uuid, `date` for a timestamptz);
- *lossy* is a warning: some legal values fail or change (`timedelta` for an interval with months, `float` for a bigint);
- *wider* is a hint: every value is taken, but the annotation says less than the column does (`str` for a uuid).

Models for inserts and updates are compared as writers: only what contradicts the column is reported, not that they are
stricter than it.

A mapped class (SQLAlchemy, SQLModel, Flask-SQLAlchemy) or a `Table(...)` declares the column's own type, and that is compared with
the database's: another type is an error, one of the same family (`Integer` for a bigint, `DateTime()` for a timestamp with time
zone) a warning, one for the same values (`String` for text, `JSON` for jsonb) a hint.

Not reported: annotations and types that are not known, fields with a before validator, cells where drivers differ, and a project's own
column types (`TypeDecorator`, `UserDefinedType`).)",
    .example_schema = "CREATE TABLE payments (id bigint PRIMARY KEY, order_id uuid NOT NULL);",
    .bad_example = R"(from pydantic import BaseModel


class Payment(BaseModel):
    id: int
    order_id: int
)",
    .good_example = R"(from uuid import UUID

from pydantic import BaseModel


class Payment(BaseModel):
    id: int
    order_id: UUID
)",
    .check = check,
    .fix = correct_annotation,
};

}  // namespace rowtype::rules
