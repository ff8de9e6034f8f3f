// With which key a client of PostgREST's was made.
#pragma once

#include "analysis/binding/bound_query.h"
#include "analysis/binding/folded_text.h"
#include "analysis/facts/value.h"

namespace rowtype::binding {

// Of what a chain of calls starts at: a client made there, or a name of one. Told by the words of the second argument of its
// making: "…_ANON_KEY" as a name, an attribute, or a key of the environment. Unknown where it cannot be followed or the
// client has options, which may bring another key.
[[nodiscard]] ApiKey key_of_client(const facts::Value& receiver, const ValueResolver& resolve);

}  // namespace rowtype::binding
