// What an index or an exclusion constraint is about: columns and expressions, with their order and operator class.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/types.h"
#include "reflect/migrations/nodes.h"
#include "reflect/migrations/schema_builder.h"

namespace rowtype::migrations {

struct IndexElement {
    std::string column;      // empty: an expression
    std::string expression;  // as PostgreSQL prints it: a call as it is, anything else in parentheses
    catalog::IndexOrder order = catalog::IndexOrder::Ascending;
    std::string operator_class;  // empty: the type's default
};

// Of IndexElem nodes of the statement at work; their list's opening parenthesis is the first one at or after byte `begin`.
[[nodiscard]] std::vector<IndexElement> read_index_elements(SchemaBuilder& schema, const catalog::Relation& relation,
                                                            std::uint32_t begin, const std::vector<const Node*>& elements,
                                                            std::string_view method);
// Columns, expressions, orders and operator classes.
void fill_index(catalog::Index& index, const std::vector<IndexElement>& elements);

// Behind the word WHERE that follows the list, for its predicate; npos() where there is none.
[[nodiscard]] std::uint32_t where_behind_elements(std::string_view text, std::uint32_t begin);

// What the index's own name is made of: an expression is called as PostgreSQL calls it.
[[nodiscard]] std::vector<std::string> automatic_column_names(const std::vector<const Node*>& elements);

// "(text)", unless it stands in parentheses as a whole already.
[[nodiscard]] std::string in_parentheses(const std::string& expression);

}  // namespace rowtype::migrations
