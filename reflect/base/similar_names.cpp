#include "reflect/base/similar_names.h"

#include <algorithm>

namespace rowtype {

namespace {

// "user" and "Users".
bool differs_by_plural(std::string_view left, std::string_view right) {
    if (left.size() > right.size()) std::swap(left, right);
    return left.size() + 1 == right.size() && (right.back() == 's' || right.back() == 'S') &&
           edit_distance(left, right.substr(0, left.size()), 0) == 0;
}

char lower(char letter) { return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter; }

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right, std::size_t limit) {
    if (left.size() > right.size()) std::swap(left, right);
    if (right.size() - left.size() > limit) return limit + 1;
    std::vector<std::size_t> before(left.size() + 1);
    std::vector<std::size_t> above(left.size() + 1);
    std::vector<std::size_t> row(left.size() + 1);
    for (std::size_t i = 0; i <= left.size(); ++i) above[i] = i;
    for (std::size_t j = 1; j <= right.size(); ++j) {
        row[0] = j;
        std::size_t best = j;
        for (std::size_t i = 1; i <= left.size(); ++i) {
            const bool same = lower(left[i - 1]) == lower(right[j - 1]);
            row[i] = std::min({above[i] + 1, row[i - 1] + 1, above[i - 1] + (same ? 0U : 1U)});
            const bool swapped =
                i > 1 && j > 1 && lower(left[i - 1]) == lower(right[j - 2]) && lower(left[i - 2]) == lower(right[j - 1]);
            if (swapped) row[i] = std::min(row[i], before[i - 2] + 1);
            best = std::min(best, row[i]);
        }
        if (best > limit) return limit + 1;
        std::swap(before, above);
        std::swap(above, row);
    }
    return std::min(above[left.size()], limit + 1);
}

std::optional<std::string> nearest_name(std::string_view name, const std::vector<std::string>& candidates) {
    std::size_t limit = std::max<std::size_t>(1, name.size() / 3);
    const std::string* best = nullptr;
    for (const std::string& candidate : candidates) {
        const std::size_t distance = edit_distance(name, candidate, limit);
        const bool shorter_than_it_changes =
            distance >= std::min(name.size(), candidate.size()) && distance != 0 && !differs_by_plural(name, candidate);
        if (distance > limit || shorter_than_it_changes) continue;
        best = &candidate;
        if (distance == 0) break;
        limit = distance - 1;  // later candidates must be strictly nearer
    }
    if (best == nullptr) return std::nullopt;
    return *best;
}

}  // namespace rowtype
