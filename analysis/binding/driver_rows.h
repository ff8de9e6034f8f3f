// Rows that asyncpg gives right away, as if a builder query had: rows = await conn.fetch("SELECT …"), row = await conn.fetchrow("…").
#pragma once

#include <memory>
#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/context.h"
#include "analysis/binding/sql_placeholders.h"

namespace rowtype::binding {

// What the call's one query puts out, as a relation without a name; null where that is not told, or it puts out nothing.
[[nodiscard]] std::shared_ptr<const catalog::Relation> output_of(const facts::SqlCall& call, PlaceholderStyle style,
                                                                 const StatementView& statement, const Context& context);

// For bind_rows: one for each such call whose columns are all known, in files that import asyncpg. Their relation is what the query puts out;
// `root` keeps it. None of a project's own class, which may make something else of the rows.
[[nodiscard]] std::vector<BoundQuery> driver_queries(const StatementView& statement, const Context& context);

}  // namespace rowtype::binding
