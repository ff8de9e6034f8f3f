// What must be known of a TOML text before a parser sees it. Pure.
#pragma once

#include <string_view>

namespace rowtype::workspace {

// A linear look before the parser: dotted keys become nested tables, and a deep nest would end the program when it is
// freed. Brackets are limited by toml++ itself.
[[nodiscard]] bool is_nested_too_deeply(std::string_view toml);

}  // namespace rowtype::workspace
