// Names that are only ever asked for: as hashes, of which two that are the same stand for one name. Files have them by the hundred
// thousand, and each that was a text of its own took a tenth of a check.
#pragma once

#include <algorithm>
#include <cstdint>
#include <initializer_list>
#include <string_view>
#include <vector>

#include "reflect/base/hash.h"

namespace rowtype::facts {

struct NameSet {
    std::vector<std::uint64_t> hashes;  // ascending and each once, when settled

    static NameSet of(std::initializer_list<std::string_view> names) {
        NameSet set;
        for (const std::string_view name : names) set.insert(name);
        set.settle();
        return set;
    }

    // Both to be followed by settle(), once for many.
    void insert(std::string_view name) { hashes.push_back(hash_bytes(name)); }
    void add(const NameSet& other) { hashes.insert(hashes.end(), other.hashes.begin(), other.hashes.end()); }
    void settle() {
        sort_hashes(hashes);
        hashes.erase(std::ranges::unique(hashes).begin(), hashes.end());
    }
    [[nodiscard]] bool contains(std::string_view name) const { return std::ranges::binary_search(hashes, hash_bytes(name)); }
    [[nodiscard]] bool empty() const { return hashes.empty(); }

    friend bool operator==(const NameSet&, const NameSet&) = default;
};

}  // namespace rowtype::facts
