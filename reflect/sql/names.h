// Names in SQL text: how they are written, and where exactly they stand.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/text.h"

namespace rowtype::sql {

// The name as it must be written in SQL: itself, or in double quotes where it is not made of lower-case letters, digits and _ or is a
// keyword that may not stand unquoted everywhere (PostgreSQL's quote_ident()).
[[nodiscard]] std::string quote_identifier(std::string_view name);

// Whether an unquoted `word` (lower case) is a keyword that cannot name a column or table everywhere.
[[nodiscard]] bool is_reserved_keyword(std::string_view word);

// One part of a dotted name.
struct NamePart {
    Span span;          // bytes in the text, quotes included
    std::string value;  // folded, unquoted; "*" for a star

    friend bool operator==(const NamePart&, const NamePart&) = default;
};

// The parts of the dotted name that starts at byte `offset` of `sql` (the location of a RangeVar, ColumnRef, FuncCall or
// TypeName node): schema, table, column ..., at most `most` of them, a final "*" included. White space and comments may
// stand around the dots. Empty where no name stands there.
[[nodiscard]] std::vector<NamePart> dotted_name_at(std::string_view sql, std::uint32_t offset, std::size_t most = 4);

}  // namespace rowtype::sql
