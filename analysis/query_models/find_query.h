// The query that stands at a place of the code: a chain of supabase-py's builder with its select or its function, or a call that carries SQL,
// of the project's own layer as well.
#pragma once

#include <memory>
#include <optional>
#include <string>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/context.h"
#include "analysis/query_models/query_rows.h"

namespace rowtype::query_models {

struct FoundQuery {
    Span span;                                      // of the chain or call; relative to the statement
    const catalog::Relation* relation = nullptr;    // whose rows a chain gives, or that SQL names first
    std::shared_ptr<const catalog::Relation> made;  // that relation, where a function has columns of its own
    bool is_sql = false;
    QueryRows rows;
};

// The innermost one that touches `selection` (relative to the statement). Nothing where none stands there that gives rows.
[[nodiscard]] std::optional<FoundQuery> find_query(const binding::StatementView& statement, const binding::Context& context,
                                                   Span selection, const DescribeQuery& describe);

}  // namespace rowtype::query_models
