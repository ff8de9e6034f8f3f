// Lines of Python source as edits need them: indentation, line ends, string literals. Offsets are absolute bytes. For analysis/fixes and migration.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reflect/base/text.h"

namespace rowtype::fixes {

// First byte of the line that holds `offset`.
[[nodiscard]] std::uint32_t line_begin(std::string_view text, std::uint32_t offset);
// Behind the last byte of that line, before its line end.
[[nodiscard]] std::uint32_t line_end(std::string_view text, std::uint32_t offset);
// First byte of the next line; the end of the text where there is none.
[[nodiscard]] std::uint32_t next_line(std::string_view text, std::uint32_t offset);
// The line end that the text uses: that of its first line; "\n" where it has none.
[[nodiscard]] std::string line_end_style(std::string_view text);

// The white space before `offset` on its line; nothing where something else stands there.
[[nodiscard]] std::optional<std::string> indentation_before(std::string_view text, std::uint32_t offset);
// Whether nothing but white space and a comment stands between `offset` and the end of its line.
[[nodiscard]] bool only_comment_follows(std::string_view text, std::uint32_t offset);

// Behind the string literal that starts at `offset`, prefix letters included; nothing where none starts or it does not end.
[[nodiscard]] std::optional<std::uint32_t> string_literal_end(std::string_view text, std::uint32_t offset);

[[nodiscard]] std::string_view trimmed(std::string_view text);

}  // namespace rowtype::fixes
