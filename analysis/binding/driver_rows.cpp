#include "analysis/binding/driver_rows.h"

#include <algorithm>
#include <optional>
#include <utility>

#include "analysis/binding/embeds.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/object_class.h"
#include "analysis/binding/resolve_value.h"
#include "analysis/binding/row_shape.h"
#include "analysis/binding/sql_resolver.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/syntax_tree.h"

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
    if (!statement.facts.rows || context.imports.foreign || !context.imports.asyncpg) return queries;
    const ModelModules modules(context);
    for (const facts::SqlCall& call : statement.facts.sql_calls) {
        const bool is_method = call.callee.is(ValueKind::Attribute) && !call.callee.items.empty();
        const bool gives_rows = is_method && (call.method == "fetch" || call.method == "fetchrow");
        if (!gives_rows || facts::find_keyword(call.arguments, "record_class") != nullptr) continue;
        const Place place{&statement.facts, call.scope, &modules.analysed_file()};
        if (object_class(call.callee.items.front(), place).class_definition != nullptr) continue;
        const auto output = output_of(call, std::nullopt, statement, context);
        if (output != nullptr && are_keys(*output)) queries.push_back(query_of(call, output));
    }
    return queries;
}

}  // namespace rowtype::binding
