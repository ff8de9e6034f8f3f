// Bytes that Python's names are made of, for those who look at a text before, or in place of, its tree.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

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

// Calls `visit(word)` for each word of the bytes that is no attribute's, until it says true; whether it did.
template <class Visit>
bool any_word(std::string_view bytes, Visit visit) {
    for (std::size_t at = 0; at < bytes.size();) {
        if (!is_identifier_byte(bytes[at])) {
            ++at;
            continue;
        }
        const std::size_t begin = at;
        while (at < bytes.size() && is_identifier_byte(bytes[at])) ++at;
        const bool is_attribute = begin > 0 && bytes[begin - 1] == '.';
        if (!is_attribute && visit(bytes.substr(begin, at - begin))) return true;
    }
    return false;
}

}  // namespace rowtype::facts
