#include "analysis/binding/redis_client.h"

#include <algorithm>

#include "analysis/binding/client_names.h"
#include "analysis/binding/model_modules.h"
#include "analysis/binding/receiver_question.h"

namespace rowtype::binding {

namespace {

bool imports_redis(const facts::FileFacts& file) {
    return std::ranges::any_of(file.statements, [](const facts::PlacedStatement& statement) {
        return std::ranges::any_of(statement.facts->imports,
                                   [](const facts::Import& one) { return one.level == 0 && is_redis_library(one.module); });
    });
}

}  // namespace

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
    return imports_redis(context.file_facts) ? RedisClient::Yes : RedisClient::Open;
}

}  // namespace rowtype::binding
