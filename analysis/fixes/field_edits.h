// The small edits that fixes are made of. All are computed on a full, fresh parse; spans are absolute, into `text`.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_model.h"
#include "analysis/facts/facts.h"
#include "analysis/findings/finding.h"
#include "analysis/fixes/class_form.h"

namespace rowtype::fixes {

using findings::TextEdit;
class IgnorePlaces;

// Adds lines (fields without indentation, "name: str") behind a field of the class; where it has none, in place of a body that is
// only "pass" or "...", behind the docstring, or first. Nothing where the body stands on the class line and holds more than that.
[[nodiscard]] std::optional<TextEdit> add_fields_edit(std::string_view text, const binding::BoundModel& model,
                                                      const NewLines& added);

// Removes a field with its line, the trailing comment included; puts "pass" where the body would be empty. Nothing where
// the line holds other statements.
[[nodiscard]] std::optional<TextEdit> remove_field_edit(std::string_view text, const binding::BoundModel& model,
                                                        const binding::BoundField& field);

// Replaces a field's annotation; wrappers that say something else (Annotated metadata) are the caller's business.
[[nodiscard]] std::optional<TextEdit> replace_annotation_edit(const binding::BoundField& field, const std::string& annotation);

struct OptionalEdits {
    std::vector<TextEdit> edits;
    std::vector<codegen::ImportedName> imports;
};
// Lets a field hold None, within what says how the key or attribute is kept (NotRequired[T]): "T" becomes "T | None", Optional[T] for
// Python before 3.10, and " = None" is added where it has no default and `add_default` asks for it.
[[nodiscard]] OptionalEdits make_optional_edits(std::string_view text, const binding::BoundField& field, bool add_default,
                                                const binding::Context& context);

// "Ignore this rule here": adds "# rowtype: ignore[rule]" at the end of the line, or the rule to the list that is there;
// of a finding inside a string of several lines at the end of the construct that holds it.
[[nodiscard]] std::optional<findings::Fix> ignore_rule_fix(const IgnorePlaces& places, const findings::Finding& finding);

}  // namespace rowtype::fixes
