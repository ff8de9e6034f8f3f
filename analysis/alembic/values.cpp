#include "analysis/alembic/values.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "reflect/sql/string_literals.h"

namespace rowtype::alembic {

Value unknown_value(Span span) {
    Value value;
    value.span = span;
    return value;
}

Value seen_value(Span span, const std::vector<std::string>& words) {
    Value value = unknown_value(span);
    value.text = kSeen;
    for (const std::string& word : words) value.items.push_back(string_value(word));
    return value;
}

Value seen_through(const Value& origin, Span span) { return seen_value(span, seen_words(origin)); }

std::vector<std::string> seen_words(const Value& value) {
    std::vector<std::string> words;
    (void)holds(value, [&words](const Value& part) {
        if (part.is(ValueKind::String) && !part.text.empty()) words.push_back(part.text);
        return false;
    });
    return words;
}

Value string_value(std::string text, Span span) {
    Value value;
    value.kind = ValueKind::String;
    value.span = span;
    if (!text.empty() && !span.empty()) value.runs = {{{0, static_cast<std::uint32_t>(text.size())}, span}};
    value.text = std::move(text);
    return value;
}

Value boolean_value(bool value, Span span) {
    Value result;
    result.kind = ValueKind::Boolean;
    result.span = span;
    result.text = value ? "True" : "False";
    return result;
}

Value path_value(std::string path, Span span) {
    Value value;
    value.kind = ValueKind::Name;
    value.span = span;
    value.text = std::move(path);
    return value;
}

bool is_seen(const Value& value) { return value.is(ValueKind::Unknown) && value.text == kSeen; }

bool same_value(const Value& left, const Value& right) {
    if (left.kind != right.kind || left.text != right.text || left.is(ValueKind::Unknown)) return false;
    const auto same_argument = [](const Argument& one, const Argument& other) {
        return one.keyword == other.keyword && same_value(one.value, other.value);
    };
    return std::ranges::equal(left.items, right.items, same_value) &&
           std::ranges::equal(left.arguments, right.arguments, same_argument);
}

std::string_view path_of(const Value& value) {
    if (value.is(ValueKind::Name)) return value.text;
    if (value.is(ValueKind::Call) && value.items.front().is(ValueKind::Name)) return value.items.front().text;
    return {};
}

std::string_view last_part(std::string_view path) { return path.substr(std::min(path.rfind('.') + 1, path.size())); }

std::string_view sqlalchemy_name(const Value& value) {
    const std::string_view path = path_of(value);
    return path.starts_with("sqlalchemy.") ? last_part(path) : std::string_view();
}

std::string_view base_path_of(const Value& value) {
    const Value* base = &value;
    while ((base->is(ValueKind::Attribute) || base->is(ValueKind::Call) || base->is(ValueKind::Subscript)) &&
           !base->items.empty())
        base = &base->items.front();
    return base->is(ValueKind::Name) ? std::string_view(base->text) : std::string_view();
}

std::string_view root_of(const Value& value) {
    const std::string_view path = base_path_of(value);
    return path.substr(0, path.find('.'));
}

std::optional<std::string> text_of(const Value* value) {
    if (value == nullptr) return std::nullopt;
    if (value->is(ValueKind::String)) return value->text;
    const std::string_view path = path_of(*value);
    const bool wraps =
        value->is(ValueKind::Call) && (path == "alembic.op.f" || last_part(path) == "quoted_name" || last_part(path) == "conv");
    return wraps ? text_of(value->positional(0)) : std::nullopt;
}

std::optional<bool> boolean_of(const Value* value) {
    if (value == nullptr || !value->is(ValueKind::Boolean)) return std::nullopt;
    return value->text == "True";
}

std::optional<std::int64_t> integer_of(const Value* value) {
    if (value == nullptr || !value->is(ValueKind::Integer)) return std::nullopt;
    std::string digits = value->text;
    std::erase(digits, '_');
    std::int64_t number = 0;
    const char* const end = digits.data() + digits.size();
    const auto [rest, failure] = std::from_chars(digits.data() + (digits.starts_with('+') ? 1 : 0), end, number);
    if (failure != std::errc() || rest != end) return std::nullopt;
    return number;
}

std::optional<std::vector<std::string>> texts_of(const Value* value) {
    if (value == nullptr) return std::nullopt;
    if (std::optional<std::string> one = text_of(value)) return std::vector<std::string>{std::move(*one)};
    if (!value->is(ValueKind::List) && !value->is(ValueKind::Tuple) && !value->is(ValueKind::Set)) return std::nullopt;
    std::vector<std::string> texts;
    for (const Value& item : value->items) {
        std::optional<std::string> text = text_of(&item);
        if (!text) return std::nullopt;
        texts.push_back(std::move(*text));
    }
    return texts;
}

bool is_none(const Value* value) { return value == nullptr || value->is(ValueKind::None); }

std::optional<std::vector<Value>> elements_of(const Value& value) {
    const bool is_dictionary = value.is(ValueKind::Dictionary);
    if (!is_dictionary && !value.is(ValueKind::List) && !value.is(ValueKind::Tuple) && !value.is(ValueKind::Set))
        return std::nullopt;
    std::vector<Value> elements;
    for (std::size_t index = 0; index < value.items.size(); index += is_dictionary ? 2 : 1) {
        const Value& item = value.items[index];
        const bool is_open = item.is(ValueKind::Starred) || (is_dictionary && item.is(ValueKind::Unknown));  // **mapping
        if (is_open) return std::nullopt;
        elements.push_back(item);
    }
    return elements;
}

std::optional<std::string> template_of(const Value& value) {
    if (value.is(ValueKind::String)) return value.text;
    if (!value.is(ValueKind::Format)) return std::nullopt;
    std::string text;
    for (const Value& part : value.items) text += part.is(ValueKind::String) ? part.text : "{}";
    return text;
}

namespace {

// Whether no more than rows can be changed by it, whatever its unknown parts are: one statement of the four kinds, which is not a
// SELECT that makes a table ("SELECT … INTO"). A word that stands in a text of the statement counts as well.
bool is_row_statement(const std::string& text) {
    constexpr std::array<std::string_view, 4> kWords = {"update", "insert", "delete", "select"};
    constexpr std::string_view kSpace = " \t\r\n";
    constexpr std::string_view kLetters = "abcdefghijklmnopqrstuvwxyz0123456789_";
    const std::string folded = sql::fold(text);
    const std::size_t last = folded.find_last_not_of(std::string(kSpace) + ";");
    if (last == std::string::npos || folded.find(';') < last) return false;
    const std::size_t begin = folded.find_first_not_of(kSpace);
    const std::string_view word = std::string_view(folded).substr(begin, folded.find_first_of(kSpace, begin) - begin);
    if (std::ranges::find(kWords, word) == kWords.end()) return false;
    const auto is_letter_at = [&](std::size_t place) {
        return place < folded.size() && kLetters.find(folded[place]) != std::string_view::npos;
    };
    constexpr std::string_view kInto = "into";
    for (std::size_t at = folded.find(kInto); word == "select" && at != std::string::npos; at = folded.find(kInto, at + 1)) {
        if (!is_letter_at(at - 1) && !is_letter_at(at + kInto.size())) return false;
    }
    return true;
}

}  // namespace

std::optional<Value> common_row_statement(const Value& left, const Value& right, Value rest) {
    const std::string one_text = template_of(left).value_or("");
    const std::string other_text = template_of(right).value_or("");
    if (!is_row_statement(one_text) || !is_row_statement(other_text)) return std::nullopt;
    const std::string one = one_text.substr(0, one_text.find("{}"));
    const std::string other = other_text.substr(0, other_text.find("{}"));
    const auto end = std::ranges::mismatch(one, other).in1;
    std::string common(one.begin(), end);
    common.erase(common.find_last_of(" \t\r\n") + 1);
    // What is left of it has to say which kind of statement it is.
    if (!is_row_statement(common)) return std::nullopt;
    Value merged;
    merged.kind = ValueKind::Format;
    merged.span = left.span;
    merged.items = {string_value(std::move(common), left.span), std::move(rest)};
    return merged;
}

ValueSize size_of(const Value& value) {
    ValueSize size{1, value.text.size(), 1};
    const auto add = [&size](const Value& part) {
        const ValueSize inner = size_of(part);
        size.nodes += inner.nodes;
        size.bytes += inner.bytes;
        size.depth = std::max(size.depth, inner.depth + 1);
    };
    for (const Value& item : value.items) add(item);
    for (const Argument& argument : value.arguments) add(argument.value);
    return size;
}

void forget_places(Value& value) {
    value.span = {};
    value.name_span = {};
    value.runs.clear();
    for (Value& item : value.items) forget_places(item);
    for (Argument& argument : value.arguments) {
        argument.keyword_span = {};
        forget_places(argument.value);
    }
}

}  // namespace rowtype::alembic
