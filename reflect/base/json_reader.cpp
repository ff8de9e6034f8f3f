#include "reflect/base/json_reader.h"

#include <array>
#include <charconv>

namespace rowtype {

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }

}  // namespace

JsonReader::JsonReader(std::string_view text, int maximum_depth) : text_(text), maximum_depth_(maximum_depth) {
    if (text_.starts_with("\xEF\xBB\xBF")) position_ = 3;  // Windows editors add a byte-order mark on save
}

std::string JsonReader::string() {
    std::string buffer;
    const std::string_view text = read_string(buffer, "a string");
    return text.data() == buffer.data() ? std::move(buffer) : std::string(text);
}

bool JsonReader::boolean() {
    skip_space();
    token_ = position_;
    if (skip_word("true")) return true;
    if (!skip_word("false")) fail("expected true or false");
    return false;
}

std::int64_t JsonReader::integer(std::int64_t minimum, std::int64_t maximum) {
    skip_space();
    token_ = position_;
    const std::string_view digits = number();
    if (!ok()) return minimum;
    std::int64_t value = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value);
    if (error != std::errc{} || end != digits.data() + digits.size() || value < minimum || value > maximum) {
        fail("expected a whole number from " + std::to_string(minimum) + " to " + std::to_string(maximum));
        return minimum;
    }
    return value;
}

void JsonReader::skip() {
    skip_space();
    token_ = position_;
    switch (peek()) {
        case '{': object([this](std::string_view) { skip(); }); return;
        case '[': array([this] { skip(); }); return;
        case '"': {
            std::string buffer;
            read_string(buffer, "a string");
            return;
        }
        case 't':
        case 'f':
        case 'n':
            if (!skip_word("true") && !skip_word("false") && !skip_word("null")) fail("expected a value");
            return;
        default: static_cast<void>(number());
    }
}

std::string_view JsonReader::raw() {
    skip_space();
    const std::size_t begin = position_;
    skip();
    return ok() ? text_.substr(begin, position_ - begin) : std::string_view();
}

bool JsonReader::next_is(char first) {
    skip_space();
    return position_ < text_.size() && text_[position_] == first;
}

void JsonReader::finish() {
    skip_space();
    if (ok() && position_ != text_.size()) fail_here("unexpected text after the end");
}

void JsonReader::fail(std::string problem) {
    if (!ok()) return;
    problem_ = std::move(problem);
    problem_offset_ = token_;
    position_ = text_.size();
}

void JsonReader::fail_here(std::string problem) {
    token_ = position_;
    fail(std::move(problem));
}

bool JsonReader::open(char bracket, std::string_view wanted) {
    skip_space();
    token_ = position_;
    if (peek() != bracket) {
        fail("expected " + std::string(wanted));
        return false;
    }
    ++position_;
    if (++depth_ > maximum_depth_) fail("nested more than " + std::to_string(maximum_depth_) + " levels deep");
    return ok();
}

// Consumes the separator before an item, or the closing bracket; false at the end and after a failure.
bool JsonReader::next_item(char closing, bool first) {
    if (!ok()) return false;
    skip_space();
    if (peek() == closing && position_ < text_.size()) {
        ++position_;
        --depth_;
        return false;
    }
    if (!first) {
        if (peek() != ',') {
            fail_here(position_ == text_.size() ? "the text ends too early" : "expected a comma or the closing bracket");
            return false;
        }
        ++position_;
    }
    return true;
}

void JsonReader::expect(char wanted, std::string_view name) {
    skip_space();
    if (peek() != wanted) return fail_here("expected " + std::string(name));
    ++position_;
}

std::string_view JsonReader::read_string(std::string& buffer, std::string_view wanted) {
    skip_space();
    token_ = position_;
    if (peek() != '"') {
        fail(position_ == text_.size() ? "the text ends too early" : "expected " + std::string(wanted));
        return {};
    }
    std::size_t begin = ++position_;
    skip_plain();
    if (peek() == '"') return text_.substr(begin, position_++ - begin);
    buffer.clear();
    while (ok()) {
        buffer.append(text_, begin, position_ - begin);
        if (position_ == text_.size()) {
            fail("a string that does not end");
        } else if (text_[position_] == '"') {
            ++position_;
            return buffer;
        } else if (text_[position_] != '\\') {
            fail_here("a control character inside a string");
        } else {
            ++position_;
            read_escape(buffer);
        }
        begin = position_;
        skip_plain();
    }
    return {};
}

// Over what stands for itself in a string.
void JsonReader::skip_plain() {
    static constexpr std::array<bool, 256> kIsPlain = [] {
        std::array<bool, 256> is_plain{};
        for (std::size_t letter = 0x20; letter < is_plain.size(); ++letter) is_plain[letter] = letter != '"' && letter != '\\';
        return is_plain;
    }();
    while (position_ < text_.size() && kIsPlain[static_cast<unsigned char>(text_[position_])]) ++position_;
}

void JsonReader::read_escape(std::string& into) {
    const char kind = peek();
    ++position_;
    switch (kind) {
        case '"':
        case '\\':
        case '/': into += kind; return;
        case 'b': into += '\b'; return;
        case 'f': into += '\f'; return;
        case 'n': into += '\n'; return;
        case 'r': into += '\r'; return;
        case 't': into += '\t'; return;
        case 'u': break;
        default: return fail("an escape that JSON does not have");
    }
    std::uint32_t code = read_hexadecimal();
    if (code >= 0xD800 && code < 0xDC00 && text_.substr(position_, 2) == "\\u") {
        position_ += 2;
        const std::uint32_t low = read_hexadecimal();
        if (low < 0xDC00 || low > 0xDFFF) return fail("half of a surrogate pair");
        code = 0x10000 + ((code - 0xD800) << 10) + (low - 0xDC00);
    } else if (code >= 0xD800 && code <= 0xDFFF) {
        return fail("half of a surrogate pair");
    }
    append_utf8(into, code);
}

std::uint32_t JsonReader::read_hexadecimal() {
    const std::string_view digits = text_.substr(std::min(position_, text_.size()), 4);
    std::uint32_t code = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), code, 16);
    if (digits.size() != 4 || error != std::errc{} || end != digits.data() + 4) {
        fail("an escape that needs four hexadecimal digits");
        return 0;
    }
    position_ += 4;
    return code;
}

void JsonReader::skip_space() {
    while (position_ < text_.size()) {
        const char letter = text_[position_];
        if (letter != ' ' && letter != '\n' && letter != '\r' && letter != '\t') return;
        ++position_;
    }
}

bool JsonReader::skip_word(std::string_view word) {
    if (!text_.substr(position_).starts_with(word)) return false;
    position_ += word.size();
    return true;
}

// RFC 8259 section 6: no leading zero, no bare point, no plus sign.
std::string_view JsonReader::number() {
    const std::size_t begin = position_;
    const auto digits = [this] {
        const std::size_t first = position_;
        while (is_digit(peek())) ++position_;
        return position_ != first;
    };
    if (peek() == '-') ++position_;
    bool valid = true;
    if (peek() == '0') {
        ++position_;
    } else {
        valid = digits();
    }
    if (valid && peek() == '.') {
        ++position_;
        valid = digits();
    }
    if (valid && (peek() == 'e' || peek() == 'E')) {
        ++position_;
        if (peek() == '+' || peek() == '-') ++position_;
        valid = digits();
    }
    if (!valid) {
        fail(begin == text_.size() ? "the text ends too early" : "expected a value");
        return {};
    }
    return text_.substr(begin, position_ - begin);
}

}  // namespace rowtype
