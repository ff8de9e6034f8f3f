#include "analysis/fixes/line_text.h"

#include <algorithm>

namespace rowtype::fixes {

namespace {

constexpr std::string_view kBlank = " \t\f";

std::uint32_t as_offset(std::size_t position) { return static_cast<std::uint32_t>(position); }

}  // namespace

std::uint32_t line_begin(std::string_view text, std::uint32_t offset) {
    offset = std::min(offset, as_offset(text.size()));
    while (offset > 0 && text[offset - 1] != '\n' && text[offset - 1] != '\r') --offset;
    return offset == 0 && text.starts_with("\xEF\xBB\xBF") ? 3 : offset;
}

std::uint32_t line_end(std::string_view text, std::uint32_t offset) {
    return as_offset(std::min(text.find_first_of("\r\n", offset), text.size()));
}

std::uint32_t next_line(std::string_view text, std::uint32_t offset) {
    const std::uint32_t end = line_end(text, offset);
    if (end == text.size()) return end;
    return end + (text.substr(end).starts_with("\r\n") ? 2 : 1);
}

std::string line_end_style(std::string_view text) {
    const std::uint32_t end = line_end(text, 0);
    return end == text.size() ? "\n" : std::string(text.substr(end, next_line(text, end) - end));
}

std::optional<std::string> indentation_before(std::string_view text, std::uint32_t offset) {
    const std::uint32_t begin = line_begin(text, offset);
    const std::string_view before = slice(text, {begin, offset});
    if (before.find_first_not_of(kBlank) != std::string_view::npos) return std::nullopt;
    return std::string(before);
}

bool only_comment_follows(std::string_view text, std::uint32_t offset) {
    const std::string_view rest = slice(text, {offset, line_end(text, offset)});
    const std::size_t first = rest.find_first_not_of(kBlank);
    return first == std::string_view::npos || rest[first] == '#';
}

std::optional<std::uint32_t> string_literal_end(std::string_view text, std::uint32_t offset) {
    std::size_t at = offset;
    while (at < text.size() && at < offset + 2U && std::string_view("rRbBuUfFtT").find(text[at]) != std::string_view::npos) ++at;
    if (at >= text.size() || (text[at] != '"' && text[at] != '\'')) return std::nullopt;
    const char quote = text[at];
    const std::string triple(3, quote);
    const bool is_triple = text.substr(at).starts_with(triple);
    at += is_triple ? 3 : 1;
    for (; at < text.size(); ++at) {
        if (text[at] == '\\') {
            ++at;
        } else if (is_triple ? text.substr(at).starts_with(triple) : text[at] == quote) {
            return as_offset(at + (is_triple ? 3 : 1));
        } else if (!is_triple && (text[at] == '\n' || text[at] == '\r')) {
            return std::nullopt;
        }
    }
    return std::nullopt;
}

std::string_view trimmed(std::string_view text) {
    constexpr std::string_view kAll = " \t\r\n\f\v";
    text.remove_prefix(std::min(text.find_first_not_of(kAll), text.size()));
    return text.substr(0, text.find_last_not_of(kAll) + 1);
}

}  // namespace rowtype::fixes
