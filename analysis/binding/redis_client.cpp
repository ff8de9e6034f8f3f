#include "analysis/binding/redis_client.h"

#include "analysis/binding/model_modules.h"
#include "analysis/binding/receiver_question.h"

namespace rowtype::binding {

RedisClient redis_client(const facts::Value& object, std::string_view method, std::uint32_t scope, const StatementView& statement,
                         const Context& context) {
    const ModelModules modules(context);
    SeenNames seen;
    const ReceiverQuestion question(method, seen, ReceiverQuestion::Library::Redis);
    switch (question.of_value(object, {&statement.facts, scope, &modules.analysed_file()})) {
        case Receiver::Client: return RedisClient::Yes;
        case Receiver::OwnClass:
        case Receiver::OtherLibrary: return RedisClient::No;
        case Receiver::Open: break;
    }
    return context.imports.redis ? RedisClient::Yes : RedisClient::Open;
}

}  // namespace rowtype::binding
