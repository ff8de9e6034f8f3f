// Reading PostgreSQL's nodes: names, lists, options.
#pragma once

#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/sql/syntax_tree.h"

namespace rowtype::migrations {

using sql::Node;

// The strings of a list of String nodes: {"public", "users"}. Understands a list, a List node, a String node, a TypeName
// ("names") and an ObjectWithArgs ("objname").
[[nodiscard]] std::vector<std::string> name_parts(const Node& node);

// A name that may carry a schema; `schema` is empty where none is written. A third part in front (a database) is ignored.
struct WrittenName {
    std::string schema;
    std::string name;
};
[[nodiscard]] WrittenName written_name(const std::vector<std::string>& parts);
// Of a RangeVar.
[[nodiscard]] WrittenName range_name(const Node& range_variable);

// The argument of the option `name` in a list of DefElem nodes; the null node where there is none.
[[nodiscard]] const Node& option(const Node& options, std::string_view name);
[[nodiscard]] bool has_option(const Node& options, std::string_view name);

// Calls `visit` for `node` and everything below it, parents first. Does not recurse, so any depth is fine.
void walk(const Node& node, const std::function<void(const Node&)>& visit);

// The smallest location of `node` and what is below it; -1 where none has one.
[[nodiscard]] std::int64_t first_location(const Node& node);

// The last name of each ColumnRef below `node`, once each, in order of appearance; "*" stands for a star.
[[nodiscard]] std::vector<std::string> mentioned_columns(const Node& node);

}  // namespace rowtype::migrations
