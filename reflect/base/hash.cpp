#include "reflect/base/hash.h"

#include <algorithm>
#include <cstddef>

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

// By their first bits into places of some ten each, and within these as ever.
void sort_hashes(std::vector<std::uint64_t>& hashes) {
    constexpr unsigned kBits = 12;
    constexpr std::size_t kPlaces = std::size_t{1} << kBits;
    if (hashes.size() < kPlaces) {
        std::ranges::sort(hashes);
        return;
    }
    const auto place_of = [](std::uint64_t hash) { return static_cast<std::size_t>(hash >> (64 - kBits)); };
    std::vector<std::size_t> ends(kPlaces, 0);
    for (const std::uint64_t hash : hashes) ++ends[place_of(hash)];
    for (std::size_t place = 1; place < kPlaces; ++place) ends[place] += ends[place - 1];
    std::vector<std::uint64_t> sorted(hashes.size());
    std::vector<std::size_t> next(kPlaces, 0);
    std::copy(ends.begin(), ends.end() - 1, next.begin() + 1);
    for (const std::uint64_t hash : hashes) sorted[next[place_of(hash)]++] = hash;
    std::size_t begin = 0;
    for (const std::size_t end : ends) {
        std::sort(sorted.data() + begin, sorted.data() + end);
        begin = end;
    }
    hashes.swap(sorted);
}

std::string to_hex(std::uint64_t value) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string text(16, '0');
    for (std::size_t index = 16; index-- > 0; value >>= 4U) text[index] = kDigits[value & 0xFU];
    return text;
}

}  // namespace rowtype
