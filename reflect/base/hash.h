// Hashes for caches, fingerprints and staleness; not for security.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace rowtype {

// FNV-1a over bytes, finished by a mixer; the same on every platform, so it may stand in committed files.
[[nodiscard]] std::uint64_t hash_bytes(std::string_view bytes, std::uint64_t seed = 0);
// Mixes `value` into `seed`; order matters.
[[nodiscard]] std::uint64_t hash_combine(std::uint64_t seed, std::uint64_t value);
// Sixteen lower-case hexadecimal digits.
[[nodiscard]] std::string to_hex(std::uint64_t value);

}  // namespace rowtype
