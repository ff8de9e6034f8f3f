#include "analysis/facts/find_bytes.h"

#include <bit>
#include <cstring>

#if defined(__SSE2__)
#include <emmintrin.h>
#endif

namespace rowtype::facts {

namespace {

std::size_t find_with_library(std::string_view bytes, std::string_view needle, std::size_t from) {
    const void* found = memmem(bytes.data() + from, bytes.size() - from, needle.data(), needle.size());
    return found == nullptr ? std::string_view::npos : static_cast<std::size_t>(static_cast<const char*>(found) - bytes.data());
}

#if defined(__SSE2__)
// Sixteen places at a time: those where the first and the last byte of the needle stand are compared. The library's memmem takes three
// times as long on Python's text, which is looked through for dozens of words.
std::size_t find_by_ends(std::string_view bytes, std::string_view needle, std::size_t from) {
    constexpr std::size_t kStep = 16;
    const std::size_t last = needle.size() - 1;
    const __m128i first_byte = _mm_set1_epi8(needle.front());
    const __m128i last_byte = _mm_set1_epi8(needle.back());
    const char* const text = bytes.data();
    std::size_t at = from;
    for (; at + last + kStep <= bytes.size(); at += kStep) {
        const __m128i begins = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at));
        const __m128i ends = _mm_loadu_si128(reinterpret_cast<const __m128i*>(text + at + last));
        const __m128i both = _mm_and_si128(_mm_cmpeq_epi8(begins, first_byte), _mm_cmpeq_epi8(ends, last_byte));
        for (auto places = static_cast<unsigned>(_mm_movemask_epi8(both)); places != 0; places &= places - 1) {
            const std::size_t place = at + static_cast<std::size_t>(std::countr_zero(places));
            if (std::memcmp(text + place, needle.data(), needle.size()) == 0) return place;
        }
    }
    return find_with_library(bytes, needle, at);
}
#endif

}  // namespace

std::size_t find_bytes(std::string_view bytes, std::string_view needle, std::size_t from) {
    if (from > bytes.size() || needle.size() > bytes.size() - from) return std::string_view::npos;
    if (needle.size() == 1) return bytes.find(needle.front(), from);
#if defined(__SSE2__)
    if (needle.size() > 1) return find_by_ends(bytes, needle, from);
#endif
    return find_with_library(bytes, needle, from);
}

}  // namespace rowtype::facts
