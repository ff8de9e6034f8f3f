// What must be known of a TOML text before a parser sees it. Pure.
#pragma once

#include <cstdint>
#include <string_view>

namespace rowtype::workspace {

// A linear look before the parser: dotted keys become nested tables, and a deep nest would end the program when it is
// freed. Brackets are limited by toml++ itself.
[[nodiscard]] bool is_nested_too_deeply(std::string_view toml);

// The byte offset of a place as toml++ tells it: lines counted by line feeds, columns by code points, both from one, after a
// byte-order mark.
[[nodiscard]] std::uint32_t toml_offset(std::string_view toml, std::uint32_t line, std::uint32_t column);

}  // namespace rowtype::workspace
