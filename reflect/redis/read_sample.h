// Looks into a live Redis through hiredis: reads a sample of the keys that a pattern matches, and changes nothing.
//
// Linked by rowtype-db alone, so that neither passwords nor a server's flood reach `rowtype`.
#pragma once

#include "reflect/base/result.h"
#include "reflect/redis/protocol.h"
#include "reflect/redis/redis_url.h"

namespace rowtype::redis {

// Errors, of kind SchemaUnavailable, have our own words: a server's text is looked at and never repeated. Ends early, with what was
// read, when the request's deadline nears or kMaximumAnswerBytes are reached.
[[nodiscard]] Result<Sample> read_sample(const Endpoint& endpoint, const Request& request);

}  // namespace rowtype::redis
