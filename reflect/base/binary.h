// Values as bytes for our own caches, and back: numbers, texts, containers, and plain structs member by member (members.h), so that a
// member that is added to a struct is written and read without a word here. No format for others: it follows the structs as they are
// in this build of the program, and whoever keeps it must keep that build's identity beside it.
#pragma once

#include <array>
#include <cstdint>
#include <cstring>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

#include "reflect/base/members.h"

namespace rowtype {

class BinaryWriter {
public:
    [[nodiscard]] const std::string& bytes() const { return bytes_; }
    [[nodiscard]] std::string take() { return std::move(bytes_); }

    // Seven bits a byte, the lowest first.
    void number(std::uint64_t value) {
        for (; value >= 0x80U; value >>= 7U) bytes_.push_back(static_cast<char>(value | 0x80U));
        bytes_.push_back(static_cast<char>(value));
    }
    void text(std::string_view value) {
        number(value.size());
        bytes_.append(value);
    }

    template <class Type>
    BinaryWriter& add(const Type& value);

private:
    // Hashes use all of their bits: seven a byte would be longer, and slow.
    void hashes(const std::vector<std::uint64_t>& values) {
        number(values.size());
        bytes_.append(reinterpret_cast<const char*>(values.data()), values.size() * sizeof(std::uint64_t));
    }
    template <class Range>
    void elements(const Range& range) {
        number(range.size());
        for (const auto& element : range) add(element);
    }

    std::string bytes_;
};

// Reads what a BinaryWriter wrote. Of other bytes it makes some value or fails; it never reads beyond them, and makes nothing that is
// larger than they justify.
class BinaryReader {
public:
    explicit BinaryReader(std::string_view bytes) : rest_(bytes) {}

    // Whether something could not be read: then nothing that was read counts.
    [[nodiscard]] bool has_failed() const { return has_failed_; }
    [[nodiscard]] bool is_at_end() const { return rest_.empty(); }

    [[nodiscard]] std::uint64_t number() {
        std::uint64_t value = 0;
        for (unsigned shift = 0; shift < 64 && !rest_.empty(); shift += 7) {
            const auto byte = static_cast<unsigned char>(rest_.front());
            rest_.remove_prefix(1);
            value |= static_cast<std::uint64_t>(byte & 0x7FU) << shift;
            if (byte < 0x80U) return value;
        }
        has_failed_ = true;
        return 0;
    }
    [[nodiscard]] std::string_view text() {
        const std::size_t size = count();
        const std::string_view found = rest_.substr(0, size);
        rest_.remove_prefix(size);
        return found;
    }

    template <class Type>
    void read(Type& value);
    template <class Type>
    [[nodiscard]] Type take() {
        Type value{};
        read(value);
        return value;
    }

private:
    static constexpr int kDepth = 200;

    void hashes(std::vector<std::uint64_t>& values) {
        values.resize(count(sizeof(std::uint64_t)));
        if (values.empty()) return;
        const std::size_t size = values.size() * sizeof(std::uint64_t);
        std::memcpy(values.data(), rest_.data(), size);
        rest_.remove_prefix(size);
    }

    // Of elements, each of which takes so many bytes at least.
    std::size_t count(std::size_t bytes = 1) {
        const std::uint64_t size = number();
        if (size <= rest_.size() / bytes) return static_cast<std::size_t>(size);
        has_failed_ = true;
        rest_ = {};
        return 0;
    }

