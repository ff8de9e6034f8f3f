// Bytes that Python's names are made of, for those who look at a text before, or in place of, its tree.
#pragma once

#include <array>

namespace rowtype::facts {

// By byte: one load a byte, in loops that run over every word of every file.
inline constexpr std::array<bool, 256> kIsIdentifierByte = [] {
    std::array<bool, 256> table{};
    for (unsigned byte = 0; byte < table.size(); ++byte) {
        const unsigned letter = byte | 0x20U;
        table[byte] = byte == '_' || byte >= 0x80 || (byte >= '0' && byte <= '9') || (letter >= 'a' && letter <= 'z');
    }
    return table;
}();

// Letters, digits, "_", and all of other scripts: a name that is read so may be one that Python refuses, never shorter than Python's.
[[nodiscard]] constexpr bool is_identifier_byte(char byte) { return kIsIdentifierByte[static_cast<unsigned char>(byte)]; }

}  // namespace rowtype::facts
