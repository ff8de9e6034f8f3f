// The small parts that every PostgREST text is made of (names, JSON paths), and how a text that does not parse is told.
//
// Source of fact: the parsers of PostgREST after v16.1, src/library/PostgREST/ApiRequest/QueryParams.hs. All spans are
// zero-based byte offsets into the UTF-8 text that was parsed. Every parser of this folder is a pure function: it owns no
// state, may be called from any thread, never throws, and always answers with a value, plus an error where there is one.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "reflect/base/text.h"

namespace rowtype::postgrest {

// Longer texts are answered with ErrorKind::Limit: no web server takes a query string of this length.
inline constexpr std::size_t kLongestText = 65536;
// Parentheses nested deeper are answered with ErrorKind::Limit.
inline constexpr std::uint32_t kDeepestNesting = 64;

enum class ErrorKind : std::uint8_t {
    Refused,  // PostgREST answers PGRST100
    Ignored,  // PostgREST raises nothing and drops the text from `span.begin` on: the call runs and does something else
    Limit,    // one of our own limits; says nothing about PostgREST and should mute rather than be reported as wrong
};

// Why a text does not say what its author meant.
struct ParseError {
    ErrorKind kind = ErrorKind::Refused;
    Span span;            // where; empty at the end of the text
    std::string message;  // one sentence without full stop: what was expected and what stands there
    std::string remedy;   // what to write instead; may be empty

    // "message (remedy)".
    [[nodiscard]] std::string to_string() const;

    friend bool operator==(const ParseError&, const ParseError&) = default;
};

// A tree and, where the text is not right, the first error. The tree holds what was read before the error (also the
// relations that were still open), so that completion works in a text that is being typed.
template <class T>
struct [[nodiscard]] Parsed {
    T value;
    std::optional<ParseError> error;

    [[nodiscard]] bool ok() const { return !error.has_value(); }
};

// A name as PostgREST reads it.
struct Name {
    std::string text;  // without quotes and backslashes; blanks around and beside each "-" trimmed
    Span span;         // with its quotes, without trimmed blanks
    bool quoted = false;

    friend bool operator==(const Name&, const Name&) = default;
};

// One "->key", "->>key" or "->2" of a JSON path.
struct JsonStep {
    std::string key;        // of an index: its digits with an optional "-"
    Span span;              // of the key, without the arrow
    bool as_text = false;   // "->>"
    bool is_index = false;  // PostgREST passes it as a number; otherwise as an object key, also where it looks like "0"

    friend bool operator==(const JsonStep&, const JsonStep&) = default;
};

// A column and the path into its JSON.
struct Field {
    Name name;
    std::vector<JsonStep> json_path;

    friend bool operator==(const Field&, const Field&) = default;
};

}  // namespace rowtype::postgrest
