#include "analysis/binding/table_words.h"

#include <algorithm>
#include <array>
#include <optional>
#include <utility>

namespace rowtype::binding {

namespace {

struct RoleWord {
    std::string_view word;
    std::optional<ModelRole> role;  // none: says nothing of the role
    bool is_filter = false;
    bool is_weak = false;  // a role word before it says more: UserUpdateRequest is an update
};

constexpr std::array kSuffixes = std::to_array<RoleWord>({
    {"Row", ModelRole::Row},
    {"InDB", ModelRole::Row},
    {"DB", ModelRole::Row},
    {"Model", std::nullopt},
    {"Record", std::nullopt},
    {"Entity", std::nullopt},
    {"Table", std::nullopt},
    {"Create", ModelRole::Insert},
    {"Insert", ModelRole::Insert},
    {"In", ModelRole::Insert, false, true},
    {"Update", ModelRole::Update},
    {"Patch", ModelRole::Update},
    {"Base", ModelRole::Projection},
    {"Read", ModelRole::Projection},
    {"Out", ModelRole::Projection},
    {"Public", ModelRole::Projection},
    {"Response", ModelRole::Projection},
    {"Schema", ModelRole::Projection, false, true},  // of an API as often as of a table
    {"Request", ModelRole::Projection, false, true},
    {"Filter", ModelRole::Projection, true},
    {"Filters", ModelRole::Projection, true},
});

constexpr std::array kPrefixes = std::to_array<RoleWord>({
    {"Create", ModelRole::Insert},
    {"Insert", ModelRole::Insert},
    {"Update", ModelRole::Update},
    {"Patch", ModelRole::Update},
});

// Only words that the rules below get wrong.
constexpr std::array kIrregular = std::to_array<std::pair<std::string_view, std::string_view>>({
    {"person", "people"},      {"child", "children"},    {"man", "men"},         {"woman", "women"},
    {"mouse", "mice"},         {"foot", "feet"},         {"tooth", "teeth"},     {"goose", "geese"},
    {"index", "indices"},      {"matrix", "matrices"},   {"vertex", "vertices"}, {"datum", "data"},
    {"criterion", "criteria"}, {"analysis", "analyses"}, {"leaf", "leaves"},     {"life", "lives"},
    {"shelf", "shelves"},      {"half", "halves"},       {"bus", "buses"},       {"alias", "aliases"},
    {"status", "statuses"},    {"series", "series"},     {"news", "news"},       {"medium", "media"},
    {"movie", "movies"},       {"cookie", "cookies"},    {"cache", "caches"},    {"quiz", "quizzes"},
});

bool is_upper(char c) { return c >= 'A' && c <= 'Z'; }
bool is_lower_or_digit(char c) { return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9'); }
bool is_vowel(char c) { return std::string_view("aeiou").find(c) != std::string_view::npos; }
char lower(char c) { return is_upper(c) ? static_cast<char>(c + 32) : c; }

// Applies `change` to the last word of a snake-case name.
template <class Change>
std::string with_last_word(std::string_view snake, Change change) {
    const std::size_t underscore = snake.rfind('_');
    const std::size_t start = underscore == std::string_view::npos ? 0 : underscore + 1;
    return std::string(snake.substr(0, start)) + change(snake.substr(start));
}

std::string plural_word(std::string_view word) {
    for (const auto& [one, many] : kIrregular) {
        if (word == one || word == many) return std::string(many);
    }
    std::string text(word);
    if (word.empty()) return text;
    const bool ends_in_y = word.size() > 1 && word.back() == 'y' && !is_vowel(word[word.size() - 2]);
    if (ends_in_y) return text.substr(0, text.size() - 1) + "ies";
    const bool hisses =
        word.ends_with("s") || word.ends_with("x") || word.ends_with("z") || word.ends_with("ch") || word.ends_with("sh");
    return text + (hisses ? "es" : "s");
}

std::string singular_word(std::string_view word) {
    for (const auto& [one, many] : kIrregular) {
        if (word == one || word == many) return std::string(one);
    }
    std::string text(word);
    if (word.size() > 4 && word.ends_with("ies")) return text.substr(0, text.size() - 3) + "y";
    for (const std::string_view ending : {"sses", "xes", "ches", "shes", "zes"}) {
        if (word.ends_with(ending)) return text.substr(0, text.size() - 2);
    }
    if (word.ends_with("ss") || word.size() < 3 || !word.ends_with("s")) return text;
    return text.substr(0, text.size() - 1);
}

// Drops one role word at the end of `name`; its role counts where `open`: where no later word said one for certain.
bool drop_suffix(std::string& name, NameReading& reading, bool& open) {
    for (const RoleWord& suffix : kSuffixes) {
        if (name.size() <= suffix.word.size() || !name.ends_with(suffix.word)) continue;
        const std::string_view rest = std::string_view(name).substr(0, name.size() - suffix.word.size());
        const bool starts_word = is_lower_or_digit(rest.back()) || rest.back() == '_' || rest.ends_with("DB");
        if (!starts_word) continue;
        name.resize(name.size() - suffix.word.size());
        while (name.ends_with('_')) name.pop_back();
        if (name.empty()) return false;
        if (suffix.role && open) {
            reading.role = *suffix.role;
            open = suffix.is_weak;
        }
        reading.is_filter = reading.is_filter || suffix.is_filter;
        return true;
    }
    return false;
}

}  // namespace

std::string snake_case(std::string_view class_name) {
    std::string snake;
    for (std::size_t index = 0; index < class_name.size(); ++index) {
        const char letter = class_name[index];
        const bool starts_word = is_upper(letter) && index > 0 && class_name[index - 1] != '_' &&
                                 (is_lower_or_digit(class_name[index - 1]) ||
                                  (index + 1 < class_name.size() && is_lower_or_digit(class_name[index + 1]) &&
                                   !(class_name[index + 1] >= '0' && class_name[index + 1] <= '9')));
        if (starts_word) snake += '_';
        snake += lower(letter);
    }
    return snake;
}

std::string plural(std::string_view snake) { return with_last_word(snake, plural_word); }

std::string singular(std::string_view snake) { return with_last_word(snake, singular_word); }

std::vector<NameReading> readings(std::string_view class_name) {
    std::vector<NameReading> found = {{std::string(class_name), ModelRole::Row, false}};
    NameReading reading = found.front();
    bool open = true;
    std::string name(class_name);
    constexpr int kMaximumSuffixes = 4;
    for (int count = 0; count < kMaximumSuffixes && drop_suffix(name, reading, open); ++count) {
        reading.stem = name;
        found.push_back(reading);
    }
    const std::vector<NameReading> without_suffixes = found;
    for (const NameReading& base : without_suffixes) {
        for (const RoleWord& prefix : kPrefixes) {
            const bool starts = base.stem.starts_with(prefix.word) && base.stem.size() > prefix.word.size();
            if (!starts || !is_upper(base.stem[prefix.word.size()])) continue;
            found.push_back({base.stem.substr(prefix.word.size()), *prefix.role, base.is_filter});
        }
    }
    return found;
}

std::string normalised(std::string_view name) {
    std::string text = singular(snake_case(name));
    std::erase(text, '_');
    return text;
}

}  // namespace rowtype::binding
