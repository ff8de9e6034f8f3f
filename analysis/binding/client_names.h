// Names that tell whose an object is.
#pragma once

#include <string_view>

namespace rowtype::binding {

// By the last part: "create_client", "acreate_client", "supabase.Client", "SyncPostgrestClient" …
[[nodiscard]] bool makes_client(std::string_view callee);

// "self.supabase", "postgrest.Client", "supabaseAdmin", in any case.
[[nodiscard]] bool mentions_client(std::string_view dotted);

// "mock_supabase", "mocked_client", "fake_db", "mocker", in any case: what tests put in place of a client answers to nobody's schema.
[[nodiscard]] bool names_stand_in(std::string_view name);

// Whether a name's canonical path is of a library that holds data of its own and has nothing to do with PostgREST. Web frameworks and
// the like are none of these: what they hand out may well be a client.
[[nodiscard]] bool is_other_library(std::string_view canonical);

// Whether a module or a name's canonical path is of a library that speaks to Redis: redis, aioredis, fakeredis, django_redis, valkey …
[[nodiscard]] bool is_redis_library(std::string_view canonical);

}  // namespace rowtype::binding
