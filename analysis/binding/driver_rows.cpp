#include "analysis/binding/driver_rows.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/binding/embeds.h"
#include "analysis/binding/model_class.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/object_class.h"
#include "analysis/binding/row_makers.h"
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

BoundQuery query_of(const facts::SqlCall& call, const std::shared_ptr<const catalog::Relation>& output, RowKind kind,
                    bool is_cursor) {
    BoundQuery query;
    query.span = call.span;
    auto shape = std::make_shared<RowShape>();
    shape->relation = output.get();
    shape->selects = shape->has_all = shape->is_direct = true;
    shape->is_single = call.method == "fetchrow";
    shape->is_cursor = is_cursor;
    shape->kind = kind;
    query.row_shape = std::move(shape);
    auto root = std::make_shared<EmbedNode>();
    root->made = output;
    query.root = std::move(root);
    return query;
}

// "cursor.execute(…)": the rows come from the cursor afterwards.
bool leaves_cursor(const facts::SqlCall& call) { return call.method == "execute" || call.method == "stream"; }

// Whether the record_class leaves its keys as asyncpg.Record has them.
bool keeps_keys(const Value& record_class, const Place& place) {
    if (external_name(record_class, *place.module) == "asyncpg.Record") return true;
    const facts::Class* own = class_at(record_class, place).class_definition;
    if (own == nullptr || own->bases.size() != 1 || external_name(own->bases.front(), *place.module) != "asyncpg.Record")
        return false;
    return std::ranges::none_of(own->methods,
                                [](const std::string& method) { return method == "__getitem__" || method == "get"; });
}

// Whether asyncpg's own records come of the call, and no object of the project's is asked.
bool gives_records(const facts::SqlCall& call, const StatementView& statement, const ModelModules& modules) {
    const Place place{&statement.facts, call.scope, &modules.analysed_file()};
    const Value* own = facts::find_keyword(call.arguments, "record_class");
    if (own != nullptr && !keeps_keys(*own, place)) return false;
    return object_class(call.callee.items.front(), place).class_definition == nullptr;
}

}  // namespace

bool asks_rows(const StatementView& statement) {
    using facts::RowUse;
    return statement.facts.rows && std::ranges::any_of(statement.facts.rows.get()->accesses, [](const facts::RowAccess& access) {
               return access.use != RowUse::Set && access.use != RowUse::Escape && access.use != RowUse::Execute;
           });
}

bool gives_rows(const facts::SqlCall& call, const Context& context) {
    const bool is_method = call.callee.is(ValueKind::Attribute) && !call.callee.items.empty();
    if (!is_method || context.imports.foreign) return false;
    return leaves_cursor(call) || (context.imports.asyncpg && (call.method == "fetch" || call.method == "fetchrow"));
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
        std::optional<RowKind> kind;
        if (leaves_cursor(call)) kind = row_kind_of(call, statement, *modules);
        else if (gives_records(call, statement, *modules)) kind = RowKind::Record;
        if (kind) queries.push_back(query_of(call, found->output, *kind, leaves_cursor(call)));
    }
    return queries;
}

}  // namespace rowtype::binding
