#include "analysis/rules/suggestion_safety.h"

#include <algorithm>
#include <string>
#include <vector>

#include "reflect/base/similar_names.h"

namespace rowtype::rules {

namespace {

constexpr std::size_t kShortestWord = 4;

std::string lower_letters(std::string_view name);
std::string without_doubles(std::string_view word);
bool is_plain_misspelling(std::string_view written, std::string_view meant);
std::vector<std::string> words_of(std::string_view name);
bool has_same_digits(std::string_view left, std::string_view right);

}  // namespace

Fix::Safety suggestion_safety(std::string_view written, const Finding& finding) {
    const bool is_renamed = std::ranges::any_of(
        finding.related, [](const findings::RelatedLocation& related) { return related.message == "renamed here"; });
    return is_renamed || is_plain_misspelling(written, finding.suggestion) ? Fix::Safety::Safe : Fix::Safety::Unsafe;
}

namespace {

bool is_plain_misspelling(std::string_view written, std::string_view meant) {
    if (lower_letters(written) == lower_letters(meant)) return true;  // userId, user_id
    if (edit_distance(written, meant, 1) > 1 || !has_same_digits(written, meant)) return false;
    const std::vector<std::string> left = words_of(written);
    const std::vector<std::string> right = words_of(meant);
    if (left.size() != right.size()) return true;  // an underscore is one too many, or forgotten
    for (std::size_t i = 0; i < left.size(); ++i) {
        // A short word may be one of a series, but not one with a letter twice: side_a and side_b, but created_att.
        const bool is_short = std::min(left[i].size(), right[i].size()) < kShortestWord;
        if (left[i] != right[i] && is_short && without_doubles(left[i]) != without_doubles(right[i])) return false;
    }
    return true;
}

std::string without_doubles(std::string_view word) {
    std::string letters;
    for (const char letter : word) {
        if (letters.empty() || letters.back() != letter) letters += letter;
    }
    return letters;
}

std::string lower_letters(std::string_view name) {
    std::string letters;
    for (const char letter : name) {
        if (letter == '_') continue;
        letters += letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    }
    return letters;
}

std::vector<std::string> words_of(std::string_view name) {
    std::vector<std::string> words(1);
    for (const char letter : name) {
        if (letter == '_') words.emplace_back();
        else words.back() += letter;
    }
    return words;
}

bool has_same_digits(std::string_view left, std::string_view right) {
    const auto digits = [](std::string_view name) {
        std::string found;
        for (const char letter : name) {
            if (letter >= '0' && letter <= '9') found += letter;
        }
        return found;
    };
    return digits(left) == digits(right);
}

}  // namespace

}  // namespace rowtype::rules
