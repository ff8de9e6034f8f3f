#include "analysis/rules/row_class_findings.h"

#include <algorithm>

#include "analysis/rules/messages.h"
#include "analysis/rules/rules.h"
#include "analysis/types/type_verdict.h"
#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

using binding::BoundField;
using binding::BoundRowClass;
using binding::ModelStyle;

std::string place_of(const BoundRowClass& row_class, const BoundField& field) {
    return quoted(row_class.model.class_name + "." + field.name);
}

// Columns that no field takes.
std::vector<std::string> free_columns(const BoundRowClass& row_class) {
    std::vector<std::string> names;
    for (const catalog::Column& column : row_class.output->columns) {
        const bool taken =
            std::ranges::any_of(row_class.model.fields, [&](const BoundField& field) { return field.column == &column; });
        if (!taken && column.name != "?column?") names.push_back(column.name);
    }
    return names;
}

// Whether the class is made with keyword arguments and refuses those that it does not know.
bool refuses_others(const binding::BoundModel& model) {
    return model.style == ModelStyle::Pydantic || model.style == ModelStyle::LegacyPydantic ? model.forbids_extra : true;
}

}  // namespace

void report_unfilled_fields(const binding::BoundStatement& statement, FindingSink& sink) {
    for (const BoundRowClass& row_class : statement.row_classes) {
        if (!row_class.output->columns_complete) continue;
        for (const BoundField& field : row_class.model.fields) {
            // What a validator of the whole input adds cannot be told.
            if (field.column != nullptr || !field.required || !field.is_column || !field.type_checkable) continue;
            const std::vector<std::string> given = free_columns(row_class);
            std::string message = place_of(row_class, field) + " is required, but the query gives no " +
                                  quoted(field.column_name) + ": every row of it is refused";
            Finding* finding = sink.report(kStaleField, Severity::Error, row_class.span, std::move(message));
            if (finding == nullptr) return;
            finding->field = field.column_name;
            if (const auto near = nearest_name(field.column_name, given)) finding->message += "; it gives " + quoted(*near);
        }
    }
}

void report_refused_columns(const binding::BoundStatement& statement, FindingSink& sink) {
    for (const BoundRowClass& row_class : statement.row_classes) {
        const binding::BoundModel& model = row_class.model;
        if (!model.fields_complete || !refuses_others(model)) continue;
        for (const std::string& name : free_columns(row_class)) {
            const std::string reason = model.is_pydantic() ? "its extra=\"forbid\" refuses" : "its constructor refuses";
            Finding* finding =
                sink.report(kMissingField, Severity::Error, row_class.span,
                            model.class_name + " has no field for " + quoted(name) + ", which the query gives and " + reason);
            if (finding == nullptr) return;
            finding->field = name;
        }
    }
}

void report_unfit_outputs(const binding::BoundStatement& statement, const binding::Context& context, FindingSink& sink) {
    for (const BoundRowClass& row_class : statement.row_classes) {
        const binding::BoundModel& model = row_class.model;
        for (const BoundField& field : model.fields) {
            if (field.column == nullptr || !field.is_column || !field.type_checkable) continue;
            const types::TypeVerdict judged = types::judge(
                field.annotation, {context.catalog, nullptr, *field.column, AccessProfile::Driver, types::Direction::Read,
                                   model.strict, false, model.style == ModelStyle::LegacyPydantic});
            const bool is_wrong = judged.verdict == types::Verdict::Wrong;
            if (!is_wrong && (judged.verdict != types::Verdict::Lossy || !model.is_pydantic())) continue;
            std::string message = place_of(row_class, field) + " is " + types::without_none(field.annotation).to_string() +
                                  ", but the query gives " + quoted(field.column->name) + " as " + field.column->type.to_string();
            if (!judged.reason.empty()) message += ": " + judged.reason;
            if (!judged.example.empty()) message += ", for example " + judged.example;
            if (!judged.right.empty()) message += "; write " + judged.right;
            const Severity severity = is_wrong && model.is_pydantic() ? Severity::Error : Severity::Warning;
            Finding* finding = sink.report(kTypeMismatch, severity, row_class.span, std::move(message));
            if (finding == nullptr) return;
            finding->field = field.column->name;
        }
    }
}

void report_null_outputs(const binding::BoundStatement& statement, FindingSink& sink) {
    for (const BoundRowClass& row_class : statement.row_classes) {
        for (const BoundField& field : row_class.model.fields) {
            const bool may_be_null =
                field.column != nullptr && field.column->nullability == catalog::Nullability::Nullable && field.type_checkable;
            if (!may_be_null || !field.is_column || field.annotation.accepts_none()) continue;
            const Severity severity = row_class.model.validates() ? Severity::Error : Severity::Warning;
            Finding* finding = sink.report(kNullableMismatch, severity, row_class.span,
                                           place_of(row_class, field) + " does not accept None, but the query gives " +
                                               quoted(field.column->name) + ", which is nullable");
            if (finding == nullptr) return;
            finding->field = field.column->name;
        }
    }
}

}  // namespace rowtype::rules
