#include "analysis/codegen/singular.h"

#include <algorithm>
#include <array>

namespace rowtype::codegen {

namespace {

struct Irregular {
    std::string_view plural;
    std::string_view single;
};

constexpr std::array<Irregular, 44> kIrregular = {{
    {"people", "person"},
    {"children", "child"},
    {"men", "man"},
    {"women", "woman"},
    {"mice", "mouse"},
    {"geese", "goose"},
    {"feet", "foot"},
    {"teeth", "tooth"},
    {"oxen", "ox"},
    {"leaves", "leaf"},
    {"lives", "life"},
    {"wives", "wife"},
    {"knives", "knife"},
    {"shelves", "shelf"},
    {"halves", "half"},
    {"wolves", "wolf"},
    {"indices", "index"},
    {"indexes", "index"},
    {"vertices", "vertex"},
    {"matrices", "matrix"},
    {"appendices", "appendix"},
    {"analyses", "analysis"},
    {"crises", "crisis"},
    {"bases", "base"},
    {"diagnoses", "diagnosis"},
    {"hypotheses", "hypothesis"},
    {"theses", "thesis"},
    {"criteria", "criterion"},
    {"phenomena", "phenomenon"},
    {"statuses", "status"},
    {"aliases", "alias"},
    {"buses", "bus"},
    {"bonuses", "bonus"},
    {"campuses", "campus"},
    {"viruses", "virus"},
    {"quizzes", "quiz"},
    {"movies", "movie"},
    {"cookies", "cookie"},
    {"series", "series"},
    {"species", "species"},
    {"caches", "cache"},
    {"addresses", "address"},
    {"heroes", "hero"},
    {"potatoes", "potato"},
}};

// Words that end in "s" and are no plurals, or that have none.
constexpr std::array<std::string_view, 33> kAlone = {
    "access",   "address", "alias",    "analysis",   "analytics", "atlas", "axis",  "basis",   "bias",
    "bonus",    "bus",     "business", "campus",     "canvas",    "chaos", "class", "corps",   "credentials",
    "process",  "details", "gas",      "goods",      "lens",      "means", "news",  "physics", "progress",
    "settings", "sms",     "status",   "statistics", "virus",     "yes"};

std::string singular_word(const std::string& word) {
    for (const Irregular& irregular : kIrregular) {
        if (word == irregular.plural) return std::string(irregular.single);
    }
    const std::string_view text = word;
    if (std::ranges::find(kAlone, text) != kAlone.end() || text.size() < 4 || !text.ends_with('s')) return word;
    if (text.ends_with("ss") || text.ends_with("us") || text.ends_with("is")) return word;
    const auto cut = [&](std::size_t count, std::string_view ending) {
        return std::string(text.substr(0, text.size() - count)) + std::string(ending);
    };
    if (text.ends_with("ies")) return text.size() > 4 ? cut(3, "y") : cut(1, "");
    for (const std::string_view ending : {"sses", "shes", "ches", "xes", "zzes"}) {
        if (text.ends_with(ending)) return cut(2, "");
    }
    return cut(1, "");
}

}  // namespace

std::string singular(std::string_view name, const std::set<std::string>& exclude) {
    const std::size_t at = name.find_last_of("_ -");
    const std::size_t begin = at == std::string_view::npos ? 0 : at + 1;
    const std::string_view last = name.substr(begin);
    std::string lower(last);
    for (char& letter : lower) {
        if (letter >= 'A' && letter <= 'Z') letter = static_cast<char>(letter - 'A' + 'a');
    }
    // "UserProfiles" is more than one word: only those in lower case, or with a capital first letter, are known.
    if (lower.empty() || exclude.contains(lower) || lower.substr(1) != last.substr(1)) return std::string(name);
    std::string single = singular_word(lower);
    if (single.empty()) return std::string(name);
    single.front() = last.front();
    return std::string(name.substr(0, begin)) + single;
}

}  // namespace rowtype::codegen
