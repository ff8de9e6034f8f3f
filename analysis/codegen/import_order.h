// The orders that people keep imports in: isort's and ruff's default first, then what their settings make of it.
#pragma once

#include <algorithm>
#include <array>
#include <cstdint>
#include <iterator>
#include <optional>
#include <string>
#include <string_view>

namespace rowtype::codegen {

// Whether a module belongs to Python's standard library.
[[nodiscard]] bool is_standard_module(std::string_view module);

// Names of one "from" import. By type: constants, classes, the rest.
enum class NameOrder : std::uint8_t { ByType, IgnoringCase, ByTypeThenCase, ByCase };
inline constexpr std::array kNameOrders = {NameOrder::ByType, NameOrder::IgnoringCase, NameOrder::ByTypeThenCase,
                                           NameOrder::ByCase};
[[nodiscard]] bool comes_before(std::string_view left, std::string_view right, NameOrder order);

// Statements of one section: "import x" before "from x import y", by module alone, or behind them.
enum class StatementOrder : std::uint8_t { PlainFirst, ByModule, FromFirst };
inline constexpr std::array kStatementOrders = {StatementOrder::PlainFirst, StatementOrder::ByModule, StatementOrder::FromFirst};
struct StatementKey {
    std::string_view module;
    std::string_view name;  // the first that is imported from it; empty for "import x"
};
[[nodiscard]] bool comes_before(const StatementKey& left, const StatementKey& right, StatementOrder order);

// The first of `orders` that fits; nothing where none does.
template <class Orders, class Fits>
[[nodiscard]] auto first_fitting(const Orders& orders, Fits&& fits) {
    const auto found = std::ranges::find_if(orders, fits);
    return found == std::end(orders) ? std::nullopt : std::optional(*found);
}

}  // namespace rowtype::codegen
