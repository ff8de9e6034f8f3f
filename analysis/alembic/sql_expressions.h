// SQLAlchemy's expressions as SQL text: server defaults, conditions, the elements of indexes.
#pragma once

#include <optional>
#include <string>

#include "analysis/alembic/values.h"

namespace rowtype::alembic {

// text(), literal_column(), column(), func.…(), true(), null(), cast(), literals as SQLAlchemy renders them, with .desc()
// and its like behind. Nothing where it cannot be told.
[[nodiscard]] std::optional<std::string> expression_sql(const Value& value);

// A condition: as above, but a string is SQL.
[[nodiscard]] std::optional<std::string> condition_sql(const Value& value);

// A server default: as above, but a string is a text. An empty result: no default (None, FetchedValue).
[[nodiscard]] std::optional<std::string> default_sql(const Value& value);

}  // namespace rowtype::alembic
