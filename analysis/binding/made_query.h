// Chains that start at what a function or method of the project gives: self.users().select("id"), _table("users").select("id"), where
// it returns a client's table. In one file.
#pragma once

#include <optional>
#include <string>

#include "analysis/binding/context.h"
#include "analysis/binding/query_client.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

struct MadeQuery {
    QueryStart start;
    std::string table;
    // Where the caller names the table: relative to its statement. Empty where the function does.
    Span table_span;
};

// Nothing where the chain does not start so, or where table and client are not certain.
[[nodiscard]] std::optional<MadeQuery> made_query(const facts::Chain& chain, const StatementView& statement,
                                                  const Context& context);

}  // namespace rowtype::binding
