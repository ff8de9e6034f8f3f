#include "reflect/base/keyed_hash.h"

#include <bit>
#include <cstring>

namespace rowtype {

namespace {

struct State {
    std::uint64_t v0, v1, v2, v3;

    void round() {
        v0 += v1;
        v1 = std::rotl(v1, 13) ^ v0;
        v0 = std::rotl(v0, 32);
        v2 += v3;
        v3 = std::rotl(v3, 16) ^ v2;
        v0 += v3;
        v3 = std::rotl(v3, 21) ^ v0;
        v2 += v1;
        v1 = std::rotl(v1, 17) ^ v2;
        v2 = std::rotl(v2, 32);
    }
    void add(std::uint64_t word) {
        v3 ^= word;
        round();
        round();
        v0 ^= word;
    }
    std::uint64_t finish() {
        for (int count = 0; count < 4; ++count) round();
        return v0 ^ v1 ^ v2 ^ v3;
    }
};

// The bytes of the least significant end first, whatever the machine.
std::uint64_t word_of(const char* bytes, std::size_t size) {
    std::uint64_t word = 0;
    if (size == sizeof word && std::endian::native == std::endian::little) {
        std::memcpy(&word, bytes, sizeof word);
        return word;
    }
    for (std::size_t index = size; index-- > 0;) word = word << 8U | static_cast<unsigned char>(bytes[index]);
    return word;
}

}  // namespace

KeyedHash keyed_hash(const HashKey& key, std::string_view bytes) {
    State state{key.first ^ 0x736f6d6570736575ULL, key.second ^ 0x646f72616e646f6dULL ^ 0xeeU, key.first ^ 0x6c7967656e657261ULL,
                key.second ^ 0x7465646279746573ULL};
    const std::size_t whole = bytes.size() & ~std::size_t{7};
    for (std::size_t at = 0; at < whole; at += 8) state.add(word_of(bytes.data() + at, 8));
    state.add(word_of(bytes.data() + whole, bytes.size() - whole) | static_cast<std::uint64_t>(bytes.size()) << 56U);
    state.v2 ^= 0xeeU;
    KeyedHash hash;
    hash.first = state.finish();
    state.v1 ^= 0xddU;
    hash.second = state.finish();
    return hash;
}

}  // namespace rowtype
