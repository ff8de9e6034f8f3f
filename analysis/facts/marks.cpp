#include "analysis/facts/marks.h"

namespace rowtype::facts {

namespace {

constexpr std::size_t kBegin = 4;  // bytes of a text that are looked at together
static_assert(std::ranges::all_of(kMarkedTexts, [](std::string_view text) { return text.size() >= kBegin; }));

constexpr unsigned kSlotBits = 14;
constexpr std::uint8_t kNone = 0xFF;

// Few begins that are no text's share a slot with one that is, as there are hundreds of times as many slots.
constexpr std::size_t slot_of(std::uint32_t begin) { return (begin * 0x9E3779B1U) >> (32U - kSlotBits); }

constexpr std::uint32_t begin_at(const char* bytes) {
    const auto byte = [bytes](std::size_t index) { return static_cast<std::uint32_t>(static_cast<unsigned char>(bytes[index])); };
    return byte(0) | byte(1) << 8U | byte(2) << 16U | byte(3) << 24U;
}

// By the slot of its begin the first of the texts that share it; by a text the next of them.
struct Chains {
    std::array<std::uint8_t, std::size_t{1} << kSlotBits> first{};
    std::array<std::uint8_t, kMarkedTexts.size()> next{};
    std::array<std::uint8_t, std::size_t{1} << kSlotBits> is_used{};  // 1, so that several places are asked at once
};

constexpr Chains kChains = [] {
    Chains chains;
    chains.first.fill(kNone);
    for (std::size_t index = 0; index < kMarkedTexts.size(); ++index) {
        const std::size_t slot = slot_of(begin_at(kMarkedTexts[index].data()));
        chains.next[index] = chains.first[slot];
        chains.first[slot] = static_cast<std::uint8_t>(index);
        chains.is_used[slot] = 1;
    }
    return chains;
}();

// Those that begin at the place.
std::uint64_t begun_at(std::string_view bytes, std::size_t at) {
    std::uint64_t begun = 0;
    for (std::uint8_t index = kChains.first[slot_of(begin_at(bytes.data() + at))]; index != kNone; index = kChains.next[index]) {
        if (bytes.substr(at).starts_with(kMarkedTexts[index])) begun |= std::uint64_t{1} << index;
    }
    return begun;
}

}  // namespace

Marks::Marks(std::string_view bytes) {
    constexpr std::size_t kStep = 4;
    const auto& is_used = kChains.is_used;
    std::size_t at = 0;
    for (; at + kStep + kBegin <= bytes.size(); at += kStep) {
        const char* const place = bytes.data() + at;
        const auto used = [&](std::size_t offset) { return is_used[slot_of(begin_at(place + offset))]; };
        if ((used(0) | used(1) | used(2) | used(3)) == 0) continue;
        for (std::size_t offset = 0; offset < kStep; ++offset) {
            if (used(offset) != 0) seen_ |= begun_at(bytes, at + offset);
        }
    }
    for (; at + kBegin <= bytes.size(); ++at) seen_ |= begun_at(bytes, at);
}

}  // namespace rowtype::facts
