#include "reflect/base/hash.h"

namespace rowtype {

namespace {

std::uint64_t mix(std::uint64_t value) {  // the finaliser of SplitMix64
    value ^= value >> 30U;
    value *= 0xbf58476d1ce4e5b9ULL;
    value ^= value >> 27U;
    value *= 0x94d049bb133111ebULL;
    return value ^ (value >> 31U);
}

}  // namespace

std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed) {
    std::uint64_t hash = 0xcbf29ce484222325ULL ^ mix(seed);
    for (const char byte : bytes) {
        hash ^= static_cast<unsigned char>(byte);
        hash *= 0x100000001b3ULL;
    }
    return mix(hash);
}

std::uint64_t hash_combine(std::uint64_t seed, std::uint64_t value) {
    constexpr std::uint64_t kGolden = 0x9e3779b97f4a7c15ULL;
    return mix(seed * kGolden + value + kGolden);  // the last term, because mix(0) is 0: leading zeros must count
}

std::string to_hex(std::uint64_t value) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t index = 16; index-- > 0; value >>= 4U) text[index] = kDigits[value & 0xFU];
    return text;
}

}  // namespace rowtype
