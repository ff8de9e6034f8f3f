#include "analysis/binding/folded_text.h"

#include <algorithm>
#include <array>

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

constexpr int kMaximumFoldDepth = 64;
constexpr std::size_t kMaximumTextBytes = 1024UL * 1024;  // the SQL parser's own cap
constexpr std::size_t kMaximumTexts = 24;                 // of one expression

// Which of several values each part is taken for in one fold; the next fold takes the next ones.
class Choices {
public:
    // The same part is taken for the same value wherever it stands.
    std::size_t choose(const void* part, std::size_t count) {
        for (const Choice& choice : choices_) {
            if (choice.part == part) return choice.taken;
        }
        choices_.push_back({part, 0, count});
        return 0;
    }
    // False when all have been taken.
    bool next() {
        while (!choices_.empty() && ++choices_.back().taken >= choices_.back().count) choices_.pop_back();
        return !choices_.empty();
    }

    bool may_be_other = false;
    bool in_any_order = false;

private:
    struct Choice {
        const void* part = nullptr;
        std::size_t taken = 0;
        std::size_t count = 0;
    };
    std::vector<Choice> choices_;  // in the order in which the fold meets them
};

// What the parts of a template are filled with.
struct Filling {
    const std::vector<facts::Argument>* arguments = nullptr;  // of format()
    const Value* operand = nullptr;                           // of "%"

    // The value for the text between the braces, or for "%s" and "%(name)s"; null where it cannot be told.
    [[nodiscard]] const Value* value_of(std::string_view field, std::size_t index) const;
};

bool is_reference(const Value& value) {
    return value.is(ValueKind::Name) || value.is(ValueKind::Attribute) || value.is(ValueKind::Subscript);
}

}  // namespace

class TextFolder {
public:
    explicit TextFolder(const ValueResolver& resolve, Choices* choices = nullptr) : resolve_(&resolve), choices_(choices) {}

    // `whole`: where everything maps to, for text that stands elsewhere.
    void add(const Value& value, std::optional<Span> whole, int depth);
    // A string whose "{…}" or "%s" parts are filled in by Python: those that are not known become holes.
    void add_template(const Value& string, std::optional<Span> whole, char marker, const Filling& filling, int depth);
    std::optional<FoldedText> finish();

private:
    void add_reference(const Value& value, std::optional<Span> whole, int depth);
    void add_found(const Value& user, const Value& found, bool foreign, const ValueResolver& within, std::optional<Span> whole,
                   int depth);
    void add_conditional(const Value& value, std::optional<Span> whole, int depth);
    void add_formatted(const Value& call, std::optional<Span> whole, int depth);
    void add_joined(const Value& call, std::optional<Span> whole, int depth);
    void add_call(const Value& call, std::optional<Span> whole, int depth);
    void add_literal(const Value& string, std::uint32_t begin, std::uint32_t end, std::optional<Span> whole);
    void add_hole(Span place);
    [[nodiscard]] bool is_text(const Value* value) const;

    const ValueResolver* resolve_;  // never null
    Choices* choices_;
    FoldedText result_;
    bool has_literal_ = false;
};

void TextFolder::add(const Value& value, std::optional<Span> whole, int depth) {
    if (depth > kMaximumFoldDepth || result_.text_.size() > kMaximumTextBytes) return add_hole(whole.value_or(value.span));
    switch (value.kind) {
        case ValueKind::String: return add_literal(value, 0, static_cast<std::uint32_t>(value.text.size()), whole);
        case ValueKind::Format:
        case ValueKind::Add:
            for (const Value& part : value.items) add(part, whole, depth + 1);
            return;
        case ValueKind::Modulo:
            if (value.items.size() == 2 && value.items[0].is(ValueKind::String)) {
                return add_template(value.items[0], whole, '%', {nullptr, &value.items[1]}, depth + 1);
            }
            return add_hole(whole.value_or(value.span));
        case ValueKind::Name:
        case ValueKind::Attribute:
        case ValueKind::Subscript: return add_reference(value, whole, depth);
        case ValueKind::Conditional: return add_conditional(value, whole, depth);
        case ValueKind::Call: return add_call(value, whole, depth);
        default: return add_hole(whole.value_or(value.span));
    }
}

void TextFolder::add_reference(const Value& value, std::optional<Span> whole, int depth) {
    ResolvedValue resolved = (*resolve_)(value);
    if (resolved.value != nullptr) return add_found(value, *resolved.value, resolved.foreign, resolved.within, whole, depth);
    if (choices_ == nullptr || resolved.alternatives.empty()) return add_hole(whole.value_or(value.span));
    choices_->may_be_other = choices_->may_be_other || resolved.may_be_other;
    choices_->in_any_order = choices_->in_any_order || resolved.in_any_order;
    const std::size_t taken = choices_->choose(resolved.alternatives.front().value, resolved.alternatives.size());
    const ResolvedValue::Alternative& one = resolved.alternatives[taken];
    add_found(value, *one.value, one.foreign, one.within, whole, depth);
}

