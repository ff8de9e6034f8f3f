#include "analysis/binding/key_pattern.h"

#include <string>
#include <vector>

namespace rowtype::binding {

namespace {

constexpr char kHole = '\0';  // no text that Python code writes as a key has it

// The key with each hole as one byte.
std::string with_short_holes(std::string_view text) {
    std::string result;
    while (true) {
        const std::size_t hole = text.find(kHoleMarker);
        result += text.substr(0, hole);
        if (hole == std::string_view::npos) return result;
        result += kHole;
        text.remove_prefix(hole + kHoleMarker.size());
        const std::size_t end = text.find_first_not_of("0123456789");
        text.remove_prefix(end == std::string_view::npos ? text.size() : end);
    }
}

}  // namespace

bool is_meant(std::string_view pattern, const FoldedText& key) {
    return is_meant(pattern, std::string_view(with_short_holes(key.text())));
}

bool is_meant(std::string_view pattern, std::string_view key) {
    // reached[n]: what was read of the pattern may stand for the first n bytes of the key.
    std::vector<bool> reached(key.size() + 1, false);
    reached[0] = true;
    for (const char wanted : pattern) {
        std::vector<bool> next(key.size() + 1, false);
        for (std::size_t at = 0; at <= key.size(); ++at) {
            if (wanted == '*') {
                next[at] = reached[at] || (at > 0 && next[at - 1] && key[at - 1] != ':');
            } else {
                next[at] = at > 0 && reached[at - 1] && key[at - 1] == wanted;
            }
        }
        reached = std::move(next);
    }
    return reached[key.size()];
}

}  // namespace rowtype::binding
