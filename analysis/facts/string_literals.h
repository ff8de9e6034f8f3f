// String literals to values: prefixes, escapes, f-strings, implicit concatenation. Internal to analysis/facts.
#pragma once

#include <functional>

#include "analysis/facts/source.h"
#include "analysis/facts/value.h"
#include "analysis/syntax/flat_tree.h"

namespace rowtype::facts {

// The value of the string or concatenated_string that the cursor stands on: String, Bytes or Format; Unknown where a part
// cannot be told (an escape by Unicode name, a syntax error, text joined with bytes). `read_hole` reads the expression of an
// interpolation that the cursor then stands on; one with a conversion or format specification is Unknown.
[[nodiscard]] Value read_string(syntax::FlatCursor& cursor, const Source& source,
                                const std::function<Value(syntax::FlatCursor&)>& read_hole);

// Appends `text` to a String, with the source bytes that it stands for; joins runs that follow one another byte by byte.
void append_run(Value& string, std::string_view text, Span source);

}  // namespace rowtype::facts
