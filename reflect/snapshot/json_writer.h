// The few pieces of JSON that a snapshot is written with.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rowtype::snapshot {

// Appends `text` as a JSON string, quotes included. Always valid UTF-8: bytes that are not become U+FFFD. Control
// characters, U+2028/U+2029 and the bidirectional formatting characters are escaped, so that a diff shows what is there.
void append_json_string(std::string& into, std::string_view text);

// Appends one code point as UTF-8; a code point outside Unicode becomes U+FFFD.
void append_utf8(std::string& into, std::uint32_t code_point);

}  // namespace rowtype::snapshot
