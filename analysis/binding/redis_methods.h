// The methods of a Redis client that name fields of an entry, and where in their arguments.
//
// Source: redis-py's commands/core.py (8.1; the names and places are those of every release since 3.0), and of its asynchronous client, its
// pipelines and the clients that are made like it.
#pragma once

#include <cstdint>
#include <span>
#include <string_view>

namespace rowtype::binding {

enum class RedisForm : std::uint8_t {
    Set,      // (name, key, value, mapping, items)
    Mapping,  // (name, mapping)
    Field,    // (name, key, …)
    Fields,   // (name, *keys), (name, keys)
    All,      // (name): gives the entry as a dictionary
    Text,     // (…, value): the entry is one text, of JSON where json.dumps makes it
};

struct RedisMethod {
    std::string_view name;
    RedisForm form;
    bool writes = false;
    std::uint8_t place = 1;  // of Text: where the value stands
};

// By name, each once.
[[nodiscard]] std::span<const RedisMethod> redis_methods();
// Null where there is none of that name.
[[nodiscard]] const RedisMethod* find_redis_method(std::string_view name);

}  // namespace rowtype::binding