// Names in what was found mean what they mean there.
void TextFolder::add_found(const Value& user, const Value& found, bool foreign, const ValueResolver& within,
                           std::optional<Span> whole, int depth) {
    const ValueResolver* const around = resolve_;
    if (within) resolve_ = &within;
    add(found, foreign && !whole ? std::optional(user.span) : whole, depth + 1);
    resolve_ = around;
}

void TextFolder::add_conditional(const Value& value, std::optional<Span> whole, int depth) {
    if (choices_ == nullptr) return add_hole(whole.value_or(value.span));
    add(value.items[choices_->choose(&value, value.items.size())], whole, depth + 1);
}

void TextFolder::add_call(const Value& call, std::optional<Span> whole, int depth) {
    constexpr std::array<std::string_view, 7> kWrappers = {"text", "SQL", "dedent", "cleandoc", "literal_column", "DDL", "str"};
    const Value* callee = call.items.empty() ? nullptr : &call.items[0];
    if (callee == nullptr) return add_hole(whole.value_or(call.span));
    const bool attribute = callee->is(ValueKind::Attribute) && !callee->items.empty();
    if (attribute && callee->text == "format") return add_formatted(call, whole, depth);
    if (attribute && callee->text == "join") return add_joined(call, whole, depth);
    const bool strips = attribute && (callee->text == "strip" || callee->text == "lstrip" || callee->text == "rstrip");
    if (strips && call.arguments.empty()) return add(callee->items[0], whole, depth + 1);
    const bool wraps = std::ranges::find(kWrappers, std::string_view(callee->text)) != kWrappers.end();
    const Value* argument = wraps ? call.positional(0) : nullptr;
    if (argument != nullptr) return add(*argument, whole, depth + 1);
    add_hole(whole.value_or(call.span));
}

// "…".format(…), NAME.format(…), sql.SQL("…").format(…).
void TextFolder::add_formatted(const Value& call, std::optional<Span> whole, int depth) {
    const Value& object = call.items[0].items[0];
    const Value* text = object.is(ValueKind::Call) ? object.positional(0) : &object;
    std::optional<Span> place = whole;
    if (text != nullptr && is_reference(*text)) {
        const ResolvedValue resolved = (*resolve_)(*text);
        if (resolved.foreign && !place) place = text->span;
        text = resolved.value;
    }
    if (text == nullptr || !text->is(ValueKind::String)) return add_hole(whole.value_or(object.span));
    add_template(*text, place, '{', {&call.arguments, nullptr}, depth + 1);
}

// ", ".join(["a", "b"]), ", ".join(COLUMNS). A list that stands in the same statement may grow before it is joined.
void TextFolder::add_joined(const Value& call, std::optional<Span> whole, int depth) {
    const Value& separator = call.items[0].items[0];
    const Value* list = call.positional(0);
    std::optional<Span> place = whole;
    ValueResolver within;
    if (list != nullptr && is_reference(*list)) {
        ResolvedValue resolved = (*resolve_)(*list);
        const bool grows = resolved.value == nullptr || (resolved.value->is(ValueKind::List) && !resolved.foreign);
        if (grows) return add_hole(whole.value_or(call.span));
        if (resolved.foreign && !place) place = list->span;
        list = resolved.value;
        within = std::move(resolved.within);
    }
    const bool is_list = list != nullptr && (list->is(ValueKind::List) || list->is(ValueKind::Tuple)) && !list->items.empty();
    const ValueResolver* const around = resolve_;
    if (within) resolve_ = &within;
    const bool is_known = is_list && separator.is(ValueKind::String) &&
                          std::ranges::all_of(list->items, [this](const Value& item) { return is_text(&item); });
    if (!is_known) {
        resolve_ = around;
        return add_hole(whole.value_or(call.span));
    }
    for (std::size_t index = 0; index < list->items.size(); ++index) {
        if (index > 0) add(separator, whole, depth + 1);
        add(list->items[index], place, depth + 1);
    }
    resolve_ = around;
}

void TextFolder::add_literal(const Value& string, std::uint32_t begin, std::uint32_t end, std::optional<Span> whole) {
    if (begin == end) return;
    has_literal_ = true;
    const auto output = static_cast<std::uint32_t>(result_.text_.size());
    result_.text_.append(string.text, begin, end - begin);
    result_.pieces_.push_back({{output, output + (end - begin)}, whole ? nullptr : &string, begin, whole.value_or(Span{})});
}

void TextFolder::add_hole(Span place) {
    const auto output = static_cast<std::uint32_t>(result_.text_.size());
    result_.text_ += kHoleMarker;
    result_.text_ += std::to_string(++result_.holes_);
    result_.pieces_.push_back({{output, static_cast<std::uint32_t>(result_.text_.size())}, nullptr, 0, place});
}

