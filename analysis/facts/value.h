// Python expressions as facts keep them: a small tree, copied out of the syntax tree, so that facts outlive it.
//
// Only what the checks can use is kept; anything else is Unknown, which never leads to a finding; so is what is nested very
// deeply or very long. Parentheses and `await` leave no trace: the value is that of the expression inside. All spans are
// byte offsets relative to the start of the top-level statement that holds the expression (see facts.h).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/text.h"

namespace rowtype::facts {

// One run of a decoded string and the source bytes that it came from. Runs of equal length map byte by byte; a run of
// unequal length (an escape, a joined line) maps as a whole.
struct TextRun {
    Span decoded;
    Span source;

    friend bool operator==(const TextRun&, const TextRun&) = default;
};

enum class ValueKind : std::uint8_t {
    Unknown,  // text: "..." for an ellipsis, else empty
    None,
    Boolean,    // text: "True" or "False"
    Integer,    // text: the literal, sign included
    Float,      // text: the literal, sign included
    String,     // text: decoded; runs: where each byte came from. Implicit concatenation is already joined
    Bytes,      // text: decoded
    Format,     // an f-string: items are String parts and the interpolated values, in order
    Name,       // text: the identifier
    Attribute,  // items[0].text; text: the attribute's name, name_span its place
    Subscript,  // items[0][items[1], …]; a slice is Unknown
    Call,       // items[0](arguments)
    List,       // items
    Tuple,      // items
    Set,        // items
    // items: key, value, key, value …; a "**mapping" entry has an Unknown key of empty span. "{k: v for k, v in m.items() if v}" is one.
    Dictionary,
    Add,          // items[0] + items[1]
    Modulo,       // items[0] % items[1]
    BitOr,        // items[0] | items[1]: a union in annotations
    Conditional,  // items[0] if text else items[1]; the condition as it is written
    Either,       // items[0] or items[1]
    // [items[0] for items[1] in items[2]] with one "for", also as a set or a generator; text: its conditions ("if x") as written.
    Comprehension,
    Starred,  // *items[0], also **items[0] in calls; text: "*" or "**"
};

struct Argument;

struct Value {
    ValueKind kind = ValueKind::Unknown;
    Span span;
    std::string text;
    Span name_span;             // Attribute: of the name after the dot
    std::vector<TextRun> runs;  // String, Bytes
    std::vector<Value> items;
    std::vector<Argument> arguments;  // Call

    [[nodiscard]] bool is(ValueKind wanted) const { return kind == wanted; }
    [[nodiscard]] bool is_name(std::string_view name) const { return kind == ValueKind::Name && text == name; }
    // A dotted path "a.b.c" of names and attributes; empty for any other form.
    [[nodiscard]] std::string dotted() const;
    // The keyword argument of a Call, or null.
    [[nodiscard]] const Value* keyword(std::string_view name) const;
    // The index-th positional argument of a Call, or null (also after a starred one: its place is unknown).
    [[nodiscard]] const Value* positional(std::size_t index) const;
    // What the call gives for a parameter of that name, the index-th of its positional ones; null where it gives nothing.
    [[nodiscard]] const Value* argument(std::string_view name, std::size_t index) const;

    friend bool operator==(const Value&, const Value&);
};

struct Argument {
    std::string keyword;  // empty of positional ones
    Span keyword_span;
    Value value;

    friend bool operator==(const Argument&, const Argument&) = default;
};

// The same questions over the arguments of any call.
[[nodiscard]] const Value* find_keyword(const std::vector<Argument>& arguments, std::string_view name);
[[nodiscard]] const Value* find_positional(const std::vector<Argument>& arguments, std::size_t index);
[[nodiscard]] const Value* find_argument(const std::vector<Argument>& arguments, std::string_view name, std::size_t index);

// The source bytes of `decoded`, a range of a String's decoded text; relative to the statement like all spans. A range
// inside one escape gives the whole escape; an empty range gives an empty span at its place.
[[nodiscard]] Span source_span(const Value& string, Span decoded);

}  // namespace rowtype::facts
