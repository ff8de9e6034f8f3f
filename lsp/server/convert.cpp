#include "lsp/server/convert.h"

#include <algorithm>
#include <array>
#include <cstddef>

namespace rowtype::server {

namespace {

constexpr std::string_view kReplacement = "\xEF\xBF\xBD";

// Where a position falls: the code point's start, or, between two surrogates, its start with `is_inside_pair`.
struct Place {
    std::uint32_t offset = 0;
    bool is_inside_pair = false;
};

Place place_of(const TextView& view, Position position);
std::uint32_t units_of(std::string_view text, std::uint32_t offset, std::uint32_t length, PositionEncoding encoding);
std::string decoded(std::string_view text);

}  // namespace

std::optional<PositionEncoding> parse_encoding(std::string_view name) {
    if (name == "utf-8") return PositionEncoding::Utf8;
    if (name == "utf-16") return PositionEncoding::Utf16;
    if (name == "utf-32") return PositionEncoding::Utf32;
    return std::nullopt;
}

std::string_view to_string(PositionEncoding encoding) {
    switch (encoding) {
        case PositionEncoding::Utf8: return "utf-8";
        case PositionEncoding::Utf16: return "utf-16";
        case PositionEncoding::Utf32: return "utf-32";
    }
    return "utf-16";
}

std::uint32_t offset_of(const TextView& view, Position position) { return place_of(view, position).offset; }

Position position_of(const TextView& view, std::uint32_t offset) {
    const std::uint32_t end = std::min(offset, static_cast<std::uint32_t>(view.text.size()));
    const std::uint32_t line = view.lines.line_of(end);
    std::uint32_t character = 0;
    for (std::uint32_t current = view.lines.line_start(line); current < end;) {
        const std::uint32_t length = utf8_length(view.text, current);
        if (current + length > end) break;
        character += units_of(view.text, current, length, view.encoding);
        current += length;
    }
    return {line, character};
}

Range range_of(const TextView& view, Span span) {
    return {position_of(view, span.begin), position_of(view, std::max(span.begin, span.end))};
}

ByteEdit edit_of(const TextView& view, Range range, std::string_view new_text) {
    const Place start = place_of(view, range.start);
    Place end = place_of(view, range.end);
    if (end.offset < start.offset || (end.offset == start.offset && start.is_inside_pair && !end.is_inside_pair)) end = start;

    ByteEdit edit{{start.offset, end.offset}, {}};
    if (start.is_inside_pair) edit.text += kReplacement;
    edit.text += new_text;
    if (end.is_inside_pair) {
        edit.text += kReplacement;
        edit.replaced.end += utf8_length(view.text, end.offset);
    }
    return edit;
}

std::optional<std::string> path_of_uri(std::string_view uri) {
    constexpr std::string_view kScheme = "file:";
    if (uri.size() < kScheme.size()) return std::nullopt;
    for (std::size_t index = 0; index < kScheme.size(); ++index) {
        const char letter = uri[index];
        if ((letter >= 'A' && letter <= 'Z' ? letter + ('a' - 'A') : letter) != kScheme[index]) return std::nullopt;
    }
    uri.remove_prefix(kScheme.size());
    uri = uri.substr(0, uri.find_first_of("?#"));

    std::string host;
    if (uri.starts_with("//")) {
        uri.remove_prefix(2);
        const std::size_t slash = std::min(uri.find('/'), uri.size());
        host = decoded(uri.substr(0, slash));
        uri.remove_prefix(slash);
    }
    std::string path = decoded(uri);
    if (path.find('\0') != std::string::npos || !path.starts_with('/')) return std::nullopt;
    if (!host.empty() && host != "localhost") return "//" + host + path;

    const bool has_drive =
        path.size() >= 3 && path[2] == ':' && ((path[1] >= 'a' && path[1] <= 'z') || (path[1] >= 'A' && path[1] <= 'Z'));
    if (!has_drive) return path;
    path.erase(0, 1);
    if (path[0] <= 'Z') path[0] = static_cast<char>(path[0] - 'A' + 'a');
    return path;
}

std::string uri_of_path(std::string_view path) {
    constexpr std::string_view kUnreserved = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~/";
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    std::string uri = "file:";
    if (!path.starts_with("//")) uri += path.starts_with('/') ? "//" : "///";
    for (const char letter : path) {
        if (kUnreserved.find(letter) != std::string_view::npos) {
            uri += letter;
            continue;
        }
        const auto byte = static_cast<unsigned char>(letter);
        uri += '%';
        uri += kDigits[byte >> 4U];
        uri += kDigits[byte & 0x0FU];
    }
    return uri;
}

namespace {

std::uint32_t units_of(std::string_view text, std::uint32_t offset, std::uint32_t length, PositionEncoding encoding) {
    switch (encoding) {
        case PositionEncoding::Utf8: return length;
        case PositionEncoding::Utf32: return 1;
        case PositionEncoding::Utf16: return static_cast<unsigned char>(text[offset]) >= 0xF0 && length == 4 ? 2 : 1;
    }
    return 1;
}

Place place_of(const TextView& view, Position position) {
    if (position.line >= view.lines.line_count()) return {static_cast<std::uint32_t>(view.text.size()), false};
    const Span line = view.lines.line_span(view.text, position.line);
    std::uint32_t remaining = position.character;
    std::uint32_t offset = line.begin;
    while (offset < line.end && remaining > 0) {
        const std::uint32_t length = utf8_length(view.text, offset);
        const std::uint32_t units = units_of(view.text, offset, length, view.encoding);
        if (units > remaining) return {offset, view.encoding == PositionEncoding::Utf16};
        remaining -= units;
        offset += length;
    }
    return {offset, false};
}

int hexadecimal_value(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

// Decodes %XX; a percent sign that starts no escape stands for itself.
std::string decoded(std::string_view text) {
    std::string result;
    result.reserve(text.size());
    for (std::size_t index = 0; index < text.size(); ++index) {
        const bool is_escape = text[index] == '%' && index + 2 < text.size() && hexadecimal_value(text[index + 1]) >= 0 &&
                               hexadecimal_value(text[index + 2]) >= 0;
        if (!is_escape) {
            result += text[index];
            continue;
        }
        result += static_cast<char>(hexadecimal_value(text[index + 1]) * 16 + hexadecimal_value(text[index + 2]));
        index += 2;
    }
    return result;
}

}  // namespace

}  // namespace rowtype::server
