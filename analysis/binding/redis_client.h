// Whether the object of a call is a client of Redis.
#pragma once

#include "analysis/binding/class_at.h"
#include "analysis/binding/context.h"
#include "analysis/facts/facts.h"

namespace rowtype::binding {

enum class RedisClient : std::uint8_t {
    No,    // an object of a class of the project, which has its own idea of the method
    Open,  // nothing is known
    Yes,   // made by redis-py or a library that is made like it, annotated so, or left open in a file that imports one
};

// `object` is what the method of that name is called on.
[[nodiscard]] RedisClient redis_client(const facts::Value& object, std::string_view method, const Place& place,
                                       const Context& context);

}  // namespace rowtype::binding
