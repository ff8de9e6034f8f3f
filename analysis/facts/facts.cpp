#include "analysis/facts/facts.h"

#include <algorithm>
#include <array>

namespace rowtype::facts {

const Value* ChainCall::keyword(std::string_view name) const { return find_keyword(arguments, name); }

const Value* ChainCall::positional(std::size_t index) const { return find_positional(arguments, index); }

const Value* ChainCall::argument(std::string_view name, std::size_t index) const { return find_argument(arguments, name, index); }

const Value* SqlCall::sql() const {
    // psycopg2.extras.execute_values(cursor, sql, arguments), cursor.copy_from(file, table)
    const bool second = method == "execute_values" || method == "execute_batch" || method == "copy_from";
    if (const Value* value = find_positional(arguments, second ? 1 : 0)) return value;
    for (const std::string_view name : {"query", "sql", "statement", "table_name", "table"}) {
        if (const Value* value = find_keyword(arguments, name)) return value;
    }
    return nullptr;
}

bool StatementFacts::is_empty() const {
    const bool binds_nothing = scopes.empty() || (scopes.size() == 1 && scopes[0].opaque_names.empty());
    return binds_nothing && imports.empty() && parameters.empty() && assignments.empty() && classes.empty() &&
           functions.empty() && chains.empty() && sql_calls.empty() && named_calls.empty() && orm.empty() && ignores.empty() &&
           created.empty() && item_changes.empty() && !rows;
}

}  // namespace rowtype::facts
