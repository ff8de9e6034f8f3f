// The text that a Python expression stands for, with a map back to the source.
//
// Literals, f-strings, "+", "%", ".format" and names of constants are folded into one text. Parts that are not known
// (interpolated values, unresolved names) become identifiers that hold kHoleMarker.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/names.h"
#include "analysis/facts/value.h"
#include "reflect/base/text.h"

namespace rowtype::binding {

// An identifier that holds this marker stands for a part of the text that is not known.
inline constexpr std::string_view kHoleMarker = "rt_hole_";

struct ResolvedValue;
using ValueResolver = std::function<ResolvedValue(const facts::Value&)>;

// The top-level statement that holds a value, in its file.
struct TextOrigin {
    const facts::ModuleNames* module = nullptr;  // null: it is not known
    std::uint32_t offset = 0;                    // of the statement, in bytes
    bool is_in_list = false;                     // the value is one of several that it holds side by side

    [[nodiscard]] bool is_known() const { return module != nullptr; }
};

// The value that a Name or Attribute stands for, or null. `foreign` is set when it stands in another top-level statement
// or file: its spans then mean nothing here. `within` tells what names in the value stand for, where it is; null: there are none.
struct ResolvedValue {
    const facts::Value* value = nullptr;
    bool foreign = false;
    ValueResolver within;
    TextOrigin origin = {};  // of `value`
    bool is_home = false;    // what is given to a function elsewhere: it stands in the statement that asks, whatever leads to it

    struct Alternative {
        const facts::Value* value = nullptr;
        bool foreign = false;
        ValueResolver within;
        bool is_part_of_another = false;  // another alternative is this one and more, where more statements have run
        TextOrigin origin = {};
        bool is_home = false;
    };
    // Without a value: those that it may be.
    std::vector<Alternative> alternatives;
    bool may_be_other = false;  // and something that is not known, too
    bool in_any_order = false;  // one of them may never be there (facts::PossibleConstants)
    bool is_settled = false;    // a list in the same statement that nothing else changes
};

class FoldedText {
public:
    [[nodiscard]] const std::string& text() const { return text_; }
    [[nodiscard]] bool has_holes() const { return holes_ != 0; }
    // Where bytes of the text came from, relative to the statement; text from elsewhere gives the name that brought it.
    [[nodiscard]] Span source(Span range) const;
    // Whether a part of the text came from all of that place.
    [[nodiscard]] bool covers(Span place) const;
    // The text for changes that keep every byte's place (placeholders).
    [[nodiscard]] std::string& same_length_text() { return text_; }

private:
    friend class TextFolder;

    struct Piece {
        Span output;
        const facts::Value* string = nullptr;  // maps byte by byte through its runs; null: maps to `whole`
        std::uint32_t string_offset = 0;
        Span whole;
        TextOrigin origin;  // of `string`
    };
    std::string text_;
    std::vector<Piece> pieces_;
    std::uint32_t holes_ = 0;
};

// All texts that an expression may stand for.
struct PossibleTexts {
    std::vector<FoldedText> texts;  // never empty
    bool may_be_other = false;      // and others that are not known, too
    bool in_any_order = false;      // one of them may never be there
};

// Texts that an expression may stand for, each as long as it may become: what a statement or a condition may leave out is there.
struct TextVariants {
    std::vector<FoldedText> texts;  // never empty
    bool is_exact = true;           // nothing may be left out
    bool are_all = true;            // there are not too many
};

// Nothing where the expression has no literal part at all.
[[nodiscard]] std::optional<FoldedText> fold_text(const facts::Value& expression, const ValueResolver& resolve);

// The same for expressions of which some parts may be one thing or another; in fold_text such parts are holes. Nothing where one of
// the texts has no literal part, or there are more than a few.
[[nodiscard]] std::optional<PossibleTexts> fold_texts(const facts::Value& expression, const ValueResolver& resolve);

// For SQL: parts that are not known are holes in every text, and psycopg's compositions (sql.Identifier("a"), sql.SQL(", ").join(…)) are
// read. Nothing where no text has a literal part. `everything`: also the texts that lack what may be left out.
[[nodiscard]] std::optional<TextVariants> fold_variants(const facts::Value& expression, const ValueResolver& resolve,
                                                        bool everything = false);

// The text of a String whose "{…}" parts are filled in later, as those of psycopg's sql.SQL are.
[[nodiscard]] std::optional<FoldedText> fold_template(const facts::Value& string, const ValueResolver& resolve);

}  // namespace rowtype::binding
