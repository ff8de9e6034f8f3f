// Whether a chain is a PostgREST query at all, and which table of which schema it starts at.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/binding/bound_query.h"
#include "analysis/binding/context.h"
#include "analysis/binding/folded_text.h"
#include "analysis/binding/mute.h"
#include "analysis/binding/receiver.h"

namespace rowtype::binding {

struct QueryStart {
    std::size_t table_call = 0;  // index into the chain's calls
    std::string schema;          // of client.schema("x"); empty: the default
    Span schema_span = {};       // of the name in .schema("x"), where that is in the chain and its text there
    ApiKey key = ApiKey::Unknown;
    bool schema_known = true;             // false: a schema was chosen, but its name could not be told
    bool client_known = false;            // the receiver is proven to be a client made without another schema
    std::optional<PossibleTexts> tables;  // none of them has holes; nothing: the name could not be told
};

// Select of "select" …; None of methods that neither read nor write.
[[nodiscard]] Verb verb_of_method(std::string_view method);

// Nothing where the chain does not start a PostgREST query: storage buckets, .table() of other libraries and of the project's own
// classes. `reason` is then why, or left as it is where the chain only goes on from another.
[[nodiscard]] std::optional<QueryStart> query_start(const facts::Chain& chain, const Context& context, Receivers& receivers,
                                                    const ValueResolver& resolve, Mute& reason);

// Whether the chain's calls are those of a client that is known to be PostgREST's by its making, its name or the imports.
[[nodiscard]] bool has_known_client(const facts::Chain& chain, const StatementView& statement, const Context& context);

// client.rpc("name", …).
struct FunctionCall {
    std::string schema;                  // of client.schema("x"); empty: the default
    const facts::Value* name = nullptr;  // the first argument, where it is a literal
    std::size_t call = 0;                // index into the chain's calls
    bool client_known = false;           // as in QueryStart
    Span schema_span = {};
    ApiKey key = ApiKey::Unknown;
};
// Nothing where the chain calls no function of a client that is PostgREST's by what is known of it or by the chain's shape, or
// of a schema that is not known.
[[nodiscard]] std::optional<FunctionCall> function_call(const facts::Chain& chain, const StatementView& statement,
                                                        const Context& context);

}  // namespace rowtype::binding
