// Where a Redis server is: the URL that redis-py and redis-cli take.
//
//   redis://[[user]:password@]host[:port][/database]
//   unix://[[user]:password@]/path/to/socket[?db=1]
//
// rediss:// (TLS) is told apart and refused: Debian's hiredis speaks none.
#pragma once

#include <string>
#include <string_view>

#include "reflect/base/result.h"
#include "reflect/platform/secret.h"

namespace rowtype::redis {

struct Endpoint {
    std::string host;  // empty: `socket`
    int port = 6379;
    std::string socket;  // absolute path
    int database = 0;
    std::string user;  // empty: the server's default one
    platform::Secret password;

    // "localhost:6379/0", "/run/redis.sock/0": without user and password.
    [[nodiscard]] std::string describe() const;
};

// The errors, of kind Usage, repeat nothing of the text: where it is malformed, any part may be a password.
[[nodiscard]] Result<Endpoint> parse_url(std::string_view url);

}  // namespace rowtype::redis
