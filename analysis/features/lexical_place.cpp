#include "analysis/features/lexical_place.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/facts/identifier_bytes.h"

namespace rowtype::features {

namespace {

// Whether a line with this beginning starts a statement wherever it stands: no expression goes on like that.
bool begins_statement(std::string_view rest) {
    constexpr std::array<std::string_view, 14> kWords = {"def",   "class",  "import", "from", "async", "with",   "try",
                                                         "while", "return", "raise",  "del",  "elif",  "except", "finally"};
    std::size_t end = 0;
    while (end < rest.size() && facts::is_identifier_byte(rest[end])) ++end;
    const std::string_view word = rest.substr(0, end);
    return rest.starts_with('@') || std::ranges::find(kWords, word) != kWords.end();
}

class Scan {
public:
    Scan(std::string_view text, std::uint32_t offset) : text_(text), offset_(offset) {}

    LexicalPlace run();
    // Where the first statement at the left margin after the offset begins.
    std::uint32_t next_statement();

private:
    void begin_line();
    void step();
    [[nodiscard]] OpenString read_string(std::uint32_t quote) const;
    [[nodiscard]] std::uint32_t prefix_begin(std::uint32_t quote) const;

    std::string_view text_;
    std::uint32_t offset_;
    std::uint32_t position_ = 0;
    LexicalPlace place_;
};

// Goes on until the place is reached; a string that holds it is kept.
LexicalPlace Scan::run() {
    begin_line();
    while (position_ < offset_ && !place_.string) step();
    return std::move(place_);
}

std::uint32_t Scan::next_statement() {
    const auto size = static_cast<std::uint32_t>(text_.size());
    const std::uint32_t wanted = std::exchange(offset_, size);
    begin_line();
    std::uint32_t first = place_.statement_begin;
    while (position_ < size && !place_.string) {
        step();
        if (place_.statement_begin != first && place_.statement_begin > wanted) return place_.statement_begin;
        first = place_.statement_begin;
    }
    return size;
}

// A line that starts at the left margin, outside of strings.
void Scan::begin_line() {
    if (position_ >= text_.size()) return;
    const char first = text_[position_];
    if (first == ' ' || first == '\t' || first == '\n' || first == '\r' || first == '#') return;
    const std::string_view rest = text_.substr(position_, 16);
    if (!place_.brackets.empty() && !begins_statement(rest)) return;
    // "else:", "except …:" go on with the statement before.
    for (const std::string_view word : {"else", "elif", "except", "finally"}) {
        if (rest.starts_with(word) && (rest.size() == word.size() || !facts::is_identifier_byte(rest[word.size()]))) {
            place_.brackets.clear();
            return;
        }
    }
    // So does what a decorator belongs to.
    const std::string_view before = text_.substr(place_.statement_begin, position_ - place_.statement_begin);
    place_.brackets.clear();
    if (before.starts_with('@') && before.find("\ndef") == before.npos && before.find("\nclass") == before.npos &&
        before.find("\nasync") == before.npos)
        return;
    place_.statement_begin = position_;
}

void Scan::step() {
    const char letter = text_[position_];
    switch (letter) {
        case '#':
            while (position_ < offset_ && text_[position_] != '\n') ++position_;
            return;
        case '\n':
            ++position_;
            if (position_ <= offset_) begin_line();
            return;
        case '"':
        case '\'': {
            const OpenString string = read_string(position_);
            const auto quotes = static_cast<std::uint32_t>(string.quotes.size());
            std::uint32_t end = string.close ? *string.close : static_cast<std::uint32_t>(text_.size());
            if (!string.close && quotes == 1)
                end = static_cast<std::uint32_t>(std::min(text_.find('\n', position_), text_.size()));
            if (offset_ >= string.content && offset_ <= end) {
                place_.string = string;
                return;
            }
            position_ = string.close ? *string.close + quotes : end;
            return;
        }
        case '(':
        case '[':
        case '{': place_.brackets.push_back({letter, false}); break;
        case ')':
        case ']':
        case '}':
            if (!place_.brackets.empty()) place_.brackets.pop_back();
            break;
        case ',':
            if (!place_.brackets.empty()) place_.brackets.back().after_colon = false;
            break;
        case ':':
            if (!place_.brackets.empty()) place_.brackets.back().after_colon = true;
            break;
        default: break;
    }
    ++position_;
}

OpenString Scan::read_string(std::uint32_t quote) const {
    OpenString string;
    string.begin = prefix_begin(quote);
    const std::string_view triple = text_.substr(quote, 3);
    const bool is_triple = triple.size() == 3 && triple[1] == triple[0] && triple[2] == triple[0];
    string.quotes = text_.substr(quote, is_triple ? 3 : 1);
    string.content = quote + static_cast<std::uint32_t>(string.quotes.size());
    for (std::uint32_t index = string.begin; index < quote; ++index) {
        const char letter = text_[index];
        string.is_formatted = string.is_formatted || letter == 'f' || letter == 'F' || letter == 't' || letter == 'T';
        string.is_raw = string.is_raw || letter == 'r' || letter == 'R';
        string.is_bytes = string.is_bytes || letter == 'b' || letter == 'B';
    }
    for (std::size_t index = string.content; index < text_.size(); ++index) {
        if (text_[index] == '\\') {
            ++index;
        } else if (text_[index] == '\n' && !is_triple) {
            break;
        } else if (text_.substr(index).starts_with(string.quotes)) {
            string.close = static_cast<std::uint32_t>(index);
            break;
        }
    }
    return string;
}

// Up to two letters before the quote that are a string's prefix and no name's end.
std::uint32_t Scan::prefix_begin(std::uint32_t quote) const {
    std::uint32_t begin = quote;
    while (begin > 0 && quote - begin < 2 && std::string_view("rRbBfFuUtT").find(text_[begin - 1]) != std::string_view::npos)
        --begin;
    return begin > 0 && facts::is_identifier_byte(text_[begin - 1]) ? quote : begin;
}

}  // namespace

LexicalPlace lexical_place(std::string_view text, std::uint32_t offset) { return Scan(text, offset).run(); }

std::uint32_t statement_end(std::string_view text, std::uint32_t offset) { return Scan(text, offset).next_statement(); }

}  // namespace rowtype::features
