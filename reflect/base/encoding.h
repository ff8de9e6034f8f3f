// Texts that are not UTF-8, made UTF-8. Inside the house all text is UTF-8 or bytes that nobody decodes.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rowtype {

// Whether the bytes begin with the byte-order mark of UTF-16, either order.
[[nodiscard]] bool has_utf16_mark(std::string_view bytes);

// The text of UTF-16 bytes with a byte-order mark, without the mark; unpaired surrogates and half a unit at the end become
// U+FFFD. None where the mark is missing: which order the bytes have is not guessed.
[[nodiscard]] std::optional<std::string> utf8_of_utf16(std::string_view bytes);

}  // namespace rowtype
