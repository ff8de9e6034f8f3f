// Where in a half-typed select string its end stands. Internal to analysis/features.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::features {

enum class TypedItem : std::uint8_t {
    Anything,  // a column or a related table, perhaps behind an alias
    Related,   // a related table: after "..."
    Hint,      // after "!": which relationship, and how it joins
    Other,     // a JSON path, a cast, an aggregate, a quoted name
};

struct TypedSelect {
    std::vector<std::string> path;  // the related tables whose brackets are open, by name, outermost first
    TypedItem item = TypedItem::Anything;
    bool is_first_word = true;  // the item has nothing but the word yet: "*" may stand here
    std::string related;        // Hint: the table before the "!"
    std::string_view word;      // the part of a name before the end
};

// `text` is the select string up to the cursor.
[[nodiscard]] TypedSelect read_typed_select(std::string_view text);

}  // namespace rowtype::features
