// Where the characters of a folded text stand: in the statement that is bound, or in a constant of the same file that it names.
#pragma once

#include <cstdint>
#include <map>
#include <optional>
#include <string_view>

#include "analysis/binding/context.h"
#include "analysis/binding/folded_text.h"

namespace rowtype::binding {

// A text that may be a name and nothing else: no statement, no list of columns, no call.
[[nodiscard]] bool is_lone_name(std::string_view text);

// Refers to both.
class TextPlaces {
public:
    TextPlaces(const FoldedText& text, const Context& context) : text_(text), context_(context) {}

    [[nodiscard]] const FoldedText& text() const { return text_; }
    // Relative to the statement, or a place of the file (file_places.h). A name alone is judged where it is put into a statement, and so is
    // text from other files: these give the name that brings them.
    [[nodiscard]] Span source(Span range) const;
    // Whether a part of the text came from all of such a place.
    [[nodiscard]] bool covers(Span place) const;

private:
    [[nodiscard]] std::optional<std::uint32_t> holder_of(const facts::Value& literal) const;

    const FoldedText& text_;
    const Context& context_;
    mutable std::map<const facts::Value*, std::optional<std::uint32_t>> holders_;
};

}  // namespace rowtype::binding
