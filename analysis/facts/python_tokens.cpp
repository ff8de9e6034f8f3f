#include "analysis/facts/python_tokens.h"

#include <algorithm>
#include <array>

#include "analysis/facts/identifier_bytes.h"

namespace rowtype::facts {

namespace {

constexpr std::array<std::string_view, 25> kLongSigns = {
    "**=", "//=", ">>=", "<<=", "==", "!=", "<=", ">=", ":=", "->", "+=", "-=", "*=",
    "/=",  "%=",  "&=",  "|=",  "^=", "@=", "**", "//", "<<", ">>", "<>", "..."};
constexpr std::size_t kLongestPrefix = 2;

bool is_quote(char byte) { return byte == '"' || byte == '\''; }

bool is_prefix(std::string_view word) {
    return word.size() <= kLongestPrefix && word.find_first_not_of("rRbBuUfFtT") == std::string_view::npos;
}

class TokenScan {
public:
    explicit TokenScan(std::string_view line) : line_(line) {}

    std::vector<PythonToken> run();

private:
    void take(TokenKind kind, std::size_t end) {
        tokens_.push_back({kind, line_.substr(at_, end - at_), depth_});
        at_ = end;
    }
    void take_word();
    void take_sign();
    // Behind the closing quote of the string whose opening one stands there.
    [[nodiscard]] std::size_t end_of_string(std::size_t quote) const;

    std::string_view line_;
    std::size_t at_ = 0;
    std::uint32_t depth_ = 0;
    std::vector<PythonToken> tokens_;
};

std::vector<PythonToken> TokenScan::run() {
    constexpr std::string_view kBetween = " \t\r\n\\";
    while (at_ < line_.size()) {
        const char byte = line_[at_];
        if (kBetween.find(byte) != std::string_view::npos) ++at_;
        else if (byte == '#') at_ = std::min(line_.find('\n', at_), line_.size());
        else if (is_identifier_byte(byte)) take_word();
        else if (is_quote(byte)) take(TokenKind::String, end_of_string(at_));
        else take_sign();
    }
    return std::move(tokens_);
}

void TokenScan::take_word() {
    std::size_t end = at_;
    while (end < line_.size() && is_identifier_byte(line_[end])) ++end;
    const bool is_string = end < line_.size() && is_quote(line_[end]) && is_prefix(line_.substr(at_, end - at_));
    if (is_string) take(TokenKind::String, end_of_string(end));
    else take(TokenKind::Word, end);
}

void TokenScan::take_sign() {
    const auto found =
        std::ranges::find_if(kLongSigns, [&](std::string_view sign) { return line_.substr(at_).starts_with(sign); });
    if (found != kLongSigns.end()) return take(TokenKind::Sign, at_ + found->size());
    const char byte = line_[at_];
    const bool is_closing = byte == ')' || byte == ']' || byte == '}';
    if (is_closing && depth_ > 0) --depth_;
    take(TokenKind::Sign, at_ + 1);
    if (byte == '(' || byte == '[' || byte == '{') ++depth_;
}

std::size_t TokenScan::end_of_string(std::size_t quote) const {
    const std::string_view triple = line_[quote] == '"' ? "\"\"\"" : "'''";
    const bool is_triple = line_.substr(quote).starts_with(triple);
    const std::string_view closing = is_triple ? triple : line_.substr(quote, 1);
    for (std::size_t at = quote + closing.size(); at < line_.size(); ++at) {
        if (line_[at] == '\\') ++at;
        else if (line_.substr(at).starts_with(closing)) return at + closing.size();
    }
    return line_.size();
}

}  // namespace

std::vector<PythonToken> python_tokens(std::string_view line) { return TokenScan(line).run(); }

bool is_formatted(std::string_view literal) {
    const std::string_view prefix = literal.substr(0, literal.find_first_of("\"'"));
    return prefix.find_first_of("fFtT") != std::string_view::npos;
}

}  // namespace rowtype::facts
