// The two written forms of a connection string, taken apart into parameters. Knows nothing of defaults or rules.
#pragma once

#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::postgres {

// Parameters by libpq's names, values decoded. "host", "hostaddr" and "port" are comma-separated lists as in libpq.
// Holds secrets: the caller wipes it.
using ConnectionParameters = std::map<std::string, std::string>;

// Overwrites all values.
void wipe(ConnectionParameters& parameters);

// See parse_connection_string(). An empty text gives no parameters.
[[nodiscard]] Result<ConnectionParameters> parse_connection_text(std::string_view text);

// The section [service] of a service file (PostgreSQL documentation, "The Connection Service File"); false when it is not there.
bool read_service(std::string_view file, std::string_view service, ConnectionParameters& into);

}  // namespace rowtype::postgres
