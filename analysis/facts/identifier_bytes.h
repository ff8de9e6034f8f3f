// Bytes that Python's names are made of, for those who look at a text before, or in place of, its tree.
#pragma once

namespace rowtype::facts {

// Letters, digits, "_", and all of other scripts: a name that is read so may be one that Python refuses, never shorter than Python's.
[[nodiscard]] constexpr bool is_identifier_byte(char byte) {
    const auto value = static_cast<unsigned char>(byte);
    return value == '_' || value >= 0x80 || (value >= '0' && value <= '9') || ((value | 0x20U) >= 'a' && (value | 0x20U) <= 'z');
}

}  // namespace rowtype::facts
