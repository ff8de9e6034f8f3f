// The type and nullability of an expression, as far as they are proven.
#pragma once

#include "reflect/migrations/query_scope.h"

namespace rowtype::migrations {

struct ExpressionType {
    catalog::Type type;  // unknown where it is not proven; pg_catalog.unknown of a bare string literal or NULL
    catalog::Nullability nullability = catalog::Nullability::Unknown;
};

[[nodiscard]] ExpressionType expression_type(const QueryScope& scope, const Node& expression, int depth = 0);

}  // namespace rowtype::migrations
