// Query keys: the column of a filter, the path of an embedded relation, lists of columns.
#pragma once

#include <string_view>
#include <vector>

#include "analysis/postgrest/syntax.h"

namespace rowtype::postgrest {

// filterkey := name { "." name } jsonpath. The last name is the column, those before it lead to an embedded relation, each
// by its alias in the select or by its name.
struct FilterKey {
    std::vector<Name> embed_path;
    Field column;
    // parse_filter_column() only: supabase-py puts the argument into double quotes because it holds one of , : ( ), so
    // that all of it is one column name.
    bool wrapped_in_quotes = false;

    friend bool operator==(const FilterKey&, const FilterKey&) = default;
};

// A query key as it is sent, as text_search() does with its column.
Parsed<FilterKey> parse_filter_key(std::string_view key);

// The column argument of supabase-py's filter methods (eq, in_, filter …) and the keys of match(). Spans are those of the
// argument. A key that PostgREST keeps for itself (order, limit, offset, and, or; select, columns, on_conflict) is refused.
Parsed<FilterKey> parse_filter_column(std::string_view argument);

// The foreign_table argument of order(), limit() and range(); with `quote_as_filter` the reference_table argument of or_().
Parsed<std::vector<Name>> parse_embed_path(std::string_view argument, bool quote_as_filter = false);

// columns := name { "," name }: on_conflict and columns. PostgREST ignores what follows the first text that is no name.
Parsed<std::vector<Name>> parse_column_list(std::string_view text);

}  // namespace rowtype::postgrest