// Whether a value is one known text, whatever else it may hold.
bool TextFolder::is_text(const Value* value) const {
    if (value == nullptr) return false;
    if (value->is(ValueKind::String)) return true;
    if (!is_reference(*value)) return false;
    const ResolvedValue resolved = (*resolve_)(*value);
    return resolved.value != nullptr && resolved.value->is(ValueKind::String);
}

void TextFolder::add_template(const Value& string, std::optional<Span> whole, char marker, const Filling& filling, int depth) {
    const std::string& text = string.text;
    std::size_t start = 0;
    std::size_t fields = 0;
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (text[index] != marker || index + 1 >= text.size()) continue;
        std::size_t end = index + 2;
        const bool escaped = text[index + 1] == marker;
        if (!escaped && marker == '{') {
            const std::size_t close = text.find('}', index);
            if (close == std::string::npos) break;
            end = close + 1;
        } else if (!escaped && text[index + 1] == '(') {
            const std::size_t close = text.find(')', index);
            if (close == std::string::npos) break;
            end = std::min(close + 2, text.size());
        }
        add_literal(string, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(escaped ? index + 1 : index), whole);
        if (!escaped) {
            const std::string_view field = std::string_view(text).substr(index + 1, end - index - 1);
            const Value* value = filling.value_of(field, fields++);
            if (is_text(value)) {
                add(*value, whole, depth + 1);
            } else {
                add_hole(whole.value_or(
                    facts::source_span(string, {static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(end)})));
            }
        }
        start = end;
        index = end - 1;
    }
    if (start < text.size()) {
        add_literal(string, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(text.size()), whole);
    }
}

std::optional<FoldedText> TextFolder::finish() {
    if (!has_literal_) return std::nullopt;
    return std::move(result_);
}

namespace {

const Value* entry_of(const Value& dictionary, std::string_view name) {
    for (std::size_t index = 0; index + 1 < dictionary.items.size(); index += 2) {
        const Value& key = dictionary.items[index];
        if (key.is(ValueKind::String) && key.text == name) return &dictionary.items[index + 1];
    }
    return nullptr;
}

const Value* Filling::value_of(std::string_view field, std::size_t index) const {
    if (arguments != nullptr) {
        if (field == "}") return facts::find_positional(*arguments, index);
        field.remove_suffix(1);
        const bool is_number = !field.empty() && field.find_first_not_of("0123456789") == std::string_view::npos;
        if (!is_number) return facts::find_keyword(*arguments, field);
        return field.size() > 2 ? nullptr
                                : facts::find_positional(*arguments, static_cast<std::size_t>(std::stoi(std::string(field))));
    }
    if (operand == nullptr) return nullptr;
    if (field == "s") {
        if (operand->is(ValueKind::Tuple)) return index < operand->items.size() ? &operand->items[index] : nullptr;
        return index == 0 ? operand : nullptr;
    }
    const bool is_named = field.starts_with('(') && field.ends_with(")s") && operand->is(ValueKind::Dictionary);
    return is_named ? entry_of(*operand, field.substr(1, field.size() - 3)) : nullptr;
}

}  // namespace

std::optional<FoldedText> fold_template(const Value& string, const ValueResolver& resolve) {
    TextFolder folder(resolve);
    folder.add_template(string, std::nullopt, '{', {}, 0);
    return folder.finish();
}

std::optional<FoldedText> fold_text(const Value& expression, const ValueResolver& resolve) {
    TextFolder builder(resolve);
    builder.add(expression, std::nullopt, 0);
    return builder.finish();
}

std::optional<PossibleTexts> fold_texts(const Value& expression, const ValueResolver& resolve) {
    PossibleTexts possible;
    Choices choices;
    do {
        if (possible.texts.size() == kMaximumTexts) return std::nullopt;
        TextFolder folder(resolve, &choices);
        folder.add(expression, std::nullopt, 0);
        std::optional<FoldedText> text = folder.finish();
        if (!text) return std::nullopt;
        possible.texts.push_back(std::move(*text));
    } while (choices.next());
    possible.may_be_other = choices.may_be_other;
    possible.in_any_order = choices.in_any_order;
    return possible;
}

Span FoldedText::source(Span range) const {
    Span result{};
    bool first = true;
    for (const Piece& piece : pieces_) {
        const bool inside = piece.output.begin < range.end && range.begin < piece.output.end;
        const bool at = range.empty() && piece.output.begin <= range.begin && range.begin <= piece.output.end;
        if (!inside && !at) continue;
        Span place = piece.whole;
        if (piece.string != nullptr) {
            const std::uint32_t begin = std::max(range.begin, piece.output.begin) - piece.output.begin + piece.string_offset;
            const std::uint32_t end = std::min(range.end, piece.output.end) - piece.output.begin + piece.string_offset;
            place = facts::source_span(*piece.string, {begin, std::max(begin, end)});
        }
        result = first ? place : Span{std::min(result.begin, place.begin), std::max(result.end, place.end)};
        first = false;
        if (at && !inside) break;
    }
    return result;
}

}  // namespace rowtype::binding
