#include "analysis/rules/model_fixes.h"

#include <algorithm>

#include "analysis/rules/messages.h"

namespace rowtype::rules {

FindingSite find_site(const Finding& finding, const FixContext& context) {
    for (const binding::BoundModel& model : context.models) {
        if (model.relation == nullptr || model.relation->name.to_string() != finding.table) continue;
        const bool inside = model.span.begin <= finding.span.begin && finding.span.end <= model.span.end;
        if (!inside) continue;
        if (finding.span == model.name_span) return {&model, nullptr};
        for (const binding::BoundField& field : model.fields) {
            if (!field.inherited && (field.name_span == finding.span || field.annotation_span == finding.span)) {
                return {&model, &field};
            }
        }
    }
    return {};
}

void add_missing_fields(const Finding&, const FixContext&, std::vector<Fix>&) {}

void mend_stale_field(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes) {
    const FindingSite site = find_site(finding, context);
    if (site.field == nullptr) return;
    replace_by_suggestion(finding, context, fixes);
}

void correct_annotation(const Finding&, const FixContext&, std::vector<Fix>&) {}

void accept_none(const Finding&, const FixContext&, std::vector<Fix>&) {}

}  // namespace rowtype::rules
