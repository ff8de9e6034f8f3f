#include "reflect/sql/index_columns.h"

#include "reflect/sql/syntax_tree.h"

namespace rowtype::sql {

namespace {

// Of "(slug)" and "(slug COLLATE x)", which PostgreSQL keeps as the column; empty for any other expression.
std::string_view column_of(const Node& expression) {
    const Node& node = expression.is("CollateClause") ? expression["arg"] : expression;
    const std::vector<const Node*>& fields = node["fields"].items();
    return node.is("ColumnRef") && fields.size() == 1 ? fields.front()->sval() : std::string_view();
}

}  // namespace

std::optional<IndexColumns> parse_index_columns(std::string_view elements) {
    const ParseOutcome outcome = parse("CREATE INDEX ON t (" + std::string(elements) + ")");
    if (!outcome.tree || outcome.tree->statements().size() != 1) return std::nullopt;
    const Node& index = *outcome.tree->statements().front().node;
    // A text that closes the parenthesis itself goes on as something else.
    if (!index.is("IndexStmt") || index["whereClause"] || index["indexIncludingParams"] || index["options"]) return std::nullopt;
    IndexColumns columns;
    for (const Node* element : index["indexParams"].items()) {
        const std::string_view written = (*element)["name"].string();
        const std::string_view name = written.empty() ? column_of((*element)["expr"]) : written;
        if (name.empty()) columns.has_expressions = true;
        else columns.names.emplace_back(name);
    }
    return columns;
}

}  // namespace rowtype::sql
