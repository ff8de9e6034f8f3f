#include "analysis/binding/sql_resolver.h"

#include <algorithm>

#include "analysis/binding/folded_text.h"
#include "analysis/binding/sql_resolution.h"

namespace rowtype::binding {

ResolvedSql resolve_names(const sql::Node& statement, const ResolverInput& input) {
    SqlResolution resolution(input);
    (void)resolution.statement(statement, nullptr);
    return resolution.take();
}

namespace {

// Rows of one table, all of them: no condition keeps NULL away, and no join brings it.
bool reads_plain_table(const sql::Node& statement) {
    const auto& from = statement["fromClause"].items();
    return statement.is("SelectStmt") && from.size() == 1 && from.front()->is("RangeVar") && !statement["whereClause"] &&
           !statement["havingClause"] && !statement["larg"];
}

bool puts_out_rows(const sql::Node& statement) {
    if (statement.is("SelectStmt")) return !statement["fromClause"].items().empty() || statement["larg"];
    return !statement["returningList"].items().empty();
}

}  // namespace

std::shared_ptr<const catalog::Relation> query_output(const sql::Node& statement, const ResolverInput& input) {
    if (!puts_out_rows(statement)) return nullptr;
    SqlResolution resolution(input);
    const QueryOutput output = resolution.statement(statement, nullptr);
    if (output.columns.empty()) return nullptr;
    const bool is_plain = reads_plain_table(statement);
    auto relation = std::make_shared<catalog::Relation>();
    relation->columns_complete = !output.open;
    for (const SqlColumn& given : output.columns) {
        const auto same_name = [&](const SqlColumn& other) { return other.name == given.name; };
        catalog::Column column;
        column.name = std::string(given.name);
        // Of two columns of a name the last one wins.
        const bool is_known = given.type != nullptr && std::ranges::count_if(output.columns, same_name) == 1;
        if (is_known) column.type = *given.type;
        const bool passes_on = is_plain && given.column != nullptr && given.relation != nullptr && !given.relation->is_view();
        column.nullability = passes_on ? given.column->nullability : catalog::Nullability::Unknown;
        relation->columns.push_back(std::move(column));
    }
    return relation;
}

QueryOutput SqlResolution::statement(const Node& node, const SqlScope* outer) {
    if (node.is("SelectStmt")) return select(node, outer);
    if (node.is("InsertStmt")) return insert(node, outer);
    if (node.is("UpdateStmt")) return update(node, outer);
    if (node.is("DeleteStmt")) return remove(node, outer);
    if (node.is("MergeStmt")) return merge(node, outer);
    if (node.is("ExplainStmt") || node.is("PrepareStmt") || node.is("DeclareCursorStmt") || node.is("CreateTableAsStmt")) {
        return statement(node["query"], outer);
    }
    if (node.is("CopyStmt")) {
        if (node["relation"]) copy_columns(node);
        if (node["query"]) return statement(node["query"], outer);
    }
    if (node.is("TruncateStmt") || node.is("LockStmt")) {
        for (const Node* relation : node["relations"].items()) (void)target_relation(*relation, RelationUse::Other);
    }
    return {{}, true};
}

// COPY t (a, b): the tree has no places for the columns, which follow the relation in the text.
void SqlResolution::copy_columns(const Node& node) {
    const bool is_write = node["is_from"].boolean();
    const RangeItem target = target_relation(node["relation"], is_write ? RelationUse::Insert : RelationUse::Read);
    const PlaceGuard guard(place_);
    place_.role = is_write ? ColumnRole::Write : ColumnRole::Read;
    if (const auto spans = name_spans(node["relation"].location()); node["attlist"].items().empty() && !spans.empty()) {
        whole_row(target, spans.back(), is_write);
    }
    std::size_t index = token_at(node["relation"].location());
    for (const Node* column : node["attlist"].items()) {
        while (index < input_.tokens.size() && input_.tokens[index].value != "(" && input_.tokens[index].value != ",") ++index;
        if (++index < input_.tokens.size()) column_of(target, column->sval(), input_.tokens[index].span, false);
    }
}

void SqlResolution::refuse(RefusedName::Reason reason, std::string_view name, Span span, std::vector<std::string> places,
                           std::vector<std::string> candidates) {
    if (input_.is_partial || has_hole(name)) return;
    resolved_.refused.push_back({reason, std::string(name), span, std::move(places), std::move(candidates)});
}

std::size_t SqlResolution::token_at(std::int64_t location) const {
    const auto found = std::ranges::lower_bound(input_.tokens, location, {},
                                                [](const sql::Token& token) { return std::int64_t{token.span.begin}; });
    return static_cast<std::size_t>(found - input_.tokens.begin());
}

std::size_t SqlResolution::token_after(const Node& node) const {
    const std::int64_t last = last_location(node);
    if (last < 0) return input_.tokens.size();
    const std::size_t parts = name_spans(last).size();
    return token_at(last) + (parts == 0 ? 1 : parts * 2 - 1);
}

Span SqlResolution::span_at(std::int64_t location) const {
    const std::size_t index = location < 0 ? input_.tokens.size() : token_at(location);
    return index < input_.tokens.size() ? input_.tokens[index].span : Span{};
}

std::vector<Span> SqlResolution::name_spans(std::int64_t location) const {
    std::vector<Span> spans;
    if (location < 0) return spans;
    for (std::size_t index = token_at(location); index < input_.tokens.size(); index += 2) {
        const sql::Token& token = input_.tokens[index];
        const bool quoted = token.kind == sql::TokenKind::QuotedIdentifier;
        if (!quoted && token.kind != sql::TokenKind::Identifier) break;
        spans.push_back(quoted && token.span.size() >= 2 ? Span{token.span.begin + 1, token.span.end - 1} : token.span);
        if (index + 1 >= input_.tokens.size() || input_.tokens[index + 1].value != ".") break;
    }
    return spans;
}

bool has_hole(std::string_view name) { return name.find(kHoleMarker) != std::string_view::npos; }

std::int64_t last_location(const sql::Node& node) {
    std::int64_t last = node.kind() == sql::Node::Kind::Object ? node.location() : -1;
    for (const sql::Node* child : node.items()) last = std::max(last, last_location(*child));
    return last;
}

std::vector<std::string_view> names_in(const sql::Node& list) {
    std::vector<std::string_view> names;
    for (const sql::Node* item : list.items()) names.push_back(item->sval());
    return names;
}

bool same_expression(const sql::Node& left, const sql::Node& right) {
    if (left.kind() != right.kind() || left.tag() != right.tag() || left.string() != right.string() ||
        left.integer() != right.integer() || left.field_names() != right.field_names() ||
        left.items().size() != right.items().size()) {
        return false;
    }
    for (std::size_t index = 0; index < left.items().size(); ++index) {
        const bool is_place = index < left.field_names().size() && left.field_names()[index] == "location";
        if (!is_place && !same_expression(*left.items()[index], *right.items()[index])) return false;
    }
    return true;
}

}  // namespace rowtype::binding
