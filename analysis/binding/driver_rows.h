// Rows that drivers give, as if a builder query had: of asyncpg, right away (rows = await conn.fetch("SELECT …")), of psycopg and psycopg2,
// through the cursor that SQL was executed on (analysis/binding/row_makers.h says in which form), of SQLAlchemy's text(), through the
// Result of what executed it.
#pragma once

#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/bound_sql.h"
#include "analysis/binding/context.h"

namespace rowtype::binding {

// Whether the statement, or another of the module's own code behind it, asks anything of rows.
[[nodiscard]] bool asks_rows(const StatementView& statement);

// Whether rows may come of the call, or of what executes its text, by its name and its file's imports: what its query puts out is then
// BoundSql::output.
[[nodiscard]] bool gives_rows(const facts::SqlCall& call, const Context& context);

// For bind_rows: one for each such call whose columns are all known. Their relation is what the query puts out; `root` keeps it. `bound`:
// the SQL of the statement. None of a project's own class, which may make something else of the rows.
[[nodiscard]] std::vector<BoundQuery> driver_queries(const StatementView& statement, const std::vector<BoundSql>& bound,
                                                     const Context& context);

}  // namespace rowtype::binding
