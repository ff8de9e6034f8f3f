// The few pieces of JSON that a snapshot is written with.
#pragma once

#include <string>
#include <string_view>

namespace rowtype::snapshot {

// Appends `text` as a JSON string, quotes included. Always valid UTF-8: bytes that are not become U+FFFD. Control
// characters, U+2028/U+2029 and the bidirectional formatting characters are escaped, so that a diff shows what is there.
void append_json_string(std::string& into, std::string_view text);

}  // namespace rowtype::snapshot
