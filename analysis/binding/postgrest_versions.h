// What the project's version of PostgREST (the setting postgrest-version) cannot do yet.
//
// Source of fact: PostgREST's change log and documentation of the versions (POSTGREST.md 3.3). Where no version is set, nothing is too new.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/postgrest/operators.h"
#include "analysis/postgrest/select.h"

namespace rowtype::binding {

// Versions as in Settings::postgrest_version: 1202 of 12.2.
inline constexpr std::uint32_t kSpreadsOfMany = 1300;
inline constexpr std::uint32_t kRelatedOrder = 1100;

// "aggregates need PostgREST 12, and postgrest-version is 11.2"; nothing where the version has it, or is not told.
[[nodiscard]] std::optional<std::string> too_new(std::string_view what, std::uint32_t needed, std::uint32_t version);

// Aggregates, spreads, empty embeds and !inner, level by level; spans are of the select's text.
[[nodiscard]] std::vector<TextProblem> too_new_in(const std::vector<postgrest::SelectItem>& items, std::uint32_t version);

// Of a filter's operator: quantifiers, isdistinct, is.not_null.
[[nodiscard]] std::optional<std::string> too_new_in(const postgrest::OperatorExpression& filter, std::uint32_t version);

}  // namespace rowtype::binding
