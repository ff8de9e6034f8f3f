// The attributes of rows that psycopg and psycopg2 give as named tuples.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

// One for each column, in order. Nothing where the two drivers name one differently, or Python makes no named tuple of them (two fields of a
// name, a keyword).
[[nodiscard]] std::optional<std::vector<std::string>> attribute_names(const catalog::Relation& output);

}  // namespace rowtype::binding
