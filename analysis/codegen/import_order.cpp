#include "analysis/codegen/import_order.h"

#include <algorithm>
#include <compare>
#include <cstddef>

namespace rowtype::codegen {

namespace {

bool is_digit(char letter) { return letter >= '0' && letter <= '9'; }
bool is_lower(char letter) { return letter >= 'a' && letter <= 'z'; }
bool is_upper(char letter) { return letter >= 'A' && letter <= 'Z'; }
char lowered(char letter) { return is_upper(letter) ? static_cast<char>(letter - 'A' + 'a') : letter; }

// Takes a run of digits off the front, without leading zeros.
std::string_view take_number(std::string_view& text) {
    std::size_t end = 0;
    while (end < text.size() && is_digit(text[end])) ++end;
    std::string_view number = text.substr(0, end);
    text.remove_prefix(end);
    while (number.starts_with('0')) number.remove_prefix(1);
    return number;
}

// Runs of digits count as numbers: uuid4 before uuid10.
std::strong_ordering natural_order(std::string_view left, std::string_view right, bool ignores_case) {
    // What both begin with says nothing, but for the digits that a number may begin with.
    const auto differ = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
    auto same = static_cast<std::size_t>(differ.first - left.begin());
    while (same > 0 && is_digit(left[same - 1])) --same;
    left.remove_prefix(same);
    right.remove_prefix(same);
    while (!left.empty() && !right.empty()) {
        if (is_digit(left.front()) && is_digit(right.front())) {
            const std::string_view one = take_number(left);
            const std::string_view other = take_number(right);
            if (const auto order = one.size() <=> other.size(); order != 0) return order;
            if (const auto order = one <=> other; order != 0) return order;
            continue;
        }
        const char one = ignores_case ? lowered(left.front()) : left.front();
        const char other = ignores_case ? lowered(right.front()) : right.front();
        if (one != other) return static_cast<unsigned char>(one) <=> static_cast<unsigned char>(other);
        left.remove_prefix(1);
        right.remove_prefix(1);
    }
    return left.size() <=> right.size();
}

int name_type(std::string_view name) {
    if (name == "*") return 0;
    if (name.size() > 1 && std::ranges::none_of(name, is_lower)) return 0;
    return !name.empty() && is_upper(name.front()) ? 1 : 2;
}

std::strong_ordering order_of(std::string_view left, std::string_view right, bool ignores_case) {
    const auto order = natural_order(left, right, ignores_case);
    return order != 0 || !ignores_case ? order : natural_order(left, right, false);
}

}  // namespace

bool comes_before(std::string_view left, std::string_view right, NameOrder order) {
    const bool by_type = order == NameOrder::ByType || order == NameOrder::ByTypeThenCase;
    if (by_type && name_type(left) != name_type(right)) return name_type(left) < name_type(right);
    return order_of(left, right, order == NameOrder::ByType || order == NameOrder::IgnoringCase) < 0;
}

bool comes_before(const StatementKey& left, const StatementKey& right, StatementOrder order) {
    const bool left_is_from = !left.name.empty();
    const bool right_is_from = !right.name.empty();
    if (order != StatementOrder::ByModule && left_is_from != right_is_from) {
        return left_is_from == (order == StatementOrder::FromFirst);
    }
    if (const auto by_module = order_of(left.module, right.module, true); by_module != 0) return by_module < 0;
    if (left_is_from != right_is_from) return right_is_from;
    return left_is_from && comes_before(left.name, right.name, NameOrder::ByType);
}

}  // namespace rowtype::codegen
