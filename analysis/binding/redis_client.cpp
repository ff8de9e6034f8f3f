#include "analysis/binding/redis_client.h"

#include "analysis/binding/receiver_question.h"

namespace rowtype::binding {

RedisClient redis_client(const facts::Value& object, std::string_view method, const Place& place, const Context& context) {
    SeenNames seen;
    const ReceiverQuestion question(method, seen, ReceiverQuestion::Library::Redis);
    switch (question.of_value(object, place)) {
        case Receiver::Client: return RedisClient::Yes;
        case Receiver::OwnClass:
        case Receiver::OtherLibrary: return RedisClient::No;
        case Receiver::Open: break;
    }
    return context.imports.redis ? RedisClient::Yes : RedisClient::Open;
}

}  // namespace rowtype::binding
