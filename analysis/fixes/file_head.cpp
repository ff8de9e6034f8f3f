#include "analysis/fixes/file_head.h"

#include "analysis/fixes/line_text.h"

namespace rowtype::fixes {

namespace {

// Behind comments at the top that are about no next line, and the docstring.
std::uint32_t find_place(std::string_view text, bool& wants_blank) {
    const std::uint32_t start = text.starts_with("\xEF\xBB\xBF") ? 3 : 0;
    std::uint32_t place = start;
    bool is_behind_blank = false;
    for (std::uint32_t at = start; at < text.size(); at = next_line(text, at)) {
        const std::string_view line = slice(text, {at, line_end(text, at)});
        if (const auto end = string_literal_end(text, at)) {
            if (!only_comment_follows(text, *end)) return place;
            wants_blank = true;
            return next_line(text, *end);
        }
        const bool is_blank = trimmed(line).empty();
        if (line.starts_with("#!") || (line.starts_with('#') && line.find("coding") != std::string_view::npos)) {
            place = next_line(text, at);
        } else if (is_blank && !is_behind_blank) {
            place = at;
            wants_blank = at > start;
        } else if (!is_blank && !line.starts_with('#')) {
            return place;
        }
        is_behind_blank = is_blank;
    }
    return place;
}

std::size_t blank_lines_at(std::string_view text, std::uint32_t place) {
    std::size_t count = 0;
    for (; place < text.size() && trimmed(slice(text, {place, line_end(text, place)})).empty(); place = next_line(text, place))
        ++count;
    return count;
}

// As isort leaves them: two before a class or function, comments above it or not.
std::size_t blank_lines_wanted(std::string_view text, std::uint32_t place) {
    for (; place < text.size(); place = next_line(text, place)) {
        const std::string_view line = slice(text, {place, line_end(text, place)});
        if (trimmed(line).empty() || line.starts_with('#')) continue;
        const bool is_definition =
            line.starts_with("class ") || line.starts_with("def ") || line.starts_with("async def ") || line.starts_with('@');
        return is_definition ? 2 : 1;
    }
    return 0;
}

}  // namespace

HeadPlace head_place(std::string_view text) {
    HeadPlace place;
    place.offset = find_place(text, place.wants_blank_line);
    const std::size_t there = blank_lines_at(text, place.offset);
    const std::size_t wanted = blank_lines_wanted(text, place.offset);
    place.missing_blank_lines = there < wanted ? wanted - there : 0;
    return place;
}

}  // namespace rowtype::fixes
