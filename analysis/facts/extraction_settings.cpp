#include "analysis/facts/extraction_settings.h"

#include <algorithm>

#include "reflect/base/hash.h"

namespace rowtype::facts {

bool ExtractionSettings::knows_call(std::string_view name) const {
    return !call_names.empty() && std::ranges::binary_search(call_names, name, std::less<>());
}

std::uint64_t ExtractionSettings::fingerprint() const {
    std::uint64_t hash = 0;
    for (const std::string& name : call_names) hash = hash_combine(hash, hash_bytes(name));
    return hash;
}

}  // namespace rowtype::facts
