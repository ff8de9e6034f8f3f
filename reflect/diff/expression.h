// Whether two SQL texts say the same, where one is as somebody wrote it and the other as PostgreSQL prints it.
//
// PostgreSQL writes out casts, qualifies names, turns IN into = ANY (ARRAY[…]) and BETWEEN into two comparisons, and prints
// constants of some types in another form. Both texts are parsed, brought into one form without casts and qualifiers, and
// compared. So expressions that differ in nothing but a cast count as the same: a miss, never a false alarm.
#pragma once

#include <string_view>

namespace rowtype::diff {

// Of defaults, checks, predicates, policies.
[[nodiscard]] bool same_expression(std::string_view left, std::string_view right);

// Of views. PostgreSQL expands stars and qualifies all columns when it prints one, so a text of its own is only compared with
// another such text; of any other pair nothing can be told, which counts as the same.
[[nodiscard]] bool same_query(std::string_view left, std::string_view right);

}  // namespace rowtype::diff
