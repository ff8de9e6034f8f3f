#include <string_view>

#include "lsp/workspace/configuration.h"

namespace rowtype::workspace {

namespace {

bool matches_segment(std::string_view name, std::string_view pattern);

// Cuts the first segment off.
std::string_view take_segment(std::string_view& path) {
    const std::size_t slash = path.find('/');
    const std::string_view segment = path.substr(0, slash);
    path = slash == std::string_view::npos ? std::string_view() : path.substr(slash + 1);
    return segment;
}

}  // namespace

// Both loops remember only the last star: what an earlier star could match as well, the later one can. So a hostile
// pattern costs length times length, never an exponent.
bool matches_glob(std::string_view path, std::string_view glob) {
    if (glob.starts_with("./")) glob.remove_prefix(2);
    if (path.empty() || glob.empty()) return path.empty() && glob.empty();
    std::string_view retry_glob;
    std::string_view retry_path;
    bool can_retry = false;
    while (!path.empty()) {
        std::string_view rest = glob;
        const std::string_view pattern = take_segment(rest);
        if (!glob.empty() && pattern == "**") {
            if (rest.empty()) return true;
            glob = retry_glob = rest;
            retry_path = path;
            can_retry = true;
            continue;
        }
        std::string_view path_rest = path;
        if (!glob.empty() && matches_segment(take_segment(path_rest), pattern)) {
            path = path_rest;
            glob = rest;
            continue;
        }
        if (!can_retry) return false;
        take_segment(retry_path);
        path = retry_path;
        glob = retry_glob;
    }
    return glob.empty() || glob == "**";
}

namespace {

// "[abc]", "[a-z]", "[!a]" at the start of `pattern`. Gives the class's length, 0 when it is not closed.
std::size_t match_class(char letter, std::string_view pattern, bool& matched) {
    std::size_t at = 1;
    const bool negated = at < pattern.size() && (pattern[at] == '!' || pattern[at] == '^');
    if (negated) ++at;
    const std::size_t first = at;
    bool found = false;
    while (at < pattern.size() && (pattern[at] != ']' || at == first)) {
        const char low = pattern[at];
        const bool is_range = at + 2 < pattern.size() && pattern[at + 1] == '-' && pattern[at + 2] != ']';
        const char high = is_range ? pattern[at + 2] : low;
        found = found || (low <= letter && letter <= high);
        at += is_range ? 3U : 1U;
    }
    if (at >= pattern.size()) return 0;
    matched = found != negated;
    return at + 1;
}

// Length of the pattern's first element when it matches `letter`, else 0.
std::size_t match_letter(char letter, std::string_view pattern) {
    if (pattern.empty()) return 0;
    if (pattern.front() == '?') return 1;
    if (pattern.front() == '[') {
        bool matched = false;
        const std::size_t size = match_class(letter, pattern, matched);
        if (size > 0) return matched ? size : 0;
    }
    if (pattern.front() == '\\' && pattern.size() > 1) return pattern[1] == letter ? 2 : 0;
    return pattern.front() == letter ? 1 : 0;
}

bool matches_segment(std::string_view name, std::string_view pattern) {
    std::string_view retry_pattern;
    std::string_view retry_name;
    bool can_retry = false;
    while (!name.empty()) {
        if (pattern.starts_with('*')) {
            pattern.remove_prefix(1);
            retry_pattern = pattern;
            retry_name = name;
            can_retry = true;
            continue;
        }
        if (const std::size_t size = match_letter(name.front(), pattern); size > 0) {
            name.remove_prefix(1);
            pattern.remove_prefix(size);
            continue;
        }
        if (!can_retry) return false;
        retry_name.remove_prefix(1);
        name = retry_name;
        pattern = retry_pattern;
    }
    return pattern.find_first_not_of('*') == std::string_view::npos;
}

}  // namespace

}  // namespace rowtype::workspace
