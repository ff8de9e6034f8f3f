#include "analysis/facts/string_literals.h"

#include <array>
#include <optional>
#include <utility>

#include "analysis/facts/expressions.h"

namespace rowtype::facts {

using Cursor = syntax::FlatCursor;
using syntax::Field;
using Node = syntax::FlatNode;
using syntax::NodeKind;

namespace {

struct Prefix {
    bool raw = false;
    bool bytes = false;
    bool format = false;
    bool template_ = false;  // t"…" (PEP 750)
};

// Collects the parts of one literal, or of several that stand side by side.
class StringReader {
public:
    StringReader(Cursor& cursor, const Source& source, const std::function<Value(Cursor&)>& read_hole)
        : cursor_(cursor), source_(source), read_hole_(read_hole) {}

    Value read();

private:
    void literal();
    void content(Span span, Prefix prefix);
    void escape(std::uint32_t& position, std::uint32_t end, Prefix prefix);
    void unicode_escape(std::uint32_t begin, std::uint32_t digits, std::uint32_t& position, std::uint32_t end, bool bytes);
    void octal_escape(std::uint32_t begin, std::uint32_t& position, std::uint32_t end, bool bytes);
    void hole(bool of_template);
    [[nodiscard]] Value of_template(Value expression, Span place, std::string_view specifier) const;
    void add(std::string_view text, std::uint32_t begin, std::uint32_t end);
    void fail() { failed_ = true; }
    [[nodiscard]] Value finish(const Node& node);

