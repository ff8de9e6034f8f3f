// Regenerating one model in place, field by field: methods, validators, comments, docstrings and unknown statements
// survive byte for byte.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_model.h"
#include "analysis/binding/context.h"
#include "analysis/findings/finding.h"

namespace rowtype::fixes {

struct Regeneration {
    std::string title;                      // Regenerate User from public.users
    std::vector<findings::TextEdit> edits;  // empty: the model is as it would be generated, or `reason` is set
    std::string reason;                     // why it cannot be done, in words; empty when it can
};

// Corrects annotations whose type or nullability is wrong, adds missing columns after the last field in column order, and
// removes required fields without column; inherited fields are left alone. `model` has absolute spans into `text`.
[[nodiscard]] Regeneration regenerate_model(const binding::BoundModel& model, std::string_view text,
                                            const binding::Context& context);

}  // namespace rowtype::fixes
