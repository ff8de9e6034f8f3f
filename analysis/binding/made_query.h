// Chains that start at what a function, method or property of the project gives: self.users().select("id"), orders().select("id"),
// gateway.orders.select("id"), repository.query("id").order("id"), where it returns a client's table. In this file or another.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/binding/query_client.h"
#include "analysis/facts/facts.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

struct MadeQuery {
    QueryStart start;
    std::string table;
    // Where the caller names the table: relative to its statement. Empty where the function does.
    Span table_span;
    // Builder calls of the function that name columns by arguments of its own, with what the caller gives for these: spans are relative
    // to the caller's statement.
    std::vector<facts::ChainCall> given_calls;
    bool has_other_calls = false;  // further ones, which the function's own text says all of
    Verb verb = Verb::None;        // of the function's calls
};

// Queries of a function that the call gives the table of, or what names columns: "get_all('users')", where it does
// "client.table(name).select('*').execute()", "self.insert({'id': 1})", where that does "self.table.insert(row).execute()". What the
// call names is judged as if it stood there.
[[nodiscard]] std::vector<MadeQuery> handed_queries(const facts::Chain& call, const StatementView& statement,
                                                    const Context& context);

// Nothing where the chain does not start so, or where table and client are not certain. `self`: the class whose objects run the method that
// the chain stands in, where that is not its own.
[[nodiscard]] std::optional<MadeQuery> made_query(const facts::Chain& chain, const StatementView& statement,
                                                  const Context& context, const types::Definition& self = {});

}  // namespace rowtype::binding
