// Filters, orders and joins of a statement that no index serves.
//
// Judged for each item of FROM by itself: conditions are taken together, so that one that an index serves is enough. What asks for
// no index (<>, IS NOT NULL, a boolean alone), what has another filter that could not be told, and tables whose indexes are not
// all known are left alone.
#pragma once

#include <string>
#include <vector>

#include "analysis/binding/bound_statement.h"
#include "reflect/base/text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::usage {

struct UnservedAccess {
    enum class Kind : std::uint8_t { Filter, Order, Join };

    Kind kind = Kind::Filter;
    Span span;                                    // of the first column's name
    const catalog::Relation* relation = nullptr;  // of a join: of its last column
    std::vector<std::string> columns;             // of a join "public.orders.user_id"
    // Why an index that is there does not do: "orders_status_at_idx has it behind \"status\"". May be empty.
    std::string reason;
};

[[nodiscard]] std::vector<UnservedAccess> unserved_accesses(const binding::BoundStatement& statement,
                                                            const catalog::Catalog& catalog);

}  // namespace rowtype::usage
