// Rows that asyncpg gives right away, as if a builder query had: rows = await conn.fetch("SELECT …"), row = await conn.fetchrow("…").
#pragma once

#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/bound_sql.h"
#include "analysis/binding/context.h"

namespace rowtype::binding {

// Whether the statement asks anything of rows.
[[nodiscard]] bool asks_rows(const StatementView& statement);

// Whether rows come of the call right away, by its name and its file's imports: what its query puts out is then BoundSql::output.
[[nodiscard]] bool gives_rows(const facts::SqlCall& call, const Context& context);

// For bind_rows: one for each such call whose columns are all known. Their relation is what the query puts out; `root` keeps it. `bound`:
// the SQL of the statement. None of a project's own class, which may make something else of the rows.
[[nodiscard]] std::vector<BoundQuery> driver_queries(const StatementView& statement, const std::vector<BoundSql>& bound,
                                                     const Context& context);

}  // namespace rowtype::binding
