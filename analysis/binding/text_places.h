// Where the characters of a folded text stand: in the statement that is bound, or in a constant that it names, of this file or another.
#pragma once

#include <string_view>

#include "analysis/binding/context.h"
#include "analysis/binding/folded_text.h"

namespace rowtype::binding {

// Whether a constant's text is a name and nothing else: it is judged where the name is used, since each use may be about another thing.
[[nodiscard]] bool is_name_alone(std::string_view text);

// The place of a name in a constant's text, where a finding about it belongs; `brought`: the place of what brings the text, relative to
// the statement. A place of the file (file_places.h), or `brought`, which tells a place in another file while those are numbered.
[[nodiscard]] Span place_of_held(Span in_holder, const TextOrigin& holder, bool is_alone, Span brought, const Context& context);

// Refers to both.
class TextPlaces {
public:
    TextPlaces(const FoldedText& text, const Context& context) : text_(text), context_(context) {}

    [[nodiscard]] const FoldedText& text() const { return text_; }
    // Relative to the statement, or a place of the file (file_places.h). A name alone is judged where it is put into a statement, and so is
    // text from other files: these give the name that brings them.
    [[nodiscard]] Span source(Span range) const;
    // Of a text that is a value as a whole, which is judged where it is used.
    [[nodiscard]] Span source_of_value() const;
    // Whether a part of the text came from all of such a place.
    [[nodiscard]] bool covers(Span place) const;

private:
    const FoldedText& text_;
    const Context& context_;
};

}  // namespace rowtype::binding
