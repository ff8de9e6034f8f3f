// Resolves the names of one parsed SQL statement against the catalog, with PostgreSQL's scoping.
//
// Works on offsets of the SQL text; bind_sql maps them back to Python. What a hole, a fragment or an unknown function in
// FROM could define is open: names that might come from it are never reported. tests/analysis/binding/oracle/ holds it against
// what PostgreSQL itself says.
#pragma once

#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/bound_sql.h"
#include "analysis/binding/created_relations.h"
#include "reflect/catalog/catalog.h"
#include "reflect/sql/lexer.h"
#include "reflect/sql/syntax_tree.h"

namespace rowtype::binding {

struct ResolvedSql {
    std::vector<RelationReference> relations;
    std::vector<ColumnReference> columns;
    std::vector<WholeRow> whole_rows;
    std::vector<RefusedName> refused;
    std::vector<RefusedLiteral> literals;
    std::vector<InsertedColumns> inserts;
    std::vector<TextProblem> problems;
};

struct ResolverInput {
    const catalog::Catalog& catalog;
    const std::vector<sql::Token>& tokens;  // of the whole text, by place
    const CreatedRelations& created;        // relations that the program itself makes: never reported
    // A clause is not known: it may bring relations. Unqualified columns, and names that nothing explains, prove nothing.
    bool is_partial = false;
};

// `statement` is a node as sql::parse gives it; kinds without names of relations give nothing.
[[nodiscard]] ResolvedSql resolve_names(const sql::Node& statement, const ResolverInput& input);

// What a query puts out, as a relation without a name: types of expressions that are not told are unknown, and so is whether a column
// may be NULL, unless the query is one that leaves all of a table's rows as they are. Null where it puts out nothing, or no rows of a
// relation.
[[nodiscard]] std::shared_ptr<const catalog::Relation> query_output(const sql::Node& statement, const ResolverInput& input);

}  // namespace rowtype::binding
