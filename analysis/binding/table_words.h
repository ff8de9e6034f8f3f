// From class names to table names: snake case, singular and plural, role suffixes.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_model.h"

namespace rowtype::binding {

// "OrderItem" → "order_item", "HTTPLog" → "http_log", "user_v2" stays.
[[nodiscard]] std::string snake_case(std::string_view class_name);
// The last word of a snake-case name in the singular or plural, by English rules and a few irregular words. Singulars are
// candidates, never shown to anybody: "status" may come out as "statu".
[[nodiscard]] std::string plural(std::string_view snake);
[[nodiscard]] std::string singular(std::string_view snake);

// A class name without its role, and the role: "UserCreate" is "User" in the role Insert.
struct NameReading {
    std::string stem;
    ModelRole role = ModelRole::Row;
    bool is_filter = false;  // …Filter: its fields hold conditions, not values
};
// The readings of a name, likeliest first: the whole name as a row model, then without one role word after the other.
[[nodiscard]] std::vector<NameReading> readings(std::string_view class_name);

// "order_items" and "OrderItem" are equal here: letters and digits only, lower case, last word in the singular.
[[nodiscard]] std::string normalised(std::string_view name);

}  // namespace rowtype::binding
