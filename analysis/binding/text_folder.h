// Folding of expressions into texts: the parts of folded_text.h. Internal to them.
//
//   folded_text.cpp     the questions that others ask, and the map back to the source
//   text_folder.cpp     literals, names, sums, templates           text_compositions.cpp   joined lists, psycopg's compositions
#pragma once

#include <cstddef>
#include <optional>
#include <string_view>
#include <vector>

#include "analysis/binding/folded_text.h"

namespace rowtype::binding {

inline constexpr int kMaximumFoldDepth = 160;
inline constexpr std::size_t kMaximumTextBytes = 1024UL * 1024;  // the SQL parser's own cap

// Which of several values each part is taken for in one fold; the next fold takes the next ones.
class Choices {
public:
    enum class Kind : std::uint8_t {
        Known,       // of the values that are known
        Largest,     // parts that are not known are holes; what may be left out is there
        Everything,  // parts that are not known are holes
    };
    explicit Choices(Kind kind) : kind_(kind) {}

    [[nodiscard]] bool is_of_sql() const { return kind_ != Kind::Known; }
    // The same part is taken for the same value wherever it stands.
    std::size_t choose(const void* part, std::size_t count);
    // Of `count` values, those of `smaller` being parts of others.
    std::size_t choose(const void* part, const std::vector<bool>& smaller);
    // False when all have been taken.
    bool next();

    bool may_be_other = false;
    bool in_any_order = false;
    bool is_exact = true;

private:
    struct Choice {
        const void* part = nullptr;
        std::size_t taken = 0;
        std::size_t count = 0;
    };
    Kind kind_;
    std::vector<Choice> choices_;  // in the order in which the fold meets them
};

// What brings a value that is folded. A text that stands elsewhere maps to the place of the first name on the way to it.
struct Bringer {
    std::optional<Span> place;  // of that name; none: the value stands in the statement itself
    TextOrigin origin;          // where the value stands

    [[nodiscard]] Span place_or(Span own) const { return place.value_or(own); }
    // Of a value that `user`, a name in a value that this one brings, stands for.
    template <class Found>
    [[nodiscard]] Bringer onward(Span user, const Found& found) const {
        if (found.is_home) return {};
        Bringer next = *this;
        if (found.foreign && !next.place) next.place = user;
        if (found.foreign || found.origin.is_known()) next.origin = found.origin;
        return next;
    }
};

// What the parts of a template are filled with.
struct Filling {
    const std::vector<facts::Argument>* arguments = nullptr;  // of format()
    const facts::Value* operand = nullptr;                    // of "%"
    bool composes = false;                                    // sql.SQL("…").format(…): a text is a value there, not a part
    Bringer whole = {};                                       // of the values: the template may stand elsewhere

    // The value for the text between the braces, or for "%s" and "%(name)s"; null where it cannot be told.
    [[nodiscard]] const facts::Value* value_of(std::string_view field, std::size_t index) const;
};

// A part of a text as a literal holds it that may stand in another statement.
struct HeldText {
    const facts::Value* literal = nullptr;
    Span span;  // relative to whatever statement holds the literal
    TextOrigin origin;
    bool is_brought = false;  // by a name of the statement
};

class TextFolder {
public:
    using Value = facts::Value;

    // The literal that holds all of a range; nothing where several do, or the range was made.
    [[nodiscard]] static std::optional<HeldText> held_text(const FoldedText& text, Span range);
    // Those of all parts.
    [[nodiscard]] static std::vector<HeldText> held_texts(const FoldedText& text);
    // Whether a name of the statement brings the piece, whatever literal holds it.
    [[nodiscard]] static bool is_brought(const FoldedText::Piece& piece) {
        return piece.string == nullptr || !piece.whole.empty();
    }

    explicit TextFolder(const ValueResolver& resolve, Choices* choices = nullptr) : resolve_(&resolve), choices_(choices) {}

    // `whole`: what brings the value, for text that stands elsewhere.
    void add(const Value& value, const Bringer& whole, int depth);
    // A string whose "{…}" or "%s" parts are filled in by Python: those that are not known become holes.
    void add_template(const Value& string, const Bringer& whole, char marker, const Filling& filling, int depth);
    std::optional<FoldedText> finish();

private:
    // text_folder.cpp
    void add_reference(const Value& value, const Bringer& whole, int depth);
    void add_found(const Value& user, const ResolvedValue::Alternative& found, const Bringer& whole, int depth);
    void add_conditional(const Value& value, const Bringer& whole, int depth);
    void add_formatted(const Value& call, const Bringer& whole, int depth);
    void add_call(const Value& call, const Bringer& whole, int depth);
    void add_literal(const Value& string, std::uint32_t begin, std::uint32_t end, const Bringer& whole);
    void add_made(std::string_view text, Span place);  // text that stands nowhere
    void add_hole(Span place);
    [[nodiscard]] bool is_text(const Value* value) const;
    [[nodiscard]] bool is_of_sql() const { return choices_ != nullptr && choices_->is_of_sql(); }
    // One of the values that a reference may stand for, by choice; none: a hole.
    std::optional<ResolvedValue::Alternative> choose(const Value& reference);

    // text_compositions.cpp
    struct Item {
        const Value* value = nullptr;  // null: one or more that are not known
        Bringer whole;
        ValueResolver within;         // null: as around
        std::string_view wrapped_by;  // "Identifier" of map(sql.Identifier, …)
    };
    void add_joined(const Value& call, const Bringer& whole, int depth);
    void add_known_list(const Value& call, const Bringer& whole, int depth);  // as add_joined, of constants alone
    bool collect(const Value& list, const Bringer& whole, const ValueResolver& within, int depth, std::vector<Item>& items);
    bool collect_call(const Value& call, const Bringer& whole, const ValueResolver& within, int depth, std::vector<Item>& items);
    bool collect_reference(const Value& reference, const Bringer& whole, const ValueResolver& within, int depth,
                           std::vector<Item>& items);
    bool collect_comprehension(const Value& value, const Bringer& whole, const ValueResolver& within, int depth,
                               std::vector<Item>& items);
    void add_item(const Item& item, bool composes, Span place, int depth);
    // A part of a composition: a plain text is a value there.
    void add_composed(const Value& value, const Bringer& whole, int depth);
    bool add_composition(std::string_view callee, const Value& call, const Bringer& whole, int depth);
    void add_identifier(const Value& part, const Bringer& whole);

    const ValueResolver* resolve_;  // never null
    Choices* choices_;
    FoldedText result_;
    bool has_literal_ = false;
};

[[nodiscard]] inline bool is_reference(const facts::Value& value) {
    return value.is(facts::ValueKind::Name) || value.is(facts::ValueKind::Attribute) || value.is(facts::ValueKind::Subscript);
}

}  // namespace rowtype::binding
