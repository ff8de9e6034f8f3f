// The select= parameter: which columns and related tables a query returns.
//
//   select   := [ item { "," item } ]                        empty is legal
//   item     := "*" | field | count | relation | spread
//   relation := [ alias ":" ] name parameters "(" select ")"
//   spread   := "..." name parameters "(" select ")"
//   count    := [ alias ":" ] "count()" [ "::" cast ]
//   field    := [ alias ":" ] name jsonpath [ "::" cast ] [ "." aggregate "()" ] [ "::" cast ]
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/postgrest/syntax.h"

namespace rowtype::postgrest {

enum class ItemKind : std::uint8_t { Star, Field, Count, Relation, Spread };
enum class AggregateFunction : std::uint8_t { Sum, Average, Count, Maximum, Minimum };

// "sum", "avg", "count", "max", "min".
[[nodiscard]] std::string_view to_string(AggregateFunction function);

// The type name after "::". PostgREST takes letters, digits, blanks, "_" and "$" only.
struct Cast {
    std::string type;
    Span span;  // of the type name

    friend bool operator==(const Cast&, const Cast&) = default;
};

struct Aggregate {
    AggregateFunction function = AggregateFunction::Count;
    Span span;  // "sum()", without the dot

    friend bool operator==(const Aggregate&, const Aggregate&) = default;
};

enum class EmbedParameterKind : std::uint8_t { Inner, Left, Hint };

// One "!inner", "!left" or "!hint" after the name of a relation.
struct EmbedParameter {
    EmbedParameterKind kind = EmbedParameterKind::Hint;
    Span span;  // without the "!"
    Name name;  // Hint only

    friend bool operator==(const EmbedParameter&, const EmbedParameter&) = default;
};

struct SelectItem {
    ItemKind kind = ItemKind::Field;
    Span span;                  // the whole item without surrounding blanks
    std::optional<Name> alias;  // Field, Count, Relation
    Name name;                  // Field: the column; Relation, Spread: the target; Count: "count" without "()"

    std::vector<JsonStep> json_path;     // Field
    std::optional<Cast> cast;            // Field: of the column, before any aggregate
    std::optional<Aggregate> aggregate;  // Field, Count
    std::optional<Cast> aggregate_cast;  // Field, Count. Without an aggregate PostgREST takes it and does nothing with it

    std::vector<EmbedParameter> parameters;  // Relation, Spread; at most two
    std::vector<SelectItem> items;           // Relation, Spread
    Span body;                               // Relation, Spread: between the parentheses; up to the end where unclosed

    [[nodiscard]] bool is_embed() const { return kind == ItemKind::Relation || kind == ItemKind::Spread; }
    // The hint that holds: PostgREST takes the first and ignores a second one.
    [[nodiscard]] const Name* hint() const;
    // Whether "!inner" holds: of "!left!inner" the first wins.
    [[nodiscard]] bool is_inner() const;
    // The key under which the item stands in a returned row: the alias; else the aggregate's name; else the last key of
    // the JSON path; else the name. Empty for a star and for a spread, whose items stand in the row itself.
    [[nodiscard]] std::string_view output_key() const;

    friend bool operator==(const SelectItem&, const SelectItem&) = default;
};

using SelectResult = Parsed<std::vector<SelectItem>>;

// Parses a whole select parameter. supabase-py removes white space before it sends: pass the text of
// normalise_select_arguments() (select_arguments.h), not the Python string.
SelectResult parse_select(std::string_view text);

// The relations whose parentheses hold `offset`, outermost first; an offset right after "(" or right before ")" is inside.
[[nodiscard]] std::vector<const SelectItem*> embeds_around(const std::vector<SelectItem>& items, std::uint32_t offset);

}  // namespace rowtype::postgrest
