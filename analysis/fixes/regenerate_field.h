// What regenerating does to one field that has a column. Internal to analysis/fixes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_model.h"
#include "analysis/binding/context.h"
#include "analysis/codegen/annotations.h"
#include "analysis/facts/facts.h"
#include "analysis/findings/finding.h"

namespace rowtype::fixes {

struct FieldChange {
    std::vector<findings::TextEdit> edits;  // none: the field is right, or stays as it is for `kept`
    std::vector<codegen::ImportedName> imports;
    std::string kept;  // why a wrong field was left as it is; empty where it was not
};

// `written` is the field in the facts of its class: its spans are not looked at.
[[nodiscard]] FieldChange change_of(const binding::BoundModel& model, const binding::BoundField& field,
                                    const facts::Field& written, std::string_view text, const binding::Context& context);

}  // namespace rowtype::fixes
