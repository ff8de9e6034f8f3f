#include "analysis/alembic/long_names.h"

#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "reflect/base/text.h"

namespace rowtype::alembic {

namespace {

constexpr std::uint32_t kLongest = 63;

using State = std::array<std::uint32_t, 4>;

// The constants of RFC 1321 are the integer parts of 2^32 · |sin(i + 1)|.
std::array<std::uint32_t, 64> sine_table() {
    std::array<std::uint32_t, 64> table{};
    for (std::size_t index = 0; index < table.size(); ++index) {
        table[index] = static_cast<std::uint32_t>(std::floor(std::fabs(std::sin(static_cast<double>(index + 1))) * 4294967296.0));
    }
    return table;
}

std::uint32_t word_at(const std::string& block, std::size_t at) {
    std::uint32_t word = 0;
    for (std::size_t byte = 0; byte < 4; ++byte) {
        word |= static_cast<std::uint32_t>(static_cast<unsigned char>(block[at + byte])) << (8U * byte);
    }
    return word;
}

void add_block(State& state, const std::string& padded, std::size_t begin) {
    static const std::array<std::uint32_t, 64> kSines = sine_table();
    static constexpr std::array<std::array<int, 4>, 4> kShifts = {
        {{7, 12, 17, 22}, {5, 9, 14, 20}, {4, 11, 16, 23}, {6, 10, 15, 21}}};
    auto [a, b, c, d] = state;
    for (std::size_t step = 0; step < 64; ++step) {
        std::uint32_t mixed = 0;
        std::size_t word = 0;
        switch (step / 16) {
            case 0: mixed = (b & c) | (~b & d), word = step; break;
            case 1: mixed = (d & b) | (~d & c), word = (5 * step + 1) % 16; break;
            case 2: mixed = b ^ c ^ d, word = (3 * step + 5) % 16; break;
            default: mixed = c ^ (b | ~d), word = (7 * step) % 16; break;
        }
        const std::uint32_t sum = mixed + a + kSines[step] + word_at(padded, begin + 4 * word);
        a = d;
        d = c;
        c = b;
        b += std::rotl(sum, kShifts[step / 16][step % 4]);
    }
    state = {state[0] + a, state[1] + b, state[2] + c, state[3] + d};
}

}  // namespace

std::string shortened(const std::string& name) {
    if (count_code_points(name) <= kLongest) return name;
    std::uint32_t end = 0;
    for (std::uint32_t letter = 0; letter < kLongest - 8; ++letter) end += utf8_length(name, end);
    const std::string sum = md5_of(name);
    return name.substr(0, end) + "_" + sum.substr(sum.size() - 4);
}

std::string md5_of(std::string_view text) {
    std::string padded(text);
    padded += static_cast<char>(0x80);
    while (padded.size() % 64 != 56) padded += '\0';
    const std::uint64_t bits = static_cast<std::uint64_t>(text.size()) * 8;
    for (unsigned byte = 0; byte < 8; ++byte) padded += static_cast<char>((bits >> (8U * byte)) & 0xFFU);
    State state = {0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476};
    for (std::size_t begin = 0; begin < padded.size(); begin += 64) add_block(state, padded, begin);
    static constexpr std::string_view kDigits = "0123456789abcdef";
    std::string digits;
    for (const std::uint32_t word : state) {
        for (unsigned byte = 0; byte < 4; ++byte) {
            const std::uint32_t value = (word >> (8U * byte)) & 0xFFU;
            digits += kDigits[value >> 4U];
            digits += kDigits[value & 15U];
        }
    }
    return digits;
}

}  // namespace rowtype::alembic
