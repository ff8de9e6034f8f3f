// Reads a sample of a live Redis through rowtype-db, the child process that alone speaks with servers and holds passwords.
//
// Thread: blocks up to the request's deadline.
#pragma once

#include <string>

#include "reflect/base/result.h"
#include "reflect/redis/protocol.h"

namespace rowtype::workspace {

struct RedisSample {
    redis::Sample sample;
    std::string description;  // "localhost:6379/0", without user and password
};

// `url` is a secret: what leaves this program as text no longer has its password.
[[nodiscard]] Result<RedisSample> read_redis(const std::string& url, const redis::Request& request);

}  // namespace rowtype::workspace
