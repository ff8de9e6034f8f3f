// What a class body says between its fields, told from its text. Internal to analysis/fixes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/binding/bound_model.h"

namespace rowtype::fixes {

// The field of the class itself that ends last; null where it has none.
[[nodiscard]] const binding::BoundField* last_own_field(const binding::BoundModel& model);

// Whether the body stands on the line of the class.
[[nodiscard]] bool is_one_line_body(std::string_view text, const binding::BoundModel& model);

// "pass" or "...".
[[nodiscard]] bool is_placeholder(std::string_view code);

// Behind the docstring that the body begins with; nothing where it has none.
[[nodiscard]] std::optional<std::uint32_t> docstring_end(std::string_view text, const binding::BoundModel& model);

// The bytes of the body without `removed`, comments left out: empty where the class would have no statement.
[[nodiscard]] std::string code_without(std::string_view text, const binding::BoundModel& model, Span removed);

// The string statement right below a field: its documentation, by convention. Empty where there is none.
[[nodiscard]] Span field_docstring(std::string_view text, const binding::BoundModel& model, const binding::BoundField& field);

}  // namespace rowtype::fixes
