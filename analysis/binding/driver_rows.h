// Rows that drivers give, as if a builder query had: of asyncpg, right away (rows = await conn.fetch("SELECT …")), of psycopg and psycopg2,
// through the cursor that SQL was executed on (analysis/binding/row_makers.h says in which form).
#pragma once

#include <memory>
#include <optional>
#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/context.h"
#include "analysis/binding/sql_placeholders.h"

namespace rowtype::binding {

// What the call's one query puts out, as a relation without a name; null where that is not told, or it puts out nothing. `style`: none where
// the text has PostgreSQL's own $1.
[[nodiscard]] std::shared_ptr<const catalog::Relation> output_of(const facts::SqlCall& call,
                                                                 std::optional<PlaceholderStyle> style,
                                                                 const StatementView& statement, const Context& context);

// For bind_rows: one for each such call whose columns are all known; of fetch() and fetchrow() in files that import asyncpg. Their relation is what the query puts out;
// `root` keeps it. None of a project's own class, which may make something else of the rows.
[[nodiscard]] std::vector<BoundQuery> driver_queries(const StatementView& statement, const Context& context);

}  // namespace rowtype::binding
