// `rowtype-db --watch`: says when the schema of a live server may have changed. See protocol.h for what it writes.
#pragma once

#include <optional>

#include "reflect/postgres/connection_string.h"
#include "reflect/postgres/protocol.h"

namespace rowtype::postgres {

// Watches until nobody reads standard output any more (nothing is returned), or until it is plain that trying again would not
// help: a wrong password, no such database. A server that is away is waited for.
//
// Where a session is ours alone it stays connected and listens. Where it is not (a pooler that hands each transaction to
// another session) or cannot listen (a standby), it connects, looks and disconnects each time. It looks in both cases, less and
// less often as long as nothing happens: nobody can know whether a server notifies.
//
// Ends the process where one of its steps takes longer than it may (SIGALRM).
[[nodiscard]] std::optional<Failure> watch(const ConnectionSettings& settings, const Request& request);

}  // namespace rowtype::postgres
