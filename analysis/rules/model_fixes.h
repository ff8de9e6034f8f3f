// Edits that mend a model: shared by the rules that compare models, pydantic's or mapped ones, with tables.
//
// Every edit is computed on a fresh, full parse; spans are absolute. Where an edit cannot be made without guessing (a field
// inherited from another class, a body that is not a block of its own) no fix is offered.
#pragma once

#include <string>
#include <vector>

#include "analysis/fixes/class_form.h"
#include "analysis/rules/rule.h"

namespace rowtype::rules {

// The model and field that a finding stands at, looked up again by place, table and column; null where it is gone.
struct FindingSite {
    const binding::BoundModel* model = nullptr;
    const binding::BoundField* field = nullptr;  // null for missing-field
};
[[nodiscard]] FindingSite find_site(const Finding& finding, const FixContext& context);

using fixes::missing_columns;

// Adds the fix with the imports that it needs, unless it has no edit or would leave a text that does not parse.
void offer(std::string title, Fix::Safety safety, std::vector<TextEdit> edits, const std::vector<codegen::ImportedName>& imports,
           const FixContext& context, std::vector<Fix>& fixes);

// "Add the field …" for the missing column, and "Add all … missing fields" where there are several.
void add_missing_fields(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);
// "Rename to …" where a near column has no field, and "Remove the field …".
void mend_stale_field(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);
// "Change the annotation to …": what `rowtype generate` would write for the column.
void correct_annotation(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);
// "Accept None": the annotation with "| None".
void accept_none(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);

}  // namespace rowtype::rules
