#include "analysis/binding/driver_rows.h"

#include <algorithm>
#include <array>
#include <optional>
#include <string_view>
#include <utility>

#include "analysis/binding/embeds.h"
#include "analysis/binding/imported_name.h"
#include "analysis/binding/model_class.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/object_class.h"
#include "analysis/binding/other_databases.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/binding/row_makers.h"
#include "analysis/binding/row_shape.h"
#include "analysis/facts/local_values.h"
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
    shape->is_result = kind == RowKind::SqlRow;
    shape->kind = kind;
    query.row_shape = std::move(shape);
    auto root = std::make_shared<EmbedNode>();
    root->made = output;
    query.root = std::move(root);
    return query;
}

// "cursor.execute(…)": the rows come from the cursor afterwards.
bool leaves_cursor(const facts::SqlCall& call) { return call.method == "execute" || call.method == "stream"; }

// The value that a name of the function holds whatever the branch; null where that is not told.
const Value* only_value(const Value& name, const facts::SqlCall& call, const facts::StatementFacts& facts) {
    const auto is_it = [&](const auto& fact, const std::string& bound) { return fact.scope == call.scope && bound == name.text; };
    const bool is_bound_otherwise =
        std::ranges::count(facts.scopes[call.scope].opaque_names, name.text) > 0 ||
        std::ranges::any_of(facts.parameters, [&](const auto& each) { return is_it(each, each.name); });
    std::vector<const facts::Assignment*> assignments;
    for (const facts::Assignment& each : facts.assignments) {
        if (is_it(each, each.target)) assignments.push_back(&each);
    }
    if (is_bound_otherwise) return nullptr;
    const auto reaching = facts::reaching_assignments(assignments, facts.scopes[call.scope], name.span.begin);
    const bool is_one = reaching.size() == 1 && !reaching.front()->augmented && reaching.front()->value;
    return is_one ? &*reaching.front()->value : nullptr;
}

bool is_sqlalchemys_text(std::string_view name) {
    constexpr auto kTexts = std::to_array<std::string_view>(
        {"sqlalchemy.text", "sqlalchemy.sql.text", "sqlalchemy.sql.expression.text", "sqlmodel.text"});
    return std::ranges::find(kTexts, name) != kTexts.end();
}

// What stands before ".bindparams(…)", which changes no column.
const Value* without_parameters(const Value* made) {
    while (made != nullptr && made->is(ValueKind::Call) && made->items.front().is(ValueKind::Attribute) &&
           (made->items.front().text == "bindparams" || made->items.front().text == "execution_options"))
        made = &made->items.front().items.front();
    return made;
}

// SQLAlchemy's "text(…)" that is executed, as it is written there or in a name of the function; null where it is something else.
const facts::SqlCall* executed_text(const facts::SqlCall& call, const StatementView& statement, const Context& context) {
    const Value* made = call.sql();
    if (made != nullptr && made->is(ValueKind::Name)) made = only_value(*made, call, statement.facts);
    made = without_parameters(made);
    if (made == nullptr || !made->is(ValueKind::Call)) return nullptr;
    const std::string name = imported_name(made->items.front().dotted(), call.scope, statement, context);
    if (!is_sqlalchemys_text(name)) return nullptr;
    const auto found = std::ranges::find(statement.facts.sql_calls, made->span, &facts::SqlCall::span);
    return found == statement.facts.sql_calls.end() ? nullptr : &*found;
}

// What the name means that an import of the module's own binds; empty where it is anything else.
std::string imported_by_module(const std::string& dotted, const facts::ModuleNames& names) {
    const std::string head = dotted.substr(0, dotted.find('.'));
    const facts::ModuleBinding* binding = names.only(head);
    const facts::Import* import = binding == nullptr ? nullptr : binding->import;
    if (import == nullptr || import->level != 0) return {};
    const std::string name = import->name.empty() ? import->module : import->module + "." + import->name;
    return name + dotted.substr(head.size());
}

