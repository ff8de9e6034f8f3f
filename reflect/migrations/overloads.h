// Which of several functions or operators of a name a call means (src/backend/parser/parse_func.c and parse_oper.c;
// PostgreSQL's manual, "Type Conversion").
#pragma once

#include <optional>
#include <vector>

#include "reflect/migrations/signatures.h"
#include "reflect/migrations/type_rules.h"

namespace rowtype::migrations {

struct Resolved {
    const Signature* signature = nullptr;  // one of the candidates; null where several agree on the result
    catalog::Type result;                  // polymorphic ones worked out; unknown where that is not told
    catalog::Type left;                    // what the first argument is taken as
};

// Nothing where PostgreSQL would refuse, or where which one it is depends on a type that is not known. Arguments may be open
// (pg_catalog.unknown) or unknown. `spread`: the call says VARIADIC.
[[nodiscard]] std::optional<Resolved> resolve_call(const TypeRules& rules, const std::vector<Signature>& candidates,
                                                   const std::vector<catalog::Type>& arguments, bool spread = false);
[[nodiscard]] std::optional<Resolved> resolve_operator(const TypeRules& rules, const std::vector<Signature>& candidates,
                                                       const std::vector<catalog::Type>& arguments);

}  // namespace rowtype::migrations