    Cursor& cursor_;
    const Source& source_;
    const std::function<Value(Cursor&)>& read_hole_;
    Value plain_;               // the text so far, where nothing is an f-string
    std::vector<Value> parts_;  // of an f-string: String parts and holes, in order
    bool any_bytes_ = false;
    bool any_text_ = false;
    bool any_format_ = false;
    bool failed_ = false;
};

Prefix prefix_of(std::string_view start);
bool is_special(char byte, Prefix prefix);
std::optional<std::uint32_t> hexadecimal(std::string_view digits);
std::string utf8(std::uint32_t code_point);

}  // namespace

Value read_string(Cursor& cursor, const Source& source, const std::function<Value(Cursor&)>& read_hole) {
    return StringReader(cursor, source, read_hole).read();
}

void append_run(Value& string, std::string_view text, Span source) {
    if (text.empty()) return;
    const auto begin = static_cast<std::uint32_t>(string.text.size());
    const auto size = static_cast<std::uint32_t>(text.size());
    string.text.append(text);
    if (!string.runs.empty()) {
        TextRun& last = string.runs.back();
        const bool both_linear = last.decoded.size() == last.source.size() && size == source.size();
        if (both_linear && last.source.end == source.begin) {
            last.decoded.end += size;
            last.source.end = source.end;
            return;
        }
    }
    string.runs.push_back({{begin, begin + size}, source});
}

namespace {

Value StringReader::read() {
    const Node node = cursor_.node();
    if (node.has_error()) {
        fail();
    } else if (node.kind() == NodeKind::ConcatenatedString) {
        for_each_child(cursor_, [this](NodeKind kind) { kind == NodeKind::String ? literal() : fail(); });
    } else {
        literal();
    }
    return finish(node);
}

void StringReader::literal() {
    const Span whole = cursor_.node().span();
    if (!cursor_.to_first_child()) return fail();
    const Prefix prefix = prefix_of(source_.bytes(cursor_.node()));
    (prefix.bytes ? any_bytes_ : any_text_) = true;
    any_format_ = any_format_ || prefix.format;
    if (any_format_ && !plain_.runs.empty()) parts_.push_back(std::exchange(plain_, {}));
    bool closed = false;
    std::uint32_t plain_begin = cursor_.node().end();
    while (cursor_.to_next_sibling()) {
        const Node part = cursor_.node();
        if (part.kind() == NodeKind::Interpolation) {
            content({plain_begin, part.begin()}, prefix);
            hole(prefix.template_);
            plain_begin = part.end();
        } else if (part.kind() == NodeKind::StringEnd) {
            content({plain_begin, part.begin()}, prefix);
            closed = !part.is_missing() && part.end() == whole.end;
        }
    }
    cursor_.to_parent();
    if (!closed) fail();
}

// Decodes the bytes between two tokens of a literal.
void StringReader::content(Span span, Prefix prefix) {
    const std::string_view text = source_.text.substr(0, span.end);
    std::uint32_t position = span.begin;
    while (position < span.end) {
        std::uint32_t stop = position;
        while (stop < span.end && !is_special(text[stop], prefix)) ++stop;
        add(text.substr(position, stop - position), position, stop);
        position = stop;
        if (position >= span.end) return;
        if (text[position] == '\\' && !prefix.raw) {
            escape(position, span.end, prefix);
        } else if (text[position] == '\\') {
            add("\\", position, position + 1);
            ++position;
        } else if (text[position] == '\r') {  // Python reads every line end as "\n"
            const std::uint32_t end = text.substr(position, 2) == "\r\n" ? position + 2 : position + 1;
            add("\n", position, end);
            position = end;
        } else {  // a doubled brace of an f-string
            const std::uint32_t end = std::min(position + 2, span.end);
            add(text.substr(position, 1), position, end);
            position = end;
        }
    }
}

// One escape sequence; `position` is at its backslash and moves behind it. The Python reference, 2.4.1.1.
void StringReader::escape(std::uint32_t& position, std::uint32_t end, Prefix prefix) {
    const std::uint32_t begin = position;
    if (begin + 1 >= end) return fail(), void(position = end);
    const char letter = source_.text[begin + 1];
    position = begin + 2;
    constexpr std::string_view kLetters = "\\'\"abfnrtv";
    constexpr std::string_view kMeanings = "\\'\"\a\b\f\n\r\t\v";
    if (const std::size_t index = kLetters.find(letter); index != std::string_view::npos) {
        add(kMeanings.substr(index, 1), begin, position);
    } else if (letter == '\n') {
        return;  // joined lines
    } else if (letter == '\r') {
        if (position < end && source_.text[position] == '\n') ++position;
    } else if (letter == 'x') {
        unicode_escape(begin, 2, position, end, prefix.bytes);
    } else if (letter == 'u' && !prefix.bytes) {
        unicode_escape(begin, 4, position, end, false);
    } else if (letter == 'U' && !prefix.bytes) {
        unicode_escape(begin, 8, position, end, false);
    } else if (letter == 'N' && !prefix.bytes) {
        fail();  // by name; the table of names is not ours
    } else if (letter >= '0' && letter <= '7') {
        octal_escape(begin, position, end, prefix.bytes);
    } else {
        add("\\", begin, begin + 1);  // no escape: the backslash stays
        position = begin + 1;
    }
}

void StringReader::unicode_escape(std::uint32_t begin, std::uint32_t digits, std::uint32_t& position, std::uint32_t end,
                                  bool bytes) {
    const std::uint32_t stop = std::min(position + digits, end);
    const std::optional<std::uint32_t> code = hexadecimal(slice(source_.text, {position, stop}));
    position = stop;
    const bool surrogate = code && *code >= 0xD800 && *code <= 0xDFFF;
    if (!code || stop - begin != digits + 2 || *code > 0x10FFFF || surrogate) return fail();
    add(bytes ? std::string(1, static_cast<char>(*code)) : utf8(*code), begin, position);
}

void StringReader::octal_escape(std::uint32_t begin, std::uint32_t& position, std::uint32_t end, bool bytes) {
    position = begin + 1;
    std::uint32_t code = 0;
    while (position < end && position < begin + 4 && source_.text[position] >= '0' && source_.text[position] <= '7') {
        code = code * 8 + static_cast<std::uint32_t>(source_.text[position] - '0');
        ++position;
    }
    add(bytes ? std::string(1, static_cast<char>(code & 0xFFU)) : utf8(code), begin, position);
}

void StringReader::hole(bool in_template) {
    Value value;
    value.span = source_.span_of(cursor_.node());
    bool plain = true;
    std::string_view specifier;
    Value expression = value;
    for_each_child(cursor_, [&](NodeKind kind) {
        if (cursor_.field() == Field::Expression) {
            expression = read_hole_(cursor_);
        } else {
            plain = false;
            if (kind != NodeKind::Comment) specifier = source_.bytes(cursor_.node());
        }
    });
    if (in_template) return parts_.push_back(of_template(std::move(expression), value.span, specifier));
    // f"{name=}" shows the name, too.
    if (plain && source_.bytes(cursor_.node()).find('=', expression.span.end + source_.origin - cursor_.node().begin()) !=
                     std::string_view::npos) {
        plain = false;
    }
    parts_.push_back(plain ? std::move(expression) : std::move(value));
}

// Whoever takes a t-string decides what becomes of its parts: psycopg makes an identifier of ":i" and puts in what is SQL itself for ":q";
// all else is sent as a value, whatever text it is.
Value StringReader::of_template(Value expression, Span place, std::string_view specifier) const {
    if (specifier == ":q") return expression;
    Value part;
    part.span = place;
    if (specifier != ":i") return part;
    part.kind = ValueKind::Call;
    Value callee;
    callee.kind = ValueKind::Name;
    callee.text = "Identifier";
    callee.span = {place.begin, place.begin};
    part.items.push_back(std::move(callee));
    part.arguments.push_back({{}, {}, std::move(expression)});
    return part;
}

void StringReader::add(std::string_view text, std::uint32_t begin, std::uint32_t end) {
    if (text.empty()) return;
    const Span source = source_.relative({begin, end});
    if (!any_format_) {
        if (plain_.runs.empty()) {
            plain_.kind = ValueKind::String;
            plain_.span = source;
        }
        append_run(plain_, text, source);
        plain_.span.end = source.end;
        return;
    }
    if (parts_.empty() || !parts_.back().is(ValueKind::String) || parts_.back().runs.empty()) {
        Value part;
        part.kind = ValueKind::String;
        part.span = source;
        parts_.push_back(std::move(part));
    }
    append_run(parts_.back(), text, source);
    parts_.back().span.end = source.end;
}

Value StringReader::finish(const Node& node) {
    Value value;
    value.span = source_.span_of(node);
    if (failed_ || (any_bytes_ && any_text_)) return value;
    if (any_format_) {
        value.kind = ValueKind::Format;
        value.items = std::move(parts_);
        return value;
    }
    value.kind = any_bytes_ ? ValueKind::Bytes : ValueKind::String;
    value.text = std::move(plain_.text);
    value.runs = std::move(plain_.runs);
    return value;
}

Prefix prefix_of(std::string_view start) {
    Prefix prefix;
    for (const char letter : start) {
        if (letter == 'r' || letter == 'R') prefix.raw = true;
        if (letter == 'b' || letter == 'B') prefix.bytes = true;
        if (letter == 't' || letter == 'T') prefix.template_ = true;
        if (letter == 'f' || letter == 'F' || letter == 't' || letter == 'T') prefix.format = true;
    }
    return prefix;
}

// Whether it may stand for anything but itself.
bool is_special(char byte, Prefix prefix) {
    return byte == '\\' || byte == '\r' || (prefix.format && (byte == '{' || byte == '}'));
}

std::optional<std::uint32_t> hexadecimal(std::string_view digits) {
    std::uint32_t value = 0;
    for (const char digit : digits) {
        const std::size_t index = std::string_view("0123456789abcdefABCDEF").find(digit);
        if (index == std::string_view::npos) return std::nullopt;
        value = value * 16 + static_cast<std::uint32_t>(index < 16 ? index : index - 6);
    }
    return value;
}

std::string utf8(std::uint32_t code_point) {
    const auto tail = [code_point](unsigned shift) { return static_cast<char>(0x80U | ((code_point >> shift) & 0x3FU)); };
    if (code_point < 0x80) return {static_cast<char>(code_point)};
    if (code_point < 0x800) return {static_cast<char>(0xC0U | (code_point >> 6U)), tail(0)};
    if (code_point < 0x10000) return {static_cast<char>(0xE0U | (code_point >> 12U)), tail(6), tail(0)};
    return {static_cast<char>(0xF0U | (code_point >> 18U)), tail(12), tail(6), tail(0)};
}

}  // namespace

}  // namespace rowtype::facts
