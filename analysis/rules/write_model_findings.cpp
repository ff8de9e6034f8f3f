#include "analysis/rules/write_model_findings.h"

#include "analysis/rules/messages.h"
#include "analysis/rules/model_fixes.h"
#include "analysis/rules/rules.h"
#include "analysis/types/write_limits.h"

namespace rowtype::rules {

namespace {

using binding::BoundField;
using binding::BoundModel;
using binding::ModelRole;

// "a generated column", or empty where an insert may send a value.
std::string filled_by_postgres(const catalog::Column& column) {
    if (column.generated != catalog::Generated::None) return "a generated column";
    if (column.identity == catalog::Identity::Always) return "GENERATED ALWAYS AS IDENTITY";
    return {};
}

void report(const BoundModel& model, const BoundField& field, Severity severity, std::string message, FindingSink& sink) {
    const Span place = field.annotation_span.empty() ? field.name_span : field.annotation_span;
    Finding* finding = sink.report(kConstraintMismatch, severity, place, std::move(message));
    if (finding == nullptr) return;
    finding->table = model.relation->name.to_string();
    finding->field = field.column->name;
}

}  // namespace

void report_refused_writes(const BoundModel& model, const binding::Context& context, FindingSink& sink) {
    const bool inserts = model.role == ModelRole::Insert;
    if (model.relation == nullptr || (!inserts && model.role != ModelRole::Update)) return;
    for (const BoundField& field : model.fields) {
        if (field.column == nullptr || !field.is_column || field.checked_at_base) continue;
        const std::string place = model.relation->name.to_string() + "." + field.column->name;
        if (const std::string filled = filled_by_postgres(*field.column); !filled.empty()) {
            // The key of the row to change is often among an update's fields.
            const bool is_key = !inserts && field.column->identity == catalog::Identity::Always;
            if (is_key || (inserts && !field.required)) continue;
            report(model, field, inserts ? Severity::Warning : Severity::Info,
                   quoted(field.name) + (inserts ? " is required, but " : " is a field, but ") + place + " is " + filled +
                       (inserts ? ": an insert that sends it is refused" : ": an update that sends it is refused"),
                   sink);
            continue;
        }
        if (!field.type_checkable) continue;
        for (const std::string& loose : types::loose_limits(field.annotation, *field.column, model.relation, context.catalog)) {
            report(model, field, Severity::Warning, loose + " (" + place + ")", sink);
        }
    }
}

void report_lacking_columns(const BoundModel& model, const catalog::Catalog& catalog, FindingSink& sink) {
    const bool is_judged = model.relation != nullptr && model.role == ModelRole::Insert && model.fields_complete &&
                           !model.allows_extra && binding::is_wholly_known(catalog, *model.relation) &&
                           !binding::may_change_new_rows(catalog, *model.relation);
    if (!is_judged) return;
    for (const catalog::Column* column : missing_columns(model)) {
        if (column->is_optional_on_insert() || binding::is_filled(catalog, *column)) continue;
        const Severity severity = model.matched_by == binding::MatchedBy::Name ? Severity::Info : Severity::Warning;
        Finding* finding = sink.report(kMissingRequiredColumn, severity, model.name_span,
                                       model.class_name + " has no field for " + quoted(column->name) +
                                           ", which is NOT NULL without a default in " + model.relation->name.to_string() +
                                           ": whoever inserts it has to add the value");
        if (finding == nullptr) return;
        finding->table = model.relation->name.to_string();
        finding->field = column->name;
    }
}

}  // namespace rowtype::rules
