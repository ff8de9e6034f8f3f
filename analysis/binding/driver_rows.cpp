#include "analysis/binding/driver_rows.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/binding/embeds.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/object_class.h"
#include "analysis/binding/row_shape.h"
#include "analysis/facts/row_facts.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

// Of two columns of one name, or without one, a row has less keys than columns.
bool are_keys(const catalog::Relation& output) {
    return output.columns_complete &&
           std::ranges::none_of(output.columns, [](const catalog::Column& column) { return column.name.empty(); });
}

BoundQuery query_of(const facts::SqlCall& call, const std::shared_ptr<const catalog::Relation>& output) {
    BoundQuery query;
    query.span = call.span;
    auto shape = std::make_shared<RowShape>();
    shape->relation = output.get();
    shape->selects = shape->has_all = shape->is_direct = true;
    shape->is_single = call.method == "fetchrow";
    query.row_shape = std::move(shape);
    auto root = std::make_shared<EmbedNode>();
    root->made = output;
    query.root = std::move(root);
    return query;
}

}  // namespace

bool asks_rows(const StatementView& statement) { return statement.facts.rows && !statement.facts.rows.get()->accesses.empty(); }

bool gives_rows(const facts::SqlCall& call, const Context& context) {
    if (!context.imports.asyncpg || context.imports.foreign) return false;
    const bool is_method = call.callee.is(ValueKind::Attribute) && !call.callee.items.empty();
    return is_method && (call.method == "fetch" || call.method == "fetchrow") &&
           facts::find_keyword(call.arguments, "record_class") == nullptr;
}

std::vector<BoundQuery> driver_queries(const StatementView& statement, const std::vector<BoundSql>& bound,
                                       const Context& context) {
    std::vector<BoundQuery> queries;
    if (!asks_rows(statement)) return queries;
    std::optional<ModelModules> modules;
    for (const facts::SqlCall& call : statement.facts.sql_calls) {
        const Value* sql = gives_rows(call, context) ? call.sql() : nullptr;
        if (sql == nullptr) continue;
        const auto found = std::ranges::find(bound, sql->span, &BoundSql::span);
        if (found == bound.end() || found->output == nullptr || !are_keys(*found->output)) continue;
        if (!modules) modules.emplace(context);
        const Place place{&statement.facts, call.scope, &modules->analysed_file()};
        if (object_class(call.callee.items.front(), place).class_definition != nullptr) continue;
        queries.push_back(query_of(call, found->output));
    }
    return queries;
}

}  // namespace rowtype::binding
