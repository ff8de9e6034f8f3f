#include "reflect/postgres/repeated_texts.h"

namespace rowtype::postgres {

void RepeatedTexts::add(std::uint32_t shape, std::string_view hash, const TextOwner& owner) {
    if (hash.empty()) {
        like_no_other_.push_back(owner.oid);
    } else {
        owners_[{shape, std::string(hash)}].push_back(owner);
    }
}

std::vector<std::uint32_t> RepeatedTexts::to_deparse() const {
    std::vector<std::uint32_t> oids = like_no_other_;
    for (const auto& [key, owners] : owners_) {
        for (std::size_t number = 0; number < owners.size() && number < kDeparsed; ++number) oids.push_back(owners[number].oid);
    }
    return oids;
}

}  // namespace rowtype::postgres
