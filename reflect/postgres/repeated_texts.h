// Texts that many relations have the same, foremost partitions and the schemas of tenants: deparsed for a few of them only.
//
// What PostgreSQL prints for a stored expression follows from its tree and the names of the columns of its relation (ruleutils.c in
// src/backend/utils/adt/), unless it stands for a whole row or has a sub-select in it, where the relation's own name is printed.
// For those the queries give no hash, and they never come here.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace rowtype::postgres {

// A check, index or policy: its OID, and where it stands in the data.
struct TextOwner {
    std::uint32_t oid = 0;
    std::size_t relation = 0;
    std::size_t item = 0;  // of the relation's checks, indexes or policies
};

class RepeatedTexts {
public:
    // `shape` stands for the relation's columns, `hash` for the trees; both as they were given for others. No hash: like no other.
    void add(std::uint32_t shape, std::string_view hash, const TextOwner& owner);

    // OIDs of those that nobody can give their texts.
    [[nodiscard]] std::vector<std::uint32_t> to_deparse() const;

    // Gives the others theirs. copy(from, to) says whether `from` had one to give: it may have been locked. What nobody gives stays unknown.
    template <class Copy>
    void take_over(Copy copy) const {
        for (const auto& [key, owners] : owners_) {
            for (const TextOwner& to : repeated(owners)) {
                for (std::size_t from = 0; from < kDeparsed && !copy(owners[from], to); ++from) {
                }
            }
        }
    }

private:
    // More than one, because somebody may hold a lock on the first.
    static constexpr std::size_t kDeparsed = 3;

    static std::span<const TextOwner> repeated(const std::vector<TextOwner>& owners) {
        return owners.size() <= kDeparsed ? std::span<const TextOwner>() : std::span(owners).subspan(kDeparsed);
    }

    std::vector<std::uint32_t> like_no_other_;
    std::map<std::pair<std::uint32_t, std::string>, std::vector<TextOwner>> owners_;
};

}  // namespace rowtype::postgres
