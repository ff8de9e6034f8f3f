// SQL in Python bound to the catalog: relations and columns of literal statements.
#pragma once

#include <optional>
#include <vector>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/context.h"

namespace rowtype::binding {

// One call's SQL. Names that something in the statement may define (CTEs, aliases, temporary tables, functions) are not
// references. Spans are relative to the Python statement, mapped back through escapes, folding and placeholders.
struct BoundSql {
    Span span;  // of the SQL text's expression
    std::vector<RelationReference> relations;
    std::vector<ColumnReference> columns;
    std::optional<TextProblem> invalid;  // PostgreSQL's grammar refuses it
    // Why it, or a part of it, could not be followed: parts that are not constant, newer syntax.
    std::optional<Mute> mute;
};

struct SqlBinding {
    std::vector<BoundSql> statements;
    MuteCounts muted{};  // carriers whose text was not literal or not PostgreSQL's
};

[[nodiscard]] SqlBinding bind_sql(const StatementView& statement, const Context& context);

}  // namespace rowtype::binding
