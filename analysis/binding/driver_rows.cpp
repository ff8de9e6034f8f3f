#include "analysis/binding/driver_rows.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/binding/embeds.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/model_class.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/object_class.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/binding/row_makers.h"
#include "analysis/binding/row_shape.h"
#include "analysis/binding/sql_resolver.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/syntax_tree.h"

namespace rowtype::binding {

namespace {

using facts::Value;
using facts::ValueKind;

bool imports_asyncpg(const facts::FileFacts& file) {
    return std::ranges::any_of(file.statements, [](const facts::PlacedStatement& statement) {
        return std::ranges::any_of(statement.facts->imports, [](const facts::Import& one) {
            return one.level == 0 && (one.module == "asyncpg" || one.module.starts_with("asyncpg."));
        });
    });
}

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

std::shared_ptr<const catalog::Relation> output_of(const facts::SqlCall& call, std::optional<PlaceholderStyle> style,
                                                   const StatementView& statement, const Context& context) {
    const Value* written = call.sql();
    const ValueResolver resolve = [&](const Value& reference) {
        return resolve_value(reference, call.scope, statement, context);
    };
    std::optional<FoldedText> text = written == nullptr ? std::nullopt : fold_text(*written, resolve);
    if (!text || text->has_holes()) return nullptr;
    if (style) replace_placeholders(text->same_length_text(), *style, call.arguments.size() > 1);
    const sql::ParseOutcome outcome = sql::parse(text->text());
    if (!outcome.tree || outcome.tree->statements().size() != 1) return nullptr;
    const std::vector<sql::Token> tokens = sql::lex(text->text());
    const ResolverInput input{context.catalog, tokens, context.created_relations};
    return query_output(*outcome.tree->statements().front().node, input);
}

std::vector<BoundQuery> driver_queries(const StatementView& statement, const Context& context) {
    std::vector<BoundQuery> queries;
    if (!statement.facts.rows || context.imports.foreign) return queries;
    const bool is_asyncpg = imports_asyncpg(context.file_facts);
    const ModelModules modules(context);
    for (const facts::SqlCall& call : statement.facts.sql_calls) {
        if (!call.callee.is(ValueKind::Attribute) || call.callee.items.empty()) continue;
        const bool is_cursor = call.method == "execute" || call.method == "stream";
        if (!is_cursor && call.method != "fetch" && call.method != "fetchrow") continue;
        std::optional<RowKind> kind;
        if (is_cursor) kind = row_kind_of(call, statement, context, modules);
        else if (is_asyncpg && gives_records(call, statement, modules)) kind = RowKind::Record;
        if (!kind) continue;
        const auto style = is_cursor ? std::optional(PlaceholderStyle::Percent) : std::nullopt;
        const auto output = output_of(call, style, statement, context);
        if (output != nullptr && are_keys(*output)) queries.push_back(query_of(call, output, *kind, is_cursor));
    }
    return queries;
}

}  // namespace rowtype::binding
