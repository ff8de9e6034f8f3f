#include "analysis/codegen/annotations.h"
#include "analysis/rules/mapped_fixes.h"
#include "analysis/rules/messages.h"
#include "analysis/rules/model_fixes.h"
#include "analysis/rules/row_class_findings.h"
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

std::string_view kind_words(binding::ModelStyle style) {
    switch (style) {
        case binding::ModelStyle::Dataclass: return "a dataclass";
        case binding::ModelStyle::TypedDict: return "a TypedDict";
        case binding::ModelStyle::NamedTuple: return "a NamedTuple";
        case binding::ModelStyle::Attrs: return "an attrs class";
        default: return "a Struct";
    }
}

// Classes that hold values as they come may be filled by code that converts them, and which way rows reach them is not told: what
// counts is what contradicts the column whatever the way.
types::TypeVerdict judge_unvalidated(const binding::BoundModel& model, const binding::BoundField& field, types::ColumnSite site) {
    types::TypeVerdict first;
    for (const AccessProfile profile : {AccessProfile::Json, AccessProfile::Driver}) {
        site.profile = profile;
        types::TypeVerdict judged = types::judge(field.annotation, site);
        if (judged.verdict != Verdict::Wrong) return {};
        if (profile == AccessProfile::Json) first = std::move(judged);
    }
    first.reason = model.validates() ? "" : std::string(kind_words(model.style)) + " keeps values as they come";
    return first;
}

// "str" of "list[str]".
std::string_view inner(std::string_view list) {
    const std::size_t begin = list.find('[') + 1;
    return list.substr(begin, list.size() - begin - 1);
}

// Whether what stands there is what would be offered in its place, as one of several or because nothing better is known.
bool is_best(const types::TypeVerdict& judged, const binding::BoundField& field, const binding::Context& context) {
    const types::Annotation bare = types::without_none(field.annotation);
    const std::string text = bare.to_string();
    std::string_view written = text;
    std::string_view right = judged.right;
    for (; written.starts_with("list[") && right.starts_with("list["); right = inner(right)) written = inner(written);
    if (right == written || right.ends_with(" or " + std::string(written))) return true;
    if (!bare.is(types::AnnotationKind::Any)) return false;
    return !codegen::python_type(field.column->type, context.catalog, context.access, context.settings.generate)
                .unknown_type.empty();
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
                                    model.role == binding::ModelRole::Row,
                                    model.style == binding::ModelStyle::LegacyPydantic};
    types::TypeVerdict judged =
        model.is_pydantic() ? types::judge(field.annotation, site) : judge_unvalidated(model, field, site);
    const bool looks_well = judged.verdict != Verdict::Wrong && judged.verdict != Verdict::Lossy;
    if (field.nested && looks_well && model.is_pydantic() && !writes) {
        judged = {field.nested->is_wrong ? Verdict::Wrong : Verdict::Lossy, field.nested->reason, "", ""};
    }
    if (judged.verdict == Verdict::Exact || judged.verdict == Verdict::NotCheckable) return;
    if (judged.verdict == Verdict::Wide && is_best(judged, field, context)) return;
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
    // Out of a view both come alike; what would differ is writing.
    const bool is_only_read = verdict.agreement == types::Agreement::Related && table.relation->is_view();
    const Severity severity = is_only_read ? Severity::Info : severity_of(verdict.agreement);
    Finding* finding = sink.report(kTypeMismatch, severity, declared.span, std::move(message));
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
    report_unfit_outputs(statement, context, sink);
}

void mend(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    if (find_site(finding, context).model != nullptr) correct_annotation(finding, context, fixes);
    else mend_declared_type(finding, context, fixes);
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

A dataclass, TypedDict, NamedTuple, attrs class or Struct is filled by code that may convert: reported is what contradicts the column
both as JSON and from a driver (`str` for a bigint). A field that is typed as a model of its own, for a column of a composite type, is
held against the type's attributes (JSON only). A class in `row_factory=class_row(User)` is compared with the types that its query
gives, as psycopg hands them over.

Of pydantic 1 only what it does not convert is reported: it makes text of numbers and takes the first arm of a union that fits.

A mapped class (SQLAlchemy, SQLModel, Flask-SQLAlchemy) or a `Table(...)` declares the column's own type, and that is compared with
the database's: another type is an error, one of the same family (`Integer` for a bigint, `DateTime()` for a timestamp with time
zone) a warning, one for the same values (`String` for text, `JSON` for jsonb) a hint.

Not reported: annotations and types that are not known, fields with a before validator, cells where drivers differ, and a project's own
column types (`UserDefinedType`, and a `TypeDecorator` that chooses its type by `load_dialect_impl` or in its constructor; one that
converts values alone counts as its `impl`).)",
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
    .fix = mend,
};

}  // namespace rowtype::rules
