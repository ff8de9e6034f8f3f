#include "analysis/binding/sql_placeholders.h"

#include <algorithm>
#include <array>

namespace rowtype::binding {

namespace {

bool is_word(char letter) {
    return (letter >= 'a' && letter <= 'z') || (letter >= 'A' && letter <= 'Z') || (letter >= '0' && letter <= '9') ||
           letter == '_' || static_cast<unsigned char>(letter) >= 0x80;
}

bool is_blank(char letter) { return letter == ' ' || (letter >= '\t' && letter <= '\r'); }

// Whether the word that ends at `end` is `word` (upper case), whatever its case.
bool word_ends_at(std::string_view text, std::size_t end, std::string_view word) {
    if (end < word.size() || (end > word.size() && is_word(text[end - word.size() - 1]))) return false;
    for (std::size_t index = 0; index < word.size(); ++index) {
        const char letter = text[end - word.size() + index];
        if (letter != word[index] && letter != word[index] - 'A' + 'a') return false;
    }
    return true;
}

std::size_t skip_blanks_back(std::string_view text, std::size_t end) {
    while (end > 0 && is_blank(text[end - 1])) --end;
    return end;
}

}  // namespace

PlaceholderStyle placeholder_style(Placeholders placeholders) {
    switch (placeholders) {
        case Placeholders::Automatic:
        case Placeholders::Format:
        case Placeholders::PyFormat: return PlaceholderStyle::Percent;
        case Placeholders::QuestionMark: return PlaceholderStyle::Question;
        case Placeholders::Numeric:
        case Placeholders::Named: return PlaceholderStyle::Named;
        case Placeholders::Dollar: return PlaceholderStyle::DollarName;
    }
    return PlaceholderStyle::Percent;
}

PlaceholderStyle placeholder_style(std::string_view method) {
    constexpr std::array<std::string_view, 5> kColonMethods = {"fetch_all", "fetch_one", "fetch_val", "iterate", "execute_many"};
    if (method == "from_str") return PlaceholderStyle::Named;
    if (method == "text" || method == "literal_column") return PlaceholderStyle::Colon;
    if (std::ranges::find(kColonMethods, method) != kColonMethods.end()) return PlaceholderStyle::Colon;
    return PlaceholderStyle::Percent;
}

void adapt_word_before(std::string& text, std::size_t placeholder) {
    const std::size_t end = skip_blanks_back(text, placeholder);
    if (word_ends_at(text, end, "VALUES")) {
        text.replace(end - 6, 6, "SELECT");
    } else if (word_ends_at(text, end, "IN")) {
        text.replace(end - 2, 2, "= ");
        const std::size_t before = skip_blanks_back(text, end - 2);
        if (word_ends_at(text, before, "NOT")) text.replace(before - 3, 3, "   ");
    }
}

void replace_placeholders(std::string& text, PlaceholderStyle style, bool has_parameters) {
    const auto put = [&](std::size_t begin, std::size_t end) {
        adapt_word_before(text, begin);
        text[begin] = '$';
        text[begin + 1] = '1';
        std::fill(text.begin() + static_cast<std::ptrdiff_t>(begin) + 2, text.begin() + static_cast<std::ptrdiff_t>(end), ' ');
    };
    for (std::size_t index = 0; index + 1 < text.size(); ++index) {
        if (style == PlaceholderStyle::Percent && text[index] == '%') {
            const char next = text[index + 1];
            if (next == '%' && has_parameters) {
                text[++index] = ' ';
            } else if (next == 's' || next == 'b' || next == 't') {
                if (index + 2 < text.size() && is_word(text[index + 2])) continue;  // LIKE '%some'
                put(index, index + 2);
            } else if (next == '(') {
                const std::size_t close = text.find(')', index);
                if (close == std::string::npos || close + 1 >= text.size()) continue;
                put(index, close + 2);
                index = close;
            }
        } else if ((style == PlaceholderStyle::Colon || style == PlaceholderStyle::Named) && text[index] == ':') {
            const bool cast = text[index + 1] == ':';
            const bool after_word = index > 0 && (is_word(text[index - 1]) || text[index - 1] == '\\' || text[index - 1] == ':');
            std::size_t end = index + 1;
            while (end < text.size() && is_word(text[end])) ++end;
            if (cast) ++index;
            const bool before_colon = style == PlaceholderStyle::Colon && end < text.size() && text[end] == ':';
            if (cast || after_word || end == index + 1 || before_colon) continue;
            put(index, end);
            index = end - 1;
        } else if (style == PlaceholderStyle::DollarName && text[index] == '$') {
            std::size_t end = index + 1;
            while (end < text.size() && is_word(text[end])) ++end;
            const bool is_quote = end < text.size() && text[end] == '$';  // $body$ … $body$
            const bool is_number = text[index + 1] >= '0' && text[index + 1] <= '9';
            if (!is_quote && !is_number && end > index + 1) put(index, end);
            index = is_quote ? end : end - 1;
        }
    }
    if (style != PlaceholderStyle::Question) return;
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (text[index] != '?') continue;
        // One byte has no room for "$1". A number does where a value stands, and is not held against a type, since it differs from the
        // text as written; a star where whole rows may.
        const bool is_list = word_ends_at(text, skip_blanks_back(text, index), "VALUES");
        adapt_word_before(text, index);
        text[index] = is_list ? '*' : '0';
    }
}

void pad_escaped_colons(std::string& text, PlaceholderStyle style) {
    if (style != PlaceholderStyle::Colon) return;
    for (std::size_t begin = text.find("\\:"); begin != std::string::npos; begin = text.find("\\:", begin)) {
        std::size_t end = begin;
        while (text.compare(end, 2, "\\:") == 0) end += 2;
        const std::size_t colons = (end - begin) / 2;
        text.replace(begin, end - begin, std::string(colons, ':') + std::string(colons, ' '));
        begin = end;
    }
}

}  // namespace rowtype::binding
