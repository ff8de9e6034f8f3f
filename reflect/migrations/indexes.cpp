// CREATE INDEX.
#include <algorithm>

#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/handlers.h"
#include "reflect/migrations/inheritance.h"
#include "reflect/migrations/object_names.h"
#include "reflect/migrations/query_columns.h"
#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

namespace {

std::string expression_text(std::string_view text, const Node& element);
std::vector<std::string> automatic_column_names(const Node& statement);

}  // namespace

void apply_create_index(SchemaBuilder& schema, const Node& statement) {
    const WrittenName written = range_name(statement["relation"]);
    RelationState* table = schema.find_relation(written);
    if (table == nullptr && schema.conditional) return;
    if (table == nullptr) table = &schema.find_or_assume_relation(written);
    catalog::Relation& relation = table->relation;
    const std::string_view text = schema.source.text;
    catalog::Index index;
    index.name = statement["idxname"].string();
    if (const std::string_view method = statement["accessMethod"].string(); !method.empty()) index.method = method;
    for (const Node* element : statement["indexParams"].items()) {
        index.columns.emplace_back((*element)["name"].string());
        if ((*element)["expr"]) index.expressions.push_back(expression_text(text, (*element)["expr"]));
    }
    for (const Node* element : statement["indexIncludingParams"].items()) {
        index.included_columns.emplace_back((*element)["name"].string());
    }
    if (statement["whereClause"]) {
        const auto first = static_cast<std::uint32_t>(std::max<std::int64_t>(first_location(statement["whereClause"]), 0));
        std::uint32_t begin = npos();
        for (std::uint32_t next = after_words(text, "where", 0, first); next != npos();
             next = after_words(text, "where", next, first)) {
            begin = next;
        }
        if (begin != npos()) index.predicate = expression_from(text, begin);
    }
    index.unique = statement["unique"].boolean();
    index.nulls_not_distinct = statement["nulls_not_distinct"].boolean();
    if (index.name.empty()) {
        const std::string addition = join_column_names(index_column_names(automatic_column_names(statement)));
        index.name = choose_relation_name(schema, relation.name, addition, "idx", false);
    } else if (schema.is_relation_name_taken({relation.name.schema, index.name})) {
        return;  // IF NOT EXISTS, or PostgreSQL refuses
    }
    relation.indexes.push_back(std::move(index));
    if (statement["relation"]["inh"].boolean()) clone_keys_to_partitions(schema, *table);
}

namespace {

// An index element is a column, a call, or an expression in parentheses; the locations inside stand behind what it opens.
std::string expression_text(std::string_view text, const Node& expression) {
    const std::int64_t location = first_location(expression);
    if (location < 0) return {};
    auto begin = static_cast<std::uint32_t>(location);
    // Step back over the parentheses that the tree does not keep: all that stand between the element's start and here.
    std::uint32_t element_begin = 0;
    int depth = 0;
    for (sql::Token token = sql::lex_one(text, 0); !token.span.empty() && token.span.begin < begin;
         token = sql::lex_one(text, token.span.end)) {
        const bool separates = depth <= 1 && (token.value == "," || token.value == "(");
        if (token.kind == sql::TokenKind::Punctuation && token.value == "(") ++depth;
        if (token.kind == sql::TokenKind::Punctuation && token.value == ")") --depth;
        if (token.kind == sql::TokenKind::Punctuation && separates && depth == 1) element_begin = token.span.end;
    }
    if (element_begin != 0) begin = sql::skip_space(text, element_begin);
    const std::string whole = expression_from(text, begin);
    const sql::Token first = sql::lex_one(whole, 0);
    const bool in_parentheses = first.kind == sql::TokenKind::Punctuation && first.value == "(";
    const std::string inner = inside_parentheses(whole, 0);
    if (inner.empty()) return whole;
    // Cut an operator class and an ordering that stand behind the closing parenthesis.
    const std::size_t close = whole.find(inner) + inner.size();
    const std::size_t end = whole.find(')', close);
    if (end == std::string::npos) return whole;
    return in_parentheses ? "(" + inner + ")" : whole.substr(0, end + 1);
}

std::vector<std::string> automatic_column_names(const Node& statement) {
    std::vector<std::string> names;
    for (const Node* element : statement["indexParams"].items()) {
        const Node& expression = (*element)["expr"];
        names.push_back(expression ? name_of_expression(expression).value_or("") : std::string((*element)["name"].string()));
    }
    for (const Node* element : statement["indexIncludingParams"].items()) names.emplace_back((*element)["name"].string());
    return names;
}

}  // namespace

}  // namespace rowtype::migrations
