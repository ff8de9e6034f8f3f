#include "analysis/binding/redis_methods.h"

#include <algorithm>
#include <array>

namespace rowtype::binding {

std::span<const RedisMethod> redis_methods() {
    static constexpr std::array kMethods = {
        RedisMethod{"getset", RedisForm::Text, true},
        RedisMethod{"hdel", RedisForm::Fields, true},
        RedisMethod{"hexists", RedisForm::Field},
        RedisMethod{"hget", RedisForm::Field},
        RedisMethod{"hgetall", RedisForm::All},
        RedisMethod{"hgetdel", RedisForm::Fields},
        RedisMethod{"hgetex", RedisForm::Fields},
        RedisMethod{"hincrby", RedisForm::Field, true},
        RedisMethod{"hincrbyfloat", RedisForm::Field, true},
        RedisMethod{"hmget", RedisForm::Fields},
        RedisMethod{"hmset", RedisForm::Mapping, true},
        RedisMethod{"hmset_dict", RedisForm::Mapping, true},  // of aioredis 1
        RedisMethod{"hset", RedisForm::Set, true},
        RedisMethod{"hsetex", RedisForm::Set, true},
        RedisMethod{"hsetnx", RedisForm::Set, true},
        RedisMethod{"hstrlen", RedisForm::Field},
        RedisMethod{"psetex", RedisForm::Text, true, 2},
        RedisMethod{"set", RedisForm::Text, true},
        RedisMethod{"setex", RedisForm::Text, true, 2},
        RedisMethod{"setnx", RedisForm::Text, true},
    };
    return kMethods;
}

const RedisMethod* find_redis_method(std::string_view name) {
    const std::span<const RedisMethod> methods = redis_methods();
    const auto found = std::ranges::lower_bound(methods, name, {}, &RedisMethod::name);
    return found != methods.end() && found->name == name ? &*found : nullptr;
}

}  // namespace rowtype::binding
