#include "lsp/workspace/redis_reader.h"

#include <chrono>
#include <optional>

#include "lsp/workspace/database_reader.h"
#include "lsp/workspace/redaction.h"
#include "reflect/platform/child_process.h"
#include "reflect/postgres/protocol.h"
#include "reflect/redis/redis_url.h"

namespace rowtype::workspace {

namespace {

Error failure_of(const platform::ChildOutcome& outcome, const std::string& place) {
    if (const std::optional<postgres::Failure> failure = postgres::read_failure(outcome.output)) {
        Error error = postgres::to_error(*failure);
        error.file = place;
        return error;
    }
    if (outcome.timed_out) {
        return {Error::Kind::SchemaUnavailable, "Redis did not answer in time", "check that it runs and can be reached", place};
    }
    return {Error::Kind::SchemaUnavailable, std::string(postgres::kDatabaseProgram) + " ended without an answer",
            "rowtype and rowtype-db must be of the same version: install rowtype again", place};
}

}  // namespace

Result<RedisSample> read_redis(const std::string& url, const redis::Request& request) {
    const Result<redis::Endpoint> endpoint = redis::parse_url(url);
    if (!endpoint) return endpoint.error();
    register_secret(endpoint->password.reveal());
    const Result<std::string> program = database_program();
    if (!program) return program.error();
    platform::ChildRequest child;
    child.program = *program;
    child.arguments = redis::to_arguments(request);
    child.input = url;
    child.deadline = std::chrono::seconds(request.deadline_seconds + 20);  // it ends by itself when its own is over
    child.output_cap = 4 * redis::kMaximumAnswerBytes;                     // escapes make text longer
    const Result<platform::ChildOutcome> outcome = platform::run_child(child);
    if (!outcome) return Error{Error::Kind::SchemaUnavailable, outcome.error().message, "install rowtype again", *program};
    const std::string place = endpoint->describe();
    if (outcome->exit_code != postgres::kExitSnapshot) return failure_of(*outcome, place);
    std::optional<redis::Sample> sample = redis::read_sample(outcome->output);
    if (!sample) return failure_of({}, place);
    return RedisSample{std::move(*sample), place};
}

}  // namespace rowtype::workspace
