#include "analysis/rules/model_fixes.h"

#include <algorithm>
#include <optional>

#include "analysis/fixes/class_form.h"
#include "analysis/fixes/field_edits.h"
#include "analysis/fixes/import_edits.h"
#include "analysis/fixes/regenerate_field.h"
#include "analysis/fixes/verify_edits.h"
#include "analysis/rules/messages.h"

namespace rowtype::rules {

namespace {

using binding::BoundField;
using binding::BoundModel;

void offer_fields(const std::string& title, const BoundModel& model, const fixes::NewFields& added, const FixContext& context,
                  std::vector<Fix>& fixes);

}  // namespace

void offer(std::string title, Fix::Safety safety, std::vector<TextEdit> edits, const std::vector<codegen::ImportedName>& imports,
           const FixContext& context, std::vector<Fix>& fixes) {
    if (edits.empty()) return;
    for (TextEdit& edit : fixes::import_edits(context.binding, context.text, imports)) edits.push_back(std::move(edit));
    if (!fixes::objection_to(context.text, edits, context.root).empty()) return;
    std::ranges::stable_sort(edits, {}, &TextEdit::span);
    fixes.push_back({std::move(title), safety, fixes.empty(), std::move(edits), false});
}

FindingSite find_site(const Finding& finding, const FixContext& context) {
    const facts::PlacedStatement* holder = context.statement_of(finding);
    if (holder == nullptr) return {};
    const auto [bound, is_new] = context.bound.models.try_emplace(holder->offset);
    if (is_new) bound->second = context.bind_models({holder->offset, holder->offset + holder->facts->length});
    for (const BoundModel& model : bound->second) {
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
    if (wanted == nullptr) return;
    const fixes::NewFields one = fixes::new_fields(*site.model, {wanted}, context.text, context.binding);
    if (!one.left.empty()) return;
    offer_fields("Add the field " + quoted(finding.field), *site.model, one, context, fixes);
    const fixes::NewFields all = fixes::new_fields(*site.model, missing_columns(*site.model), context.text, context.binding);
    std::size_t count = 0;
    for (const fixes::NewLines& group : all.groups) count += group.lines.size();
    if (count > 1) offer_fields("Add all " + std::to_string(count) + " missing fields", *site.model, all, context, fixes);
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
    const facts::Field* written = fixes::find_class(*site.model, context.binding).written(*site.field);
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
    fixes::OptionalEdits made =
        fixes::make_optional_edits(context.text, *site.field, site.field->required && site.model->is_pydantic(), context.binding);
    offer("Accept None in " + quoted(site.field->name), Fix::Safety::Safe, std::move(made.edits), made.imports, context, fixes);
}

namespace {

void offer_fields(const std::string& title, const BoundModel& model, const fixes::NewFields& added, const FixContext& context,
                  std::vector<Fix>& fixes) {
    std::vector<TextEdit> edits;
    for (const fixes::NewLines& group : added.groups) {
        std::optional<TextEdit> edit = fixes::add_fields_edit(context.text, model, group);
        if (!edit) return;
        edits.push_back(std::move(*edit));
    }
    const Fix::Safety safety = added.moves_others ? Fix::Safety::Unsafe : Fix::Safety::Safe;
    offer(title, safety, std::move(edits), added.imports, context, fixes);
}

}  // namespace

}  // namespace rowtype::rules
