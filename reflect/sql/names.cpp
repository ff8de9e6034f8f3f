#include "reflect/sql/names.h"

#include <algorithm>
#include <array>

#include "reflect/sql/lexer.h"

namespace rowtype::sql {

namespace {

// Reserved, column-name and type-or-function-name keywords of PostgreSQL 17 (src/include/parser/kwlist.h), sorted.
constexpr std::array<std::string_view, 164> kKeywords = {{
    "all",
    "analyse",
    "analyze",
    "and",
    "any",
    "array",
    "as",
    "asc",
    "asymmetric",
    "authorization",
    "between",
    "bigint",
    "binary",
    "bit",
    "boolean",
    "both",
    "case",
    "cast",
    "char",
    "character",
    "check",
    "coalesce",
    "collate",
    "collation",
    "column",
    "concurrently",
    "constraint",
    "create",
    "cross",
    "current_catalog",
    "current_date",
    "current_role",
    "current_schema",
    "current_time",
    "current_timestamp",
    "current_user",
    "dec",
    "decimal",
    "default",
    "deferrable",
    "desc",
    "distinct",
    "do",
    "else",
    "end",
    "except",
    "exists",
    "extract",
    "false",
    "fetch",
    "float",
    "for",
    "foreign",
    "freeze",
    "from",
    "full",
    "grant",
    "greatest",
    "group",
    "grouping",
    "having",
    "ilike",
    "in",
    "initially",
    "inner",
    "inout",
    "int",
    "integer",
    "intersect",
    "interval",
    "into",
    "is",
    "isnull",
    "join",
    "json",
    "json_array",
    "json_arrayagg",
    "json_exists",
    "json_object",
    "json_objectagg",
    "json_query",
    "json_scalar",
    "json_serialize",
    "json_table",
    "json_value",
    "lateral",
    "leading",
    "least",
    "left",
    "like",
    "limit",
    "localtime",
    "localtimestamp",
    "merge_action",
    "national",
    "natural",
    "nchar",
    "none",
    "normalize",
    "not",
    "notnull",
    "null",
    "nullif",
    "numeric",
    "offset",
    "on",
    "only",
    "or",
    "order",
    "out",
    "outer",
    "overlaps",
    "overlay",
    "placing",
    "position",
    "precision",
    "primary",
    "real",
    "references",
    "returning",
    "right",
    "row",
    "select",
    "session_user",
    "setof",
    "similar",
    "smallint",
    "some",
    "substring",
    "symmetric",
    "system_user",
    "table",
    "tablesample",
    "then",
    "time",
    "timestamp",
    "to",
    "trailing",
    "treat",
    "trim",
    "true",
    "union",
    "unique",
    "user",
    "using",
    "values",
    "varchar",
    "variadic",
    "verbose",
    "when",
    "where",
    "window",
    "with",
    "xmlattributes",
    "xmlconcat",
    "xmlelement",
    "xmlexists",
    "xmlforest",
    "xmlnamespaces",
    "xmlparse",
    "xmlpi",
    "xmlroot",
    "xmlserialize",
    "xmltable",
}};
static_assert(std::ranges::is_sorted(kKeywords));

bool is_plain(std::string_view name) {
    const auto starts = [](char byte) { return (byte >= 'a' && byte <= 'z') || byte == '_'; };
    return !name.empty() && starts(name.front()) &&
           std::ranges::all_of(name, [&](char byte) { return starts(byte) || (byte >= '0' && byte <= '9'); });
}

bool is_name(const Token& token) { return token.kind == TokenKind::Identifier || token.kind == TokenKind::QuotedIdentifier; }

}  // namespace

std::string quote_identifier(std::string_view name) {
    if (is_plain(name) && !is_reserved_keyword(name)) return std::string(name);
    std::string quoted = "\"";
    for (const char byte : name) {
        if (byte == '"') quoted += '"';
        quoted += byte;
    }
    return quoted + "\"";
}

bool is_reserved_keyword(std::string_view word) { return std::ranges::binary_search(kKeywords, word); }

std::vector<NamePart> dotted_name_at(std::string_view sql, std::uint32_t offset, std::size_t most) {
    std::vector<NamePart> parts;
    Token token = lex_one(sql, offset);
    while (parts.size() < most) {
        const bool star = token.kind == TokenKind::Operator && token.value == "*" && !parts.empty();
        if (!is_name(token) && !star) break;
        parts.push_back({token.span, token.value});
        const Token dot = lex_one(sql, token.span.end);
        if (star || dot.kind != TokenKind::Punctuation || dot.value != ".") break;
        token = lex_one(sql, dot.span.end);
    }
    return parts;
}

}  // namespace rowtype::sql
