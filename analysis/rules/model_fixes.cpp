#include "analysis/rules/model_fixes.h"

#include <algorithm>
#include <iterator>
#include <optional>

#include "analysis/codegen/generate.h"
#include "analysis/codegen/import_edits.h"
#include "analysis/fixes/field_edits.h"
#include "analysis/fixes/regenerate_field.h"
#include "analysis/fixes/verify_edits.h"
#include "analysis/rules/messages.h"

namespace rowtype::rules {

namespace {

using binding::BoundField;
using binding::BoundModel;

struct NewFields {
    std::vector<std::string> lines;
    std::vector<codegen::ImportedName> imports;
};

bool add_line(const catalog::Column& column, const FixContext& context, NewFields& fields);
void offer(std::string title, Fix::Safety safety, std::vector<TextEdit> edits, const std::vector<codegen::ImportedName>& imports,
           const FixContext& context, std::vector<Fix>& fixes);
const facts::Field* written_field(const BoundField& field, const FixContext& context);

}  // namespace

FindingSite find_site(const Finding& finding, const FixContext& context) {
    for (const BoundModel& model : context.models) {
        if (model.relation == nullptr || model.relation->name.to_string() != finding.table) continue;
        const bool inside = model.span.begin <= finding.span.begin && finding.span.end <= model.span.end;
        if (!inside) continue;
        if (finding.span == model.name_span) return {&model, nullptr};
        for (const BoundField& field : model.fields) {
            if (!field.inherited && (field.name_span == finding.span || field.annotation_span == finding.span)) {
                return {&model, &field};
            }
        }
    }
    return {};
}

void add_missing_fields(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const FindingSite site = find_site(finding, context);
    if (site.model == nullptr || site.field != nullptr) return;
    const catalog::Column* wanted = site.model->relation->find_column(finding.field);
    NewFields one;
    if (wanted == nullptr || !add_line(*wanted, context, one)) return;
    if (auto edit = fixes::add_fields_edit(context.text, *site.model, one.lines)) {
        offer("Add the field " + quoted(finding.field), Fix::Safety::Safe, {*edit}, one.imports, context, fixes);
    }
    NewFields all;
    for (const catalog::Column* column : missing_columns(*site.model)) add_line(*column, context, all);
    if (all.lines.size() < 2) return;
    if (auto edit = fixes::add_fields_edit(context.text, *site.model, all.lines)) {
        offer("Add all " + std::to_string(all.lines.size()) + " missing fields", Fix::Safety::Safe, {*edit}, all.imports, context,
              fixes);
    }
}

void mend_stale_field(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const FindingSite site = find_site(finding, context);
    if (site.field == nullptr) return;
    // With an alias it is the alias that is stale: the name stays.
    if (site.field->name == site.field->column_name) replace_by_suggestion(finding, context, fixes);
    for (Fix& fix : fixes) fix.safety = Fix::Safety::Unsafe;  // other files may use the field
    if (auto edit = fixes::remove_field_edit(context.text, *site.model, *site.field)) {
        offer("Remove the field " + quoted(site.field->name), Fix::Safety::Unsafe, {*edit}, {}, context, fixes);
    }
}

void correct_annotation(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const FindingSite site = find_site(finding, context);
    if (site.field == nullptr || site.field->column == nullptr) return;
    const facts::Field* written = written_field(*site.field, context);
    // Strict mode refuses what a generated model would write as well: decoded JSON holds no such objects.
    if (written == nullptr || site.model->strict) return;
    fixes::FieldChange change = fixes::change_of(*site.model, *site.field, *written, context.text, context.binding);
    const bool retypes = std::ranges::any_of(change.edits, [&](const TextEdit& edit) { return edit.span == finding.span; });
    if (!retypes) return;
    // Made first: the order in which arguments are evaluated is open, and one of them moves the edits away.
    const std::string title = "Change the annotation to " + quoted(change.edits.front().text);
    offer(title, Fix::Safety::Unsafe, std::move(change.edits), change.imports, context, fixes);
}

void accept_none(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const FindingSite site = find_site(finding, context);
    if (site.field == nullptr || site.field->column == nullptr || site.field->annotation.accepts_none()) return;
    const bool reads = site.model->role == binding::ModelRole::Row || site.model->role == binding::ModelRole::Projection;
    if (!reads) return;
    std::vector<TextEdit> edits = fixes::make_optional_edits(context.text, *site.field, site.field->required);
    offer("Accept None in " + quoted(site.field->name), Fix::Safety::Safe, std::move(edits), {}, context, fixes);
}

std::vector<const catalog::Column*> missing_columns(const BoundModel& model) {
    std::vector<const catalog::Column*> missing;
    for (const catalog::Column& column : model.relation->columns) {
        const bool as_field = std::ranges::any_of(model.fields, [&](const BoundField& field) {
            return field.column == &column || field.name == column.name || field.column_name == column.name;
        });
        const bool otherwise = std::ranges::find(model.other_names, column.name) != model.other_names.end();
        if (!as_field && !otherwise) missing.push_back(&column);
    }
    return missing;
}

namespace {

// False where a name that the line needs means something else in this file.
bool add_line(const catalog::Column& column, const FixContext& context, NewFields& fields) {
    const binding::Context& binding = context.binding;
    const codegen::FieldLine line = codegen::field_line(column, binding.catalog, binding.access, binding.settings.generate);
    std::optional<codegen::ScopedText> scoped =
        codegen::scoped_text(binding.file_facts, line.text, line.imports, line.name.size());
    if (!scoped) return false;
    fields.lines.push_back(std::move(scoped->text));
    std::ranges::move(scoped->imports, std::back_inserter(fields.imports));
    return true;
}

// Adds the fix with the imports that it needs, unless it would leave a text that does not parse.
void offer(std::string title, Fix::Safety safety, std::vector<TextEdit> edits, const std::vector<codegen::ImportedName>& imports,
           const FixContext& context, std::vector<Fix>& fixes) {
    if (edits.empty()) return;
    for (TextEdit& edit : codegen::import_edits(context.binding.file_facts, context.text, imports))
        edits.push_back(std::move(edit));
    if (!fixes::objection_to(context.text, edits).empty()) return;
    std::ranges::stable_sort(edits, {}, &TextEdit::span);
    fixes.push_back({std::move(title), safety, fixes.empty(), std::move(edits)});
}

const facts::Field* written_field(const BoundField& field, const FixContext& context) {
    for (const facts::PlacedStatement& statement : context.binding.file_facts.statements) {
        for (const facts::Class& definition : statement.facts->classes) {
            for (const facts::Field& candidate : definition.fields) {
                if (candidate.name_span.shifted(statement.offset) == field.name_span) return &candidate;
            }
        }
    }
    return nullptr;
}

}  // namespace

}  // namespace rowtype::rules
