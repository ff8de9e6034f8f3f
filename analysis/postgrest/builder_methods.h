// Every method of supabase-py's client and query builders that a check looks at: what it is called, on what it exists,
// what it leads to, and which of its arguments name something in the database.
//
// Source of fact: supabase-py, postgrest 2.30 (base_request_builder.py, _sync/client.py, _sync/request_builder.py) and
// supabase 2.30 (_sync/client.py); the async builders have the same methods.
//
// To add a method: a row in the table of builder_methods.cpp, with its parameters in Python's order (a parameter that has
// two names in different packages gets two entries with the same position), and a case in
// tests/analysis/postgrest/builder_methods_test.cpp. A new kind of effect needs a MethodRole; whoever switches over
// MethodRole is told by the compiler.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "analysis/postgrest/operators.h"

namespace rowtype::postgrest {

enum class MethodRole : std::uint8_t {
    Table,   // client.table("users"): the query's relation
    Schema,  // client.schema("api"): a client for another schema
    Rpc,     // client.rpc("f", {...}): the query's function
    Select,
    Insert,
    Upsert,
    Update,
    Delete,
    ColumnFilter,  // .eq(column, value): filter_operator says which
    Filter,        // .filter(column, operator, criteria)
    Match,         // .match({column: value})
    Or,            // .or_("a.eq.1,b.eq.2")
    Not,           // the property .not_: negates the next filter
    TextSearch,
    Order,
    Limit,
    Range,
    Offset,
    Single,
    MaybeSingle,
    Csv,
    Explain,
    Setting,  // names nothing: max_affected, retry
    Execute,
};

// The objects that the methods are called on. The values are bits of BuilderMethod::receivers.
enum class BuilderType : std::uint16_t {
    Client = 1U << 0U,       // Client, AsyncClient, client.postgrest, client.schema(…)
    Table = 1U << 1U,        // table(…): nothing chosen yet
    Select = 1U << 2U,       // after select
    Filter = 1U << 3U,       // after update, delete
    Query = 1U << 4U,        // after insert, upsert, and after text_search: no filters
    Rpc = 1U << 5U,          // after rpc
    Single = 1U << 6U,       // after single, csv, explain(format="json"): execute only
    MaybeSingle = 1U << 7U,  // execute() may answer None
    Explain = 1U << 8U,
    Response = 1U << 9U,  // after execute
};

enum class ParameterRole : std::uint8_t {
    Table,
    Schema,
    Function,
    FunctionArguments,  // a dictionary: keys are the function's argument names
    SelectList,         // any number of positional strings; normalise_select_arguments(), parse_select()
    Payload,            // a dictionary of columns, or a list of them
    ConflictColumns,    // parse_column_list()
    Column,             // parse_filter_column(); of text_search parse_filter_key(); of order parse_order_column()
    Value,
    Operator,    // parse_operator()
    Equalities,  // a dictionary: keys as Column, values as of eq
    Logic,       // parse_logic()
    EmbedPath,   // parse_embed_path()
    Option,      // names nothing in the database
};

// What Python value the Value parameter wants, and what becomes of it.
enum class ValueShape : std::uint8_t {
    None,
    Scalar,         // sent by str(): None is sent as the word "None"
    Keyword,        // is_: None, "null", True, False, …; None is sent as "null"
    List,           // in_: any iterable; a string is taken apart into characters
    Strings,        // cs, cd: an iterable of strings, sent as {a,b}; a string is taken apart into characters
    StringsOrText,  // contains, contained_by, ov, overlaps: an iterable of strings, a dictionary, or a text sent as it is
    Pattern,        // like, ilike: text with % or *
    PatternList,    // like_any_of …: one string of patterns joined by ","
    SearchQuery,    // fts …: text
    RangePair,      // sl …: a pair of numbers
};

inline constexpr std::int8_t kKeywordOnly = -1;
inline constexpr std::int8_t kVariadic = -2;

struct BuilderParameter {
    std::string_view name;
    ParameterRole role = ParameterRole::Option;
    std::int8_t position = 0;  // zero-based without self, or kKeywordOnly, or kVariadic: all positional arguments
};

struct BuilderMethod {
    std::string_view name;
    MethodRole role = MethodRole::Setting;
    std::uint16_t receivers = 0;
    std::optional<BuilderType> result;  // none: the same as the receiver
    std::span<const BuilderParameter> parameters;
    std::optional<FilterOperator> filter_operator;  // ColumnFilter
    Quantifier quantifier = Quantifier::None;
    ValueShape value_shape = ValueShape::None;

    [[nodiscard]] bool exists_on(BuilderType type) const;
    // The parameter with this role, or null. With two names for it, the first.
    [[nodiscard]] const BuilderParameter* parameter(ParameterRole role) const;
    // What an argument is by its place among the positional ones or by its keyword; null for one that does not exist.
    [[nodiscard]] const BuilderParameter* positional(std::size_t index) const;
    [[nodiscard]] const BuilderParameter* keyword(std::string_view keyword) const;
};

[[nodiscard]] std::span<const BuilderMethod> builder_methods();

// The method of that name on `type`, or null. select() differs between Table and the other builders.
[[nodiscard]] const BuilderMethod* find_method(BuilderType type, std::string_view name);

// The first method of that name on any builder, or null: what its parameters mean is the same on all of them.
[[nodiscard]] const BuilderMethod* find_method(std::string_view name);

// Whether any builder has a method (or property) of that name.
[[nodiscard]] bool is_builder_method(std::string_view name);

// What a call of `method` on `receiver` yields. explain(format="json") yields a Single, which does not differ for checks.
[[nodiscard]] BuilderType result_of(const BuilderMethod& method, BuilderType receiver);

}  // namespace rowtype::postgrest
