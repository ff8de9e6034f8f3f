// Functions, XMLTABLE and JSON_TABLE in FROM: which columns they give.
#pragma once

#include <string>

#include "reflect/migrations/query_scope.h"

namespace rowtype::migrations {

struct FromFunction {
    QueryColumns columns;
    std::string name;   // what the item is called without an alias
    catalog::Type row;  // what its name stands for as a value
};

// Of a RangeFunction, RangeTableFunc or JsonTable node. Names that its alias gives to columns are not applied.
[[nodiscard]] FromFunction columns_of_from_function(const QueryScope& scope, const Node& item);

}  // namespace rowtype::migrations
