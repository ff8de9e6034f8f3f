#include "analysis/postgrest/scanner.h"

#include <algorithm>
#include <array>
#include <cstdio>

#include "analysis/postgrest/unicode_letters.h"

namespace rowtype::postgrest {

namespace {

char32_t decode(std::string_view text, std::uint32_t offset, std::uint32_t length);
bool is_digit(char character) { return character >= '0' && character <= '9'; }

constexpr std::string_view kJsonKeyStops = "(-:.,>)";
constexpr std::string_view kQuotingRemedy = "put double quotes around a name that holds other characters";

}  // namespace

std::string ParseError::to_string() const { return remedy.empty() ? message : message + " (" + remedy + ")"; }

Scanner::Scanner(std::string_view text) : text_(text.substr(0, kLongestText)) {
    if (text.size() <= kLongestText) return;
    fail(ErrorKind::Limit, {end(), end()}, "the text is longer than 65536 bytes and was not checked");
}

bool Scanner::accept(std::string_view wanted) {
    if (!next_is(wanted)) return false;
    position_ += static_cast<std::uint32_t>(wanted.size());
    return true;
}

bool Scanner::skip_blanks() {
    const std::uint32_t start = position_;
    while (!at_end() && (text_[position_] == ' ' || text_[position_] == '\t')) ++position_;
    return position_ != start;
}

bool Scanner::at_identifier() const { return identifier_character_length() > 0; }

bool Scanner::read_name(Name& name, std::string_view wanted) {
    if (next_is("\"")) return read_quoted(name);
    name = {};
    do {
        std::string part;
        Span span;
        if (!read_identifier(part, span)) {
            std::string message = "expected " + std::string(wanted);
            if (!name.text.empty()) message = "expected a letter, a digit or \"_\" after \"-\"";
            if (next_is("'")) return expected(message, "names are quoted with double quotes: \"name\"");
            if (next_is("{")) return expected(message, "write f before the string if \"{…}\" stands for a value");
            if (at_end() || next_is(",") || next_is(")")) return expected(message);
            return expected(message, std::string(kQuotingRemedy));
        }
        if (name.text.empty()) name.span = span;
        name.text += part;
        name.span.end = span.end;
        if (!next_is("-") || next_is("->")) return true;
        name.text += '-';
        ++position_;
        name.span.end = position_;
    } while (true);
}

bool Scanner::read_identifier(std::string& identifier, Span& span) {
    const std::uint32_t start = position_;
    while (const std::uint32_t length = identifier_character_length()) position_ += length;
    if (position_ == start) return false;
    span = trim(text_, {start, position_});
    identifier = std::string(slice(text_, span));
    return true;
}

bool Scanner::read_quoted(Name& name) {
    const std::uint32_t start = position_;
    name = {};
    name.quoted = true;
    for (++position_; !at_end(); ++position_) {
        const char character = text_[position_];
        if (character == '"') {
            ++position_;
            name.span = {start, position_};
            return true;
        }
        if (character == '\\') {
            if (++position_ == end()) break;
        }
        name.text += text_[position_];
    }
    name.span = {start, end()};
    return refuse({start, end()}, "this quoted name never ends: expected a closing '\"'",
                  "inside quotes a '\"' is written \\\" and a backslash \\\\");
}

bool Scanner::read_json_path(std::vector<JsonStep>& path) {
    while (next_is("->")) {
        JsonStep step;
        step.as_text = accept("->>");
        if (!step.as_text) position_ += 2;
        if (!read_json_step(step)) return false;
        path.push_back(std::move(step));
    }
    return true;
}

bool Scanner::read_json_step(JsonStep& step) {
    const std::uint32_t start = position_;
    accept("-");
    const std::uint32_t digits = position_;
    while (!at_end() && is_digit(text_[position_])) ++position_;
    const bool ends = at_end() || next_is("->") || next_is("::") || next_is(".") || next_is(",");
    if (position_ > digits && ends) {
        step.is_index = true;
        step.span = {start, position_};
        step.key = std::string(slice(text_, step.span));
        return true;
    }
    if (digits > start) {
        return expected(position_ > digits ? "expected the end of the array index" : "expected a digit after \"->-\"",
                        "an object key that starts with \"-\" needs double quotes");
    }
    position_ = start;
    if (next_is("\"")) {
        Name key;
        if (!read_quoted(key)) return false;
        step.key = std::move(key.text);
        step.span = key.span;
        return true;
    }
    std::uint32_t part = position_;
    while (true) {
        while (!at_end() && kJsonKeyStops.find(text_[position_]) == std::string_view::npos) ++position_;
        if (position_ == part) {
            return expected("expected a JSON key or an array index", "a key that holds one of ( - : . , > ) needs double quotes");
        }
        const Span span = trim(text_, {part, position_});
        if (step.key.empty()) step.span = span;
        step.key += slice(text_, span);
        step.span.end = span.end;
        if (!next_is("-") || next_is("->")) return true;
        step.key += '-';
        part = ++position_;
        step.span.end = position_;
    }
}

bool Scanner::read_field(Field& field, std::string_view wanted) {
    skip_blanks();
    if (!read_name(field.name, wanted) || !read_json_path(field.json_path)) return false;
    skip_blanks();
    return true;
}

bool Scanner::fail(ErrorKind kind, Span span, std::string message, std::string remedy) {
    if (!error_) error_ = ParseError{kind, span, std::move(message), std::move(remedy)};
    return false;
}

bool Scanner::refuse(Span span, std::string message, std::string remedy) {
    return fail(ErrorKind::Refused, span, std::move(message), std::move(remedy));
}

bool Scanner::expected(std::string message, std::string remedy) {
    return refuse(next_span(), message + ", found " + found(), std::move(remedy));
}

bool Scanner::refuse_ignored_rest(std::string message, std::string remedy) {
    return fail(ErrorKind::Ignored, {position_, end()}, std::move(message), std::move(remedy));
}

Span Scanner::next_span() const {
    if (at_end()) return {end(), end()};
    return {position_, std::min(end(), position_ + utf8_length(text_, position_))};
}

std::string Scanner::found() const {
    if (at_end()) return "the end";
    const std::string_view next = slice(text_, next_span());
    if (next == "\n" || next == "\r") return "a line break";
    if (next == "\t") return "a tab";
    if (next == " ") return "a blank";
    if (next == "\"") return "'\"'";
    const auto byte = static_cast<unsigned char>(next.front());
    if (byte < 0x20 || byte == 0x7F || (next.size() == 1 && byte >= 0x80)) {
        std::array<char, 16> code{};
        std::snprintf(code.data(), code.size(), "byte 0x%02X", static_cast<unsigned>(byte));
        return code.data();
    }
    return "\"" + std::string(next) + "\"";
}

std::uint32_t Scanner::identifier_character_length() const {
    if (at_end()) return 0;
    const char character = text_[position_];
    if (character == '_' || character == ' ' || character == '$' || is_digit(character)) return 1;
    const std::uint32_t length = utf8_length(text_, position_);
    if (length == 1 && static_cast<unsigned char>(character) >= 0x80) return 0;
    return is_letter(decode(text_, position_, length)) ? length : 0;
}

Span trim(std::string_view text, Span span) {
    constexpr std::string_view kSpace = " \t\n\r\f\v";
    while (span.begin < span.end && kSpace.find(text[span.begin]) != std::string_view::npos) ++span.begin;
    while (span.end > span.begin && kSpace.find(text[span.end - 1]) != std::string_view::npos) --span.end;
    return span;
}

namespace {

// The code point of a well-formed sequence of `length` bytes.
char32_t decode(std::string_view text, std::uint32_t offset, std::uint32_t length) {
    const auto byte = [&](std::uint32_t index) {
        return static_cast<char32_t>(static_cast<unsigned char>(text[offset + index]));
    };
    if (length == 1) return byte(0);
    char32_t code_point = byte(0) & (0x7FU >> length);
    for (std::uint32_t index = 1; index < length; ++index) code_point = (code_point << 6U) | (byte(index) & 0x3FU);
    return code_point;
}

}  // namespace

}  // namespace rowtype::postgrest
