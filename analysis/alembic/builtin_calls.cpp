#include "analysis/alembic/builtin_calls.h"

#include <algorithm>
#include <array>
#include <utility>

#include "reflect/sql/string_literals.h"

namespace rowtype::alembic {

namespace {

constexpr std::size_t kMaximumText = 1U << 20U;
constexpr std::int64_t kMaximumRange = 1000;

bool is_text(const Value& value) { return value.is(ValueKind::String) || value.is(ValueKind::Format); }

// As str() shows it; nothing where it is not known.
std::optional<std::string> shown(const Value& value) {
    if (value.is(ValueKind::String) || value.is(ValueKind::Integer) || value.is(ValueKind::Boolean)) return value.text;
    if (value.is(ValueKind::None)) return "None";
    return text_of(&value);
}

// A string of parts, the unknown ones as they are.
class Joined {
public:
    explicit Joined(Span span) { value_.span = span; }

    void add(const Value& part) {
        if (part.is(ValueKind::Format)) {
            for (const Value& inner : part.items) add(inner);
        } else if (const std::optional<std::string> text = shown(part)) {
            add_text(*text, part);
        } else {
            value_.items.push_back(part);
            is_known_ = false;
        }
    }
    void add_text(std::string_view text, const Value& origin) {
        if (text.empty()) return;
        if (value_.items.empty() || !value_.items.back().is(ValueKind::String)) {
            value_.items.push_back(string_value("", origin.span));
            value_.items.back().runs = origin.runs;
        }
        value_.items.back().text += text;
        size_ += text.size();
    }
    [[nodiscard]] Value take() {
        if (size_ > kMaximumText) return unknown_value(value_.span);
        if (!is_known_) {
            value_.kind = ValueKind::Format;
            return std::move(value_);
        }
        if (value_.items.empty()) return string_value("", value_.span);
        Value text = std::move(value_.items.front());
        text.span = value_.span;
        return text;
    }

private:
    Value value_;
    std::size_t size_ = 0;
    bool is_known_ = true;
};

// printf's way: %s, %d, %r, %(name)s, %%.
Value percent(const Value& left, const Value& right, Span span) {
    Joined result(span);
    std::size_t next = 0;
    const std::string& text = left.text;
    for (std::size_t at = 0; at < text.size();) {
        const std::size_t mark = std::min(text.find('%', at), text.size());
        result.add_text(std::string_view(text).substr(at, mark - at), left);
        if (mark + 1 >= text.size()) break;
        std::size_t end = mark + 1;
        const Value* operand = nullptr;
        if (text[end] == '%') {
            result.add_text("%", left);
            at = end + 1;
            continue;
        }
        if (text[end] == '(') {
            const std::size_t close = std::min(text.find(')', end), text.size() - 1);
            const std::string name = text.substr(end + 1, close - end - 1);
            for (std::size_t index = 0; right.is(ValueKind::Dictionary) && index + 1 < right.items.size(); index += 2) {
                if (right.items[index].is(ValueKind::String) && right.items[index].text == name)
                    operand = &right.items[index + 1];
            }
            end = close + 1;
        } else if (right.is(ValueKind::Tuple)) {
            operand = next < right.items.size() ? &right.items[next++] : nullptr;
        } else {
            operand = &right;
        }
        const bool is_plain = end < text.size() && (text[end] == 's' || text[end] == 'd');
        result.add(operand != nullptr && is_plain ? *operand : unknown_value(span));
        at = is_plain ? end + 1 : std::min(text.find_first_of("sdrifxgeEG", end), text.size() - 1) + 1;
    }
    return result.take();
}

// str.format(): {}, {0}, {name}; a conversion, format or attribute makes the part unknown.
Value formatted(const Value& text, const Value& call) {
    Joined result(call.span);
    std::size_t next = 0;
    const std::string& pattern = text.text;
    for (std::size_t at = 0; at < pattern.size();) {
        const std::size_t mark = std::min(pattern.find_first_of("{}", at), pattern.size());
        result.add_text(std::string_view(pattern).substr(at, mark - at), text);
        if (mark >= pattern.size()) break;
        if (mark + 1 < pattern.size() && pattern[mark + 1] == pattern[mark]) {
            result.add_text(std::string_view(pattern).substr(mark, 1), text);
            at = mark + 2;
            continue;
        }
        const std::size_t close = std::min(pattern.find('}', mark), pattern.size());
        const std::string field = pattern.substr(mark + 1, close - std::min(mark + 1, close));
        const bool is_number = !field.empty() && std::ranges::all_of(field, [](char c) { return c >= '0' && c <= '9'; });
        const Value* operand = nullptr;
        if (field.empty()) operand = call.positional(next++);
        else if (is_number && field.size() < 4) operand = call.positional(static_cast<std::size_t>(std::stoul(field)));
        else operand = call.keyword(field);
        result.add(operand != nullptr ? *operand : unknown_value(call.span));
        at = close + 1;
    }
    return result.take();
}

Value sequence(std::vector<Value> items, Span span) {
    Value list;
    list.kind = ValueKind::List;
    list.span = span;
    list.items = std::move(items);
    return list;
}

bool is_whole_sequence(const Value* value) {
    if (value == nullptr) return false;
    if (!value->is(ValueKind::List) && !value->is(ValueKind::Tuple) && !value->is(ValueKind::Set)) return false;
    return std::ranges::none_of(value->items, [](const Value& item) { return item.is(ValueKind::Starred); });
}

Value pair_of(Value left, Value right) {
    Value tuple;
    tuple.kind = ValueKind::Tuple;
    tuple.span = right.span;
    tuple.items.push_back(std::move(left));
    tuple.items.push_back(std::move(right));
    return tuple;
}

Value integer_value(std::int64_t number, Span span) {
    Value value;
    value.kind = ValueKind::Integer;
    value.span = span;
    value.text = std::to_string(number);
    return value;
}

std::string trimmed(std::string_view text, bool left, bool right) {
    constexpr std::string_view kSpace = " \t\r\n\f\v";
    if (left) text.remove_prefix(std::min(text.find_first_not_of(kSpace), text.size()));
    if (right) text = text.substr(0, text.find_last_not_of(kSpace) + 1);
    return std::string(text);
}

// With the place of the text that it was made of.
Value remade(std::string text, const Value& origin) {
    Value value = string_value(std::move(text), origin.span);
    value.runs = origin.runs;
    return value;
}

std::string replaced(std::string text, const std::string& from, const std::string& to) {
    if (from.empty()) return text;
    for (std::size_t at = text.find(from); at != std::string::npos && text.size() < kMaximumText;
         at = text.find(from, at + to.size()))
        text.replace(at, from.size(), to);
    return text;
}

std::optional<Value> call_string_method(const Value& object, std::string_view method, const Value& call) {
    const Value* first = call.positional(0);
    const Value* second = call.positional(1);
    const bool has_text = first != nullptr && first->is(ValueKind::String);
    if (method == "format") return formatted(object, call);
    if (method == "strip" || method == "lstrip" || method == "rstrip") {
        if (first != nullptr) return std::nullopt;
        return remade(trimmed(object.text, method != "rstrip", method != "lstrip"), object);
    }
    if (method == "lower") return remade(sql::fold(object.text), object);
    if (method == "upper") {
        std::string text = object.text;
        for (char& letter : text) letter = letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
        return remade(std::move(text), object);
    }
    if (method == "replace" && has_text && second != nullptr && second->is(ValueKind::String))
        return remade(replaced(object.text, first->text, second->text), object);
    if (method == "startswith" && has_text) return boolean_value(object.text.starts_with(first->text), call.span);
    if (method == "endswith" && has_text) return boolean_value(object.text.ends_with(first->text), call.span);
    if (method == "join" && is_whole_sequence(first)) {
        Joined joined(call.span);
        for (std::size_t index = 0; index < first->items.size(); ++index) {
            if (index > 0) joined.add(object);
            joined.add(first->items[index]);
        }
        return joined.take();
    }
    if (method == "split" && has_text && second == nullptr && !first->text.empty()) {
        std::vector<Value> parts;
        for (std::size_t begin = 0; begin <= object.text.size();) {
            const std::size_t end = std::min(object.text.find(first->text, begin), object.text.size());
            parts.push_back(remade(object.text.substr(begin, end - begin), object));
            begin = end + first->text.size();
        }
        return sequence(std::move(parts), call.span);
    }
    return std::nullopt;
}

std::optional<Value> call_dictionary_method(const Value& object, std::string_view method, const Value& call) {
    const auto has_key = [](const Value& key) { return key.is(ValueKind::Unknown); };
    for (std::size_t index = 0; index < object.items.size(); index += 2) {
        if (has_key(object.items[index])) return std::nullopt;
    }
    if (method == "get") {
        const Value* key = call.positional(0);
        for (std::size_t index = 0; key != nullptr && index + 1 < object.items.size(); index += 2) {
            if (same_value(object.items[index], *key)) return object.items[index + 1];
        }
        return std::nullopt;
    }
    std::vector<Value> parts;
    for (std::size_t index = 0; index + 1 < object.items.size(); index += 2) {
        if (method == "items") parts.push_back(pair_of(object.items[index], object.items[index + 1]));
        else if (method == "keys") parts.push_back(object.items[index]);
        else if (method == "values") parts.push_back(object.items[index + 1]);
        else return std::nullopt;
    }
    return sequence(std::move(parts), call.span);
}

std::optional<Value> enumerated(const Value& list, const Value& call) {
    std::vector<Value> parts;
    const Value* start = call.argument("start", 1);
    std::int64_t number = integer_of(start).value_or(0);
    parts.reserve(list.items.size());
    for (const Value& item : list.items) parts.push_back(pair_of(integer_value(number++, item.span), item));
    return sequence(std::move(parts), call.span);
}

std::optional<Value> range_of(const Value& call) {
    const std::optional<std::int64_t> first = integer_of(call.positional(0));
    const std::optional<std::int64_t> second = integer_of(call.positional(1));
    if (!first || call.arguments.size() > 2 || (call.arguments.size() == 2 && !second)) return std::nullopt;
    const std::int64_t begin = second ? *first : 0;
    const std::int64_t end = second ? *second : *first;
    if (end - begin > kMaximumRange) return std::nullopt;
    std::vector<Value> numbers;
    for (std::int64_t number = begin; number < end; ++number) numbers.push_back(integer_value(number, call.span));
    return sequence(std::move(numbers), call.span);
}

std::optional<Value> zipped(const Value& call) {
    const Value* left = call.positional(0);
    const Value* right = call.positional(1);
    if (call.arguments.size() != 2 || !is_whole_sequence(left) || !is_whole_sequence(right)) return std::nullopt;
    std::vector<Value> parts;
    for (std::size_t index = 0; index < std::min(left->items.size(), right->items.size()); ++index)
        parts.push_back(pair_of(left->items[index], right->items[index]));
    return sequence(std::move(parts), call.span);
}

// As json.dumps() writes plain data; nothing for texts that need escapes.
std::optional<std::string> json_of(const Value& value) {
    if (value.is(ValueKind::Integer) || value.is(ValueKind::Float)) return value.text;
    if (value.is(ValueKind::Boolean)) return value.text == "True" ? "true" : "false";
    if (value.is(ValueKind::None)) return "null";
    if (value.is(ValueKind::String)) {
        const bool is_plain =
            std::ranges::all_of(value.text, [](char c) { return c >= ' ' && c <= '~' && c != '"' && c != '\\'; });
        return is_plain ? std::optional("\"" + value.text + "\"") : std::nullopt;
    }
    const bool is_dictionary = value.is(ValueKind::Dictionary);
    if (!is_dictionary && !value.is(ValueKind::List) && !value.is(ValueKind::Tuple)) return std::nullopt;
    std::string text;
    for (std::size_t index = 0; index < value.items.size(); ++index) {
        const std::optional<std::string> item = json_of(value.items[index]);
        if (!item) return std::nullopt;
        text += (index == 0 ? "" : is_dictionary && index % 2 == 1 ? ": " : ", ") + *item;
    }
    return (is_dictionary ? "{" : "[") + text + (is_dictionary ? "}" : "]");
}

}  // namespace

Value combine(Value operation) {
    const Value& left = operation.items[0];
    const Value& right = operation.items[1];
    if (operation.is(ValueKind::Modulo)) {
        if (left.is(ValueKind::String)) return percent(left, right, operation.span);
        return unknown_value(operation.span);
    }
    if (is_text(left) || is_text(right)) {
        Joined joined(operation.span);
        joined.add(left);
        joined.add(right);
        return joined.take();
    }
    const bool are_lists = left.kind == right.kind && (left.is(ValueKind::List) || left.is(ValueKind::Tuple));
    if (!are_lists) return unknown_value(operation.span);
    Value sum = left;
    sum.items.insert(sum.items.end(), right.items.begin(), right.items.end());
    sum.span = operation.span;
    return sum;
}

Value fold_format(const Value& format) {
    Joined joined(format.span);
    for (const Value& part : format.items) joined.add(part);
    return joined.take();
}

bool is_builtin(std::string_view name) {
    static constexpr std::array<std::string_view, 40> kBuiltins = {
        "abs",        "all",   "any",       "bool",     "bytes",   "chr",     "dict",   "dir", "divmod", "enumerate",
        "filter",     "float", "frozenset", "getattr",  "globals", "hasattr", "hash",   "id",  "int",    "isinstance",
        "issubclass", "iter",  "len",       "list",     "locals",  "map",     "max",    "min", "next",   "ord",
        "print",      "range", "repr",      "reversed", "round",   "set",     "sorted", "str", "sum",    "tuple",
    };
    return std::ranges::find(kBuiltins, name) != kBuiltins.end() || name == "type" || name == "vars" || name == "zip" ||
           name == "super" || name == "open" || name == "object" || name == "setattr" || name == "property" || name == "exit" ||
           name == "quit";
}

std::optional<Value> call_builtin(std::string_view path, const Value& call) {
    const Value* first = call.positional(0);
    if (path == "str" && first != nullptr) {
        if (const std::optional<std::string> text = shown(*first)) return remade(*text, *first);
        if (sqlalchemy_name(*first) == "text")
            return first->positional(0) == nullptr ? std::nullopt : std::optional(*first->positional(0));
        return std::nullopt;
    }
    if (path == "textwrap.dedent" || path == "inspect.cleandoc") {
        if (first != nullptr && is_text(*first)) return *first;  // SQL is the same wherever it is indented
        return std::nullopt;
    }
    if (path == "json.dumps" && first != nullptr) {
        if (const std::optional<std::string> text = json_of(*first)) return remade(*text, *first);
        return std::nullopt;
    }
    if (path == "itertools.chain" && !call.arguments.empty()) {
        std::vector<Value> all;
        for (const Argument& argument : call.arguments) {
            if (!argument.keyword.empty() || !is_whole_sequence(&argument.value)) return std::nullopt;
            all.insert(all.end(), argument.value.items.begin(), argument.value.items.end());
        }
        return sequence(std::move(all), call.span);
    }
    if (path == "range") return range_of(call);
    if (path == "zip") return zipped(call);
    if (!is_whole_sequence(first)) return std::nullopt;
    if (path == "enumerate") return enumerated(*first, call);
    if (path == "list" || path == "tuple" || path == "set" || path == "sorted" || path == "frozenset" || path == "reversed") {
        Value copy = *first;
        copy.kind = path == "tuple" ? ValueKind::Tuple : ValueKind::List;
        const auto by_text = [](const Value& left, const Value& right) { return left.text < right.text; };
        if (path == "sorted") std::ranges::stable_sort(copy.items, by_text);
        if (path == "reversed") std::ranges::reverse(copy.items);
        return copy;
    }
    if (path == "len") return integer_value(static_cast<std::int64_t>(first->items.size()), call.span);
    return std::nullopt;
}

std::optional<Value> call_value_method(const Value& object, std::string_view method, const Value& call) {
    if (object.is(ValueKind::String)) return call_string_method(object, method, call);
    if (object.is(ValueKind::Dictionary)) return call_dictionary_method(object, method, call);
    return std::nullopt;
}

}  // namespace rowtype::alembic
