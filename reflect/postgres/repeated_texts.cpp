#include "reflect/postgres/repeated_texts.h"

namespace rowtype::postgres {

void RepeatedTexts::add(std::uint32_t shape, std::string_view hash, const TextOwner& owner) {
    owners_[{shape, std::string(hash)}].push_back(owner);
}

std::vector<std::uint32_t> RepeatedTexts::oids() const {
    std::vector<std::uint32_t> oids;
    for (const auto& [key, owners] : owners_) {
        for (const TextOwner& owner : repeated(owners)) oids.push_back(owner.oid);
    }
    return oids;
}

}  // namespace rowtype::postgres
