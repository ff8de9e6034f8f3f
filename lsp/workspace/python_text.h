// The text of a Python file as Python would read it (PEP 263): UTF-8, or what a coding line in the first two lines says.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "reflect/base/result.h"

namespace rowtype::workspace {

enum class PythonEncoding : std::uint8_t { Utf8, Latin1, Latin9, Windows1252 };

struct PythonText {
    std::string text;  // UTF-8; of a UTF-8 file its very bytes, byte-order mark included
    PythonEncoding encoding = PythonEncoding::Utf8;
};

// An Error says in `message` why the bytes are no Python that we read: UTF-16, not what the coding line says, or an encoding
// other than those above (its ASCII part would be read rightly in some of them, and in others not).
[[nodiscard]] Result<PythonText> decode_python(std::string bytes);

// The bytes of a text that decode_python gave and that was changed in ASCII only.
[[nodiscard]] std::string encode_python(std::string_view text, PythonEncoding encoding);

// Whether the bytes are of two bytes a letter, so that nothing is found in them by bytes: a byte-order mark, or NUL bytes at
// the beginning. Then as UTF-8 that is good enough to look for something in it, else empty.
[[nodiscard]] std::string text_of_wide_bytes(std::string_view bytes);

}  // namespace rowtype::workspace
