#include "analysis/binding/folded_text.h"

#include <algorithm>
#include <array>

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

constexpr int kMaximumFoldDepth = 64;
constexpr std::size_t kMaximumTextBytes = 1024UL * 1024;  // the SQL parser's own cap

}  // namespace

class TextFolder {
public:
    explicit TextFolder(const ValueResolver& resolve) : resolve_(resolve) {}

    // `whole`: where everything maps to, for text that stands elsewhere.
    void add(const Value& value, std::optional<Span> whole, int depth);
    // A string whose "{…}" or "%s" parts are filled in by Python: those become holes.
    void add_template(const Value& string, std::optional<Span> whole, char marker);
    std::optional<FoldedText> finish();

private:
    void add_formatted(const Value& object, std::optional<Span> whole);
    void add_call(const Value& call, std::optional<Span> whole, int depth);
    void add_literal(const Value& string, std::uint32_t begin, std::uint32_t end, std::optional<Span> whole);
    void add_hole(Span place);
    const ValueResolver& resolve_;
    FoldedText result_;
    bool has_literal_ = false;
};

void TextFolder::add(const Value& value, std::optional<Span> whole, int depth) {
    if (depth > kMaximumFoldDepth || result_.text_.size() > kMaximumTextBytes) return add_hole(value.span);
    switch (value.kind) {
        case ValueKind::String: return add_literal(value, 0, static_cast<std::uint32_t>(value.text.size()), whole);
        case ValueKind::Format:
        case ValueKind::Add:
            for (const Value& part : value.items) add(part, whole, depth + 1);
            return;
        case ValueKind::Modulo:
            if (!value.items.empty() && value.items[0].is(ValueKind::String)) return add_template(value.items[0], whole, '%');
            return add_hole(whole.value_or(value.span));
        case ValueKind::Name:
        case ValueKind::Attribute: {
            const ResolvedValue resolved = resolve_(value);
            if (resolved.value == nullptr) return add_hole(whole.value_or(value.span));
            return add(*resolved.value, resolved.foreign && !whole ? std::optional(value.span) : whole, depth + 1);
        }
        case ValueKind::Call: return add_call(value, whole, depth);
        default: return add_hole(whole.value_or(value.span));
    }
}

void TextFolder::add_call(const Value& call, std::optional<Span> whole, int depth) {
    constexpr std::array<std::string_view, 7> kWrappers = {"text", "SQL", "dedent", "cleandoc", "literal_column", "DDL", "str"};
    const Value* callee = call.items.empty() ? nullptr : &call.items[0];
    if (callee == nullptr) return add_hole(whole.value_or(call.span));
    const bool attribute = callee->is(ValueKind::Attribute);
    if (attribute && callee->text == "format" && !callee->items.empty()) {
        return add_formatted(callee->items[0], whole);
    }
    const bool strips = attribute && (callee->text == "strip" || callee->text == "lstrip" || callee->text == "rstrip");
    if (strips && call.arguments.empty() && !callee->items.empty()) return add(callee->items[0], whole, depth + 1);
    const bool wraps = std::ranges::find(kWrappers, std::string_view(callee->text)) != kWrappers.end();
    const Value* argument = wraps ? call.positional(0) : nullptr;
    if (argument != nullptr) return add(*argument, whole, depth + 1);
    add_hole(whole.value_or(call.span));
}

// "…".format(…), NAME.format(…), sql.SQL("…").format(…).
void TextFolder::add_formatted(const Value& object, std::optional<Span> whole) {
    const Value* text = object.is(ValueKind::Call) ? object.positional(0) : &object;
    if (text != nullptr && (text->is(ValueKind::Name) || text->is(ValueKind::Attribute))) {
        const ResolvedValue resolved = resolve_(*text);
        if (resolved.foreign && !whole) whole = text->span;
        text = resolved.value;
    }
    if (text != nullptr && text->is(ValueKind::String)) return add_template(*text, whole, '{');
    add_hole(whole.value_or(object.span));
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

void TextFolder::add_template(const Value& string, std::optional<Span> whole, char marker) {
    const std::string& text = string.text;
    std::size_t start = 0;
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
        const Span place =
            whole.value_or(facts::source_span(string, {static_cast<std::uint32_t>(index), static_cast<std::uint32_t>(end)}));
        if (!escaped) add_hole(place);
        start = end;
        index = end - 1;
    }
    if (start < text.size()) {
        add_literal(string, static_cast<std::uint32_t>(start), static_cast<std::uint32_t>(text.size()), whole);
    }
}

std::optional<FoldedText> fold_template(const Value& string, const ValueResolver& resolve) {
    TextFolder folder(resolve);
    folder.add_template(string, std::nullopt, '{');
    return folder.finish();
}

std::optional<FoldedText> TextFolder::finish() {
    if (!has_literal_) return std::nullopt;
    return std::move(result_);
}

std::optional<FoldedText> fold_text(const Value& expression, const ValueResolver& resolve) {
    TextFolder builder(resolve);
    builder.add(expression, std::nullopt, 0);
    return builder.finish();
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
