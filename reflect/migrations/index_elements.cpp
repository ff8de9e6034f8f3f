#include "reflect/migrations/index_elements.h"

#include <algorithm>
#include <array>

#include "reflect/migrations/expression_text.h"
#include "reflect/migrations/query_columns.h"
#include "reflect/migrations/type_rules.h"
#include "reflect/sql/lexer.h"

namespace rowtype::migrations {

using catalog::IndexOrder;
using sql::Token;
using sql::TokenKind;

namespace {

bool is_punctuation(const Token& token, std::string_view value) {
    return token.kind == TokenKind::Punctuation && token.value == value;
}

// The texts between the commas of the list that the first "(" at or after `begin` opens; `end` is set behind its ")".
std::vector<std::string_view> split_list(std::string_view text, std::uint32_t begin, std::uint32_t& end) {
    std::vector<std::string_view> pieces;
    Token token = sql::lex_one(text, begin);
    while (!token.span.empty() && !is_punctuation(token, "(")) token = sql::lex_one(text, token.span.end);
    end = token.span.end;
    int depth = 1;
    Span piece;
    while (!token.span.empty() && depth > 0) {
        token = sql::lex_one(text, token.span.end);
        end = token.span.end;
        if (is_punctuation(token, "(")) ++depth;
        if (is_punctuation(token, ")")) --depth;
        if (depth == 0 || (depth == 1 && is_punctuation(token, ","))) {
            pieces.push_back(slice(text, piece));
            piece = {};
        } else {
            if (piece.empty()) piece.begin = token.span.begin;
            piece.end = token.span.end;
        }
    }
    return pieces;
}

// The part of an element that is its expression: all of what parentheses or a call hold at its start.
std::string expression_of(std::string_view element, const Node& node) {
    const std::string inner = inside_parentheses(element, 0);
    const Token first = sql::lex_one(element, 0);
    const bool is_call = node.is("FuncCall") || node.is("CoalesceExpr") || node.is("MinMaxExpr");
    if (is_punctuation(first, "(")) return is_call ? inner : "(" + inner + ")";
    const std::size_t start = inner.empty() ? std::string_view::npos : element.find(inner);
    const std::size_t close = start == std::string_view::npos ? element.find(')') : element.find(')', start + inner.size());
    return std::string(element.substr(0, close == std::string_view::npos ? close : close + 1));
}

IndexOrder order_of(const Node& element) {
    const std::string_view nulls = element["nulls_ordering"].string();
    if (element["ordering"].string() == "SORTBY_DESC") {
        return nulls == "SORTBY_NULLS_LAST" ? IndexOrder::DescendingNullsLast : IndexOrder::Descending;
    }
    return nulls == "SORTBY_NULLS_FIRST" ? IndexOrder::AscendingNullsFirst : IndexOrder::Ascending;
}

// Whether that is what PostgreSQL takes for some type when nothing is written (pg_opclass.opcdefault), so that writing it
// says nothing. Of its own and contrib's classes, all that end in "_ops" but these.
bool is_default_class(std::string_view method, std::string_view name) {
    constexpr std::array<std::string_view, 9> kNever = {{
        "pattern_ops",
        "jsonb_path_ops",
        "trgm_ops",
        "bloom_ops",
        "minmax_multi_ops",
        "kd_point_ops",
        "_int_ops",
        "intbig_ops",
        "record_image_ops",
    }};
    if (name == "gist__int_ops") return true;
    if (std::ranges::any_of(kNever, [&](std::string_view ending) { return name.ends_with(ending); })) return false;
    const bool sorted = method == "btree" || method == "hash";
    if (sorted && (name == "varchar_ops" || name == "cidr_ops")) return false;
    if (method == "gist" && name == "inet_ops") return false;
    if (method == "brin") return name.ends_with("_minmax_ops") ? name != "inet_minmax_ops" : name.ends_with("_inclusion_ops");
    constexpr std::array<std::string_view, 5> kKnown = {{"btree", "hash", "gin", "gist", "spgist"}};
    const bool is_postgis = name.find("geometry") != std::string_view::npos || name.find("geography") != std::string_view::npos;
    if (is_postgis) return name == "gist_geometry_ops_2d" || name == "gist_geography_ops" || method == "btree";
    return std::ranges::find(kKnown, method) != kKnown.end() && name.ends_with("_ops");
}

// Such a type has a default of its own, so that another one says something.
bool is_of_extension(SchemaBuilder& schema, const catalog::Type& type) {
    const catalog::TypeDefinition* definition = schema.find_type(TypeRules(schema).base_of(type).name);
    return definition != nullptr && !definition->extension.empty();
}

}  // namespace

std::vector<IndexElement> read_index_elements(SchemaBuilder& schema, const catalog::Relation& relation, std::uint32_t begin,
                                              const std::vector<const Node*>& elements, std::string_view method) {
    std::uint32_t end = 0;
    const std::vector<std::string_view> texts = split_list(schema.source.text, begin, end);
    std::vector<IndexElement> read;
    for (std::size_t index = 0; index < elements.size(); ++index) {
        const Node& node = *elements[index];
        IndexElement element;
        element.column = node["name"].string();
        const Node& expression = node["expr"];
        const std::string called = expression.is("ColumnRef") && expression["fields"].items().size() == 1
                                       ? std::string(expression["fields"].items().front()->sval())
                                       : std::string();
        if (relation.find_column(called) != nullptr) {  // (column) is the column
            element.column = called;
        } else if (expression && index < texts.size()) {
            element.expression = expression_of(texts[index], expression);
        }
        element.order = order_of(node);
        element.operator_class = written_name(name_parts(node["opclass"])).name;
        const catalog::Column* column = relation.find_column(element.column);
        const bool has_own = column != nullptr && is_of_extension(schema, column->type) &&
                             element.operator_class != column->type.name.name + "_ops";
        if (!has_own && is_default_class(method, element.operator_class)) element.operator_class.clear();
        read.push_back(std::move(element));
    }
    return read;
}

void fill_index(catalog::Index& index, const std::vector<IndexElement>& elements) {
    for (const IndexElement& element : elements) {
        index.columns.push_back(element.column);
        if (element.column.empty()) index.expressions.push_back(element.expression);
        index.orders.push_back(element.order);
        index.operator_classes.push_back(element.operator_class);
    }
    if (std::ranges::all_of(index.orders, [](IndexOrder order) { return order == IndexOrder::Ascending; })) index.orders.clear();
    const bool all_default = std::ranges::all_of(index.operator_classes, [](const std::string& name) { return name.empty(); });
    if (all_default) index.operator_classes.clear();
}

std::uint32_t where_behind_elements(std::string_view text, std::uint32_t begin) {
    std::uint32_t end = begin;
    (void)split_list(text, begin, end);
    return after_words(text, "where", end);
}

std::vector<std::string> automatic_column_names(const std::vector<const Node*>& elements) {
    std::vector<std::string> names;
    for (const Node* element : elements) {
        const Node& expression = (*element)["expr"];
        names.push_back(expression ? name_of_expression(expression).value_or("") : std::string((*element)["name"].string()));
    }
    return names;
}

std::string in_parentheses(const std::string& expression) {
    const std::string inner = inside_parentheses(expression, 0);
    return expression.size() == inner.size() + 2 && expression.starts_with('(') ? expression : "(" + expression + ")";
}

}  // namespace rowtype::migrations