// Of a "text(…)" that another statement holds, of this module or of another ("LATEST = text('SELECT …')"). Null where it is none, or which
// one it is depends on the moment.
std::shared_ptr<const catalog::Relation> output_of_held_text(const facts::SqlCall& call, const StatementView& statement,
                                                             const Context& context) {
    const Value* held = without_parameters(call.sql());
    if (held == nullptr || !(held->is(ValueKind::Name) || held->is(ValueKind::Attribute))) return nullptr;
    // A class's may be another one in its subclasses.
    if (held->is(ValueKind::Attribute) && (held->items.front().is_name("self") || held->items.front().is_name("cls")))
        return nullptr;
    const ResolvedValue found = resolve_value(*held, call.scope, statement, context);
    const Value* made = without_parameters(found.value);
    if (made == nullptr || !made->is(ValueKind::Call) || found.origin.module == nullptr || !found.within) return nullptr;
    if (!is_sqlalchemys_text(imported_by_module(made->items.front().dotted(), *found.origin.module))) return nullptr;
    const Value* sql = made->argument("text", 0);
    if (sql == nullptr || OtherDatabases(statement, context).takes(call)) return nullptr;
    return output_of_text(*sql, found.within, context);
}

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

std::optional<RowKind> row_kind(const facts::SqlCall& call, bool is_of_text, const StatementView& statement,
                                const ModelModules& modules) {
    if (is_of_text) {
        const Place place{&statement.facts, call.scope, &modules.analysed_file()};
        const bool is_own = object_class(call.callee.items.front(), place).class_definition != nullptr;
        return is_own ? std::nullopt : std::optional(RowKind::SqlRow);
    }
    if (leaves_cursor(call)) return row_kind_of(call, statement, modules);
    return gives_records(call, statement, modules) ? std::optional(RowKind::Record) : std::nullopt;
}

}  // namespace

bool asks_rows(const StatementView& statement) {
    if (!statement.facts.rows) return false;
    const facts::RowFacts& rows = *statement.facts.rows.get();
    return rows.is_of_script || std::ranges::any_of(rows.accesses, facts::is_question);
}

bool gives_rows(const facts::SqlCall& call, const Context& context) {
    if (context.imports.foreign) return false;
    if (call.callee.is(ValueKind::Name)) return true;  // "text(…)", whatever it is called here: what executes it gives rows
    if (!call.callee.is(ValueKind::Attribute) || call.callee.items.empty()) return false;
    return leaves_cursor(call) || call.method == "text" ||
           (context.imports.asyncpg && (call.method == "fetch" || call.method == "fetchrow"));
}

std::vector<BoundQuery> driver_queries(const StatementView& statement, const std::vector<BoundSql>& bound,
                                       const Context& context) {
    std::vector<BoundQuery> queries;
    if (!asks_rows(statement)) return queries;
    std::optional<ModelModules> modules;
    for (const facts::SqlCall& call : statement.facts.sql_calls) {
        const bool is_method = call.callee.is(ValueKind::Attribute) && gives_rows(call, context);
        if (!is_method || call.method == "text") continue;
        const facts::SqlCall* text = leaves_cursor(call) ? executed_text(call, statement, context) : nullptr;
        const Value* sql = text == nullptr ? call.sql() : text->sql();
        const auto found = sql == nullptr ? bound.end() : std::ranges::find(bound, sql->span, &BoundSql::span);
        std::shared_ptr<const catalog::Relation> output =
            text == nullptr && leaves_cursor(call) ? output_of_held_text(call, statement, context) : nullptr;
        const bool is_of_text = text != nullptr || output != nullptr;
        if (output == nullptr && found != bound.end()) output = found->output;
        if (output == nullptr || !are_keys(*output)) continue;
        if (!modules) modules.emplace(context);
        if (const std::optional<RowKind> kind = row_kind(call, is_of_text, statement, *modules))
            queries.push_back(query_of(call, output, *kind, leaves_cursor(call)));
    }
    return queries;
}

}  // namespace rowtype::binding
