#include "analysis/binding/realtime.h"

#include <algorithm>
#include <array>
#include <utility>

#include "analysis/binding/text_places.h"

namespace rowtype::binding {

namespace {

using facts::Value;

// "id" of "id=eq.1"; nothing for another form.
std::optional<Span> filtered_column(std::string_view filter) {
    constexpr std::array<std::string_view, 7> kOperators = {"eq", "neq", "lt", "lte", "gt", "gte", "in"};
    const std::size_t equals = filter.find('=');
    if (equals == std::string_view::npos || equals == 0) return std::nullopt;
    const bool is_plain = std::ranges::all_of(filter.substr(0, equals), [](char letter) {
        return letter == '_' || (letter >= 'a' && letter <= 'z') || (letter >= '0' && letter <= '9');
    });
    const std::string_view rest = filter.substr(equals + 1);
    const bool is_known = std::ranges::find(kOperators, rest.substr(0, rest.find('.'))) != kOperators.end();
    if (!is_plain || !is_known || rest.find('.') == std::string_view::npos) return std::nullopt;
    return Span{0, static_cast<std::uint32_t>(equals)};
}

std::optional<BoundQuery> query_of(const facts::ChainCall& call, Span chain, const Context& context,
                                   const ValueResolver& resolve) {
    const auto text_of = [&](std::string_view keyword, std::size_t index) -> std::optional<FoldedText> {
        const Value* value = call.argument(keyword, index);
        return value == nullptr ? std::nullopt : fold_text(*value, resolve);
    };
    const std::optional<FoldedText> table = text_of("table", 2);
    if (!table || table->has_holes() || table->text() == "*" || table->text().empty()) return std::nullopt;
    const bool has_schema = call.keyword("schema") != nullptr || call.positional(3) != nullptr;
    const std::optional<FoldedText> schema = text_of("schema", 3);
    if (has_schema && (!schema || schema->has_holes() || schema->text() == "*")) return std::nullopt;
    BoundQuery query;
    query.span = chain;
    query.table.schema = has_schema ? schema->text() : "public";
    query.table.name = table->text();
    query.table.span = TextPlaces(*table, context).source_of_value();
    const catalog::RelationLookup lookup = context.catalog.find_relation(query.table.schema, query.table.name);
    query.table.relation = lookup.relation;
    const bool was_read = context.catalog.has_schema(query.table.schema);
    query.table.unknown = lookup.relation == nullptr && (lookup.unknown || !was_read);
    if (query.table.unknown) query.mute = was_read ? Mute::QueryTableMayExist : Mute::QuerySchemaNotRead;
    const std::optional<FoldedText> filter = text_of("filter", 4);
    const std::optional<Span> column = filter ? filtered_column(filter->text()) : std::nullopt;
    if (!column || lookup.relation == nullptr) return query;
    const std::string name(slice(filter->text(), *column));
    const bool found = lookup.relation->find_column(name) != nullptr;
    query.columns.push_back({.name = name,
                             .span = TextPlaces(*filter, context).source(*column),
                             .relation = lookup.relation,
                             .use = ColumnUse::Filter,
                             .found = found});
    return query;
}

}  // namespace

std::vector<BoundQuery> realtime_queries(const facts::Chain& chain, const Context& context, const ValueResolver& resolve) {
    std::vector<BoundQuery> queries;
    for (const facts::ChainCall& call : chain.calls) {
        if (call.method != "on_postgres_changes") continue;
        if (std::optional<BoundQuery> query = query_of(call, chain.span, context, resolve)) queries.push_back(std::move(*query));
    }
    return queries;
}

}  // namespace rowtype::binding
