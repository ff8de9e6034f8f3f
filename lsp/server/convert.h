// The one place that knows the protocol's positions and URIs. Inside the house an offset is a zero-based byte offset into
// UTF-8 and a file is an absolute path with forward slashes.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "lsp/server/protocol.h"
#include "reflect/base/text.h"

namespace rowtype::server {

// The unit of Position::character, agreed on at initialize (LSP 3.17, PositionEncodingKind).
enum class PositionEncoding : std::uint8_t { Utf8, Utf16, Utf32 };

// "utf-8", "utf-16", "utf-32"; none for another name.
[[nodiscard]] std::optional<PositionEncoding> parse_encoding(std::string_view name);
[[nodiscard]] std::string_view to_string(PositionEncoding encoding);

// A text with its line starts and the unit that the client counts in.
struct TextView {
    std::string_view text;
    const LineIndex& lines;
    PositionEncoding encoding;
};

// The byte offset of a position. A character past the end of its line means the line's end, a line past the last one the
// end of the text; a position inside a code point means its start.
[[nodiscard]] std::uint32_t offset_of(const TextView& view, Position position);
// The position of a byte offset; an offset past the end means the end, one inside a code point its start.
[[nodiscard]] Position position_of(const TextView& view, std::uint32_t offset);
[[nodiscard]] Range range_of(const TextView& view, Span span);

// What an editor's change means in bytes.
struct ByteEdit {
    Span replaced;
    std::string text;
};
// A UTF-16 range may begin or end between the two halves of a surrogate pair. The half that stays is kept as U+FFFD, so
// that every later position still means what the editor means by it. An end before the start is taken as the start.
[[nodiscard]] ByteEdit edit_of(const TextView& view, Range range, std::string_view new_text);

// The absolute path of a file URI, percent escapes decoded; none for other schemes. A Windows drive letter comes out in
// lower case without the leading slash ("c:/code/a.py"), a host as "//host/share".
[[nodiscard]] std::optional<std::string> path_of_uri(std::string_view uri);
// The URI of an absolute path.
[[nodiscard]] std::string uri_of_path(std::string_view path);

}  // namespace rowtype::server
