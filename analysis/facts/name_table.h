// A table of a few dozen names that is asked about every call of every file, and nearly always says no: an open hash, made by the compiler.
// Internal to analysis/facts.
#pragma once

#include <array>
#include <cstddef>
#include <string_view>

namespace rowtype::facts {

// `Entry`: default-constructible, with a `name`; no name is empty or comes twice.
template <class Entry, std::size_t kSlots>
class NameTable {
public:
    template <std::size_t kCount>
    consteval explicit NameTable(const std::array<Entry, kCount>& entries) {
        static_assert((kSlots & (kSlots - 1)) == 0 && kSlots >= 4 * kCount, "a power of two, several times the number of names");
        for (const Entry& entry : entries) {
            std::size_t slot = slot_of(entry.name);
            while (!slots_[slot].name.empty()) slot = (slot + 1) % kSlots;
            slots_[slot] = entry;
        }
    }

    // Null where the name is none of the table's.
    [[nodiscard]] constexpr const Entry* find(std::string_view name) const {
        if (name.empty()) return nullptr;
        for (std::size_t slot = slot_of(name);; slot = (slot + 1) % kSlots) {
            const Entry& entry = slots_[slot];
            if (entry.name.empty()) return nullptr;
            if (entry.name == name) return &entry;
        }
    }

private:
    static constexpr std::size_t slot_of(std::string_view name) {
        const auto byte = [](char letter) { return static_cast<std::size_t>(static_cast<unsigned char>(letter)); };
        return (byte(name.front()) * 31 + byte(name.back()) * 7 + byte(name[name.size() / 2]) * 13 + name.size() * 97) % kSlots;
    }

    std::array<Entry, kSlots> slots_{};
};

}  // namespace rowtype::facts