    std::string_view rest_;
    int depth_ = 0;
    bool has_failed_ = false;
};

namespace binary_detail {

template <class Type>
constexpr bool is_vector = false;
template <class Element>
constexpr bool is_vector<std::vector<Element>> = true;
template <class Type>
constexpr bool is_array = false;
template <class Element, std::size_t Size>
constexpr bool is_array<std::array<Element, Size>> = true;
template <class Type>
constexpr bool is_set = false;
template <class Key, class Order>
constexpr bool is_set<std::set<Key, Order>> = true;
template <class Type>
constexpr bool is_map = false;
template <class Key, class Value, class Order>
constexpr bool is_map<std::map<Key, Value, Order>> = true;
template <class Type>
constexpr bool is_pair = false;
template <class First, class Second>
constexpr bool is_pair<std::pair<First, Second>> = true;
template <class Type>
constexpr bool is_optional = false;
template <class Value>
constexpr bool is_optional<std::optional<Value>> = true;
// A class of flags that tells its bits and is made of them.
template <class Type>
constexpr bool is_flags = requires(const Type& value) { Type(value.bits()); };

}  // namespace binary_detail

template <class Type>
BinaryWriter& BinaryWriter::add(const Type& value) {
    using namespace binary_detail;
    if constexpr (std::is_same_v<Type, std::string> || std::is_same_v<Type, std::string_view>) {
        text(value);
    } else if constexpr (std::is_enum_v<Type>) {
        number(static_cast<std::uint64_t>(static_cast<std::make_unsigned_t<std::underlying_type_t<Type>>>(value)));
    } else if constexpr (std::is_same_v<Type, bool>) {
        number(value ? 1 : 0);
    } else if constexpr (std::is_integral_v<Type>) {
        number(static_cast<std::uint64_t>(static_cast<std::make_unsigned_t<Type>>(value)));
    } else if constexpr (is_array<Type>) {
        for (const auto& element : value) add(element);
    } else if constexpr (std::is_same_v<Type, std::vector<std::uint64_t>>) {
        hashes(value);
    } else if constexpr (is_vector<Type> || is_set<Type> || is_map<Type>) {
        elements(value);
    } else if constexpr (is_pair<Type>) {
        add(value.first).add(value.second);
    } else if constexpr (is_optional<Type>) {
        const bool has_value = static_cast<bool>(value);
        number(has_value ? 1 : 0);
        if (has_value) add(*value);
    } else if constexpr (is_flags<Type>) {
        number(value.bits());
    } else {
        static_assert(!std::is_empty_v<Type>, "each value takes a byte at least: the reader counts on it");
        for_each_member(value, [this](const auto& member) { this->add(member); });
    }
    return *this;
}

template <class Type>
void BinaryReader::read(Type& value) {
    using namespace binary_detail;
    if (has_failed_) return;
    if constexpr (std::is_same_v<Type, std::string>) {
        value = text();
    } else if constexpr (std::is_enum_v<Type>) {
        value = static_cast<Type>(static_cast<std::underlying_type_t<Type>>(number()));
    } else if constexpr (std::is_same_v<Type, bool>) {
        value = number() != 0;
    } else if constexpr (std::is_integral_v<Type>) {
        value = static_cast<Type>(number());
    } else if constexpr (is_array<Type>) {
        for (auto& element : value) read(element);
    } else if constexpr (std::is_same_v<Type, std::vector<std::uint64_t>>) {
        hashes(value);
    } else if constexpr (is_vector<Type>) {
        value.clear();
        for (std::size_t left = count(); left > 0 && !has_failed_; --left) read(value.emplace_back());
    } else if constexpr (is_set<Type>) {
        value.clear();
        for (std::size_t left = count(); left > 0 && !has_failed_; --left)
            value.insert(value.end(), take<typename Type::key_type>());
    } else if constexpr (is_map<Type>) {
        value.clear();
        for (std::size_t left = count(); left > 0 && !has_failed_; --left) {
            auto key = take<typename Type::key_type>();
            value.emplace_hint(value.end(), std::move(key), take<typename Type::mapped_type>());
        }
    } else if constexpr (is_pair<Type>) {
        read(value.first);
        read(value.second);
    } else if constexpr (is_optional<Type>) {
        value.reset();
        if (number() != 0) read(value.emplace());
    } else if constexpr (is_flags<Type>) {
        value = Type(static_cast<decltype(value.bits())>(number()));
    } else {
        // Values may hold values of their kind: forged bytes must not nest them until the stack ends.
        if (++depth_ > kDepth) has_failed_ = true;
        for_each_member(value, [this](auto& member) { this->read(member); });
        --depth_;
    }
}

}  // namespace rowtype
