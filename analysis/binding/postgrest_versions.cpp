#include "analysis/binding/postgrest_versions.h"

namespace rowtype::binding {

namespace {

using postgrest::ItemKind;
using postgrest::SelectItem;

constexpr std::uint32_t kInnerJoin = 900;
constexpr std::uint32_t kSpreads = 1100;
constexpr std::uint32_t kEmptyEmbeds = 1100;
constexpr std::uint32_t kQuantifiers = 1100;
constexpr std::uint32_t kAggregates = 1200;
constexpr std::uint32_t kNotNull = 1300;

std::string spelled(std::uint32_t version) {
    const std::uint32_t minor = version % 100;
    return std::to_string(version / 100) + (minor == 0 ? "" : "." + std::to_string(minor));
}

void read(const std::vector<SelectItem>& items, std::uint32_t version, std::vector<TextProblem>& problems) {
    const auto add = [&](const SelectItem& item, std::string_view what, std::uint32_t needed) {
        if (auto message = too_new(what, needed, version)) problems.push_back({item.span, std::move(*message)});
    };
    for (const SelectItem& item : items) {
        if (item.aggregate || item.kind == ItemKind::Count) add(item, "aggregates need", kAggregates);
        if (item.kind == ItemKind::Spread) add(item, "spreads (\"...\") need", kSpreads);
        if (item.kind == ItemKind::Relation && item.items.empty()) add(item, "embeds without columns need", kEmptyEmbeds);
        if (item.is_embed() && item.is_inner()) add(item, "\"!inner\" needs", kInnerJoin);
        read(item.items, version, problems);
    }
}

}  // namespace

std::optional<std::string> too_new(std::string_view what, std::uint32_t needed, std::uint32_t version) {
    if (version == 0 || version >= needed) return std::nullopt;
    return std::string(what) + " PostgREST " + spelled(needed) + ", and postgrest-version is " + spelled(version);
}

std::vector<TextProblem> too_new_in(const std::vector<SelectItem>& items, std::uint32_t version) {
    std::vector<TextProblem> problems;
    if (version != 0) read(items, version, problems);
    return problems;
}

std::optional<std::string> too_new_in(const postgrest::OperatorExpression& filter, std::uint32_t version) {
    if (filter.quantifier != postgrest::Quantifier::None) return too_new("\"(any)\" and \"(all)\" need", kQuantifiers, version);
    if (filter.filter_operator == postgrest::FilterOperator::IsDistinct)
        return too_new("\"isdistinct\" needs", kQuantifiers, version);
    const bool is_not_null = filter.filter_operator == postgrest::FilterOperator::Is && !filter.values.empty() &&
                             filter.values.front().text == "not_null";
    return is_not_null ? too_new("\"is.not_null\" needs", kNotNull, version) : std::nullopt;
}

}  // namespace rowtype::binding
