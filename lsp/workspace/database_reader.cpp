#include "lsp/workspace/database_reader.h"

#include <algorithm>

#include "lsp/workspace/platform.h"
#include "lsp/workspace/redaction.h"
#include "reflect/migrations/view_columns.h"
#include "reflect/postgres/connection_string.h"
#include "reflect/postgres/protocol.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::workspace {

namespace {

Result<postgres::ConnectionSettings> parse_and_guard(const std::string& connection, bool from_workspace);
Error failure_of(const platform::ChildOutcome& outcome, const std::string& description);

}  // namespace

Result<DatabaseSchema> read_database(const DatabaseRequest& request) {
    const Result<postgres::ConnectionSettings> settings = parse_and_guard(request.connection, request.from_workspace);
    if (!settings) return settings.error();
    const Result<std::string> program = database_program();
    if (!program) return program.error();
    const std::string description = postgres::describe(*settings);

    postgres::Request arguments;
    arguments.from_workspace = request.from_workspace;
    arguments.schemas = request.schemas;
    const auto seconds = std::chrono::ceil<std::chrono::seconds>(request.deadline).count();
    arguments.deadline_seconds = static_cast<int>(std::clamp<long>(seconds, 1, postgres::kMaximumDeadlineSeconds));
    platform::ChildRequest child;
    child.program = *program;
    child.arguments = postgres::to_arguments(arguments);
    child.input = request.connection;
    child.deadline = request.deadline + std::chrono::seconds(1);
    child.output_cap = snapshot::kMaximumSnapshotBytes;
    const Result<platform::ChildOutcome> outcome = platform::run_child(child);
    if (!outcome) {
        return Error{Error::Kind::SchemaUnavailable, outcome.error().message, "install rowtype again", *program};
    }
    if (outcome->exit_code != postgres::kExitSnapshot) return failure_of(*outcome, description);
    Result<snapshot::Snapshot> read = snapshot::read_snapshot_with_migrations(outcome->output, description);
    if (!read) {
        return Error{Error::Kind::SchemaUnavailable,
                     std::string(postgres::kDatabaseProgram) + " gave an answer that cannot be read: " + read.error().message,
                     "rowtype and rowtype-db must be of the same version: install rowtype again", description};
    }
    // A server knows neither the nullability of a view's columns nor, by its catalog, where they come from: both follow from the
    // definition, which is parsed here and never run.
    migrations::infer_view_columns(read->data);
    return DatabaseSchema{std::move(read->data), description, std::move(read->migrations)};
}

Result<std::string> database_program() {
    const std::string name(postgres::kDatabaseProgram);
    // Named by the user's own environment, never by a workspace.
    const std::string chosen = platform::environment_variable("ROWTYPE_DB_PROGRAM").value_or("");
    if (!chosen.empty() && chosen.front() == '/') return chosen;
    std::string program = platform::find_program(name);
    if (!program.empty()) return program;
    return Error{Error::Kind::SchemaUnavailable, name + " is missing, the helper that reads a live database",
                 "it is installed beside rowtype: install rowtype again, or use a snapshot or migrations", ""};
}

Result<std::string> describe_database(const std::string& connection, bool from_workspace) {
    const Result<postgres::ConnectionSettings> settings = parse_and_guard(connection, from_workspace);
    if (!settings) return settings.error();
    return postgres::describe(*settings);
}

Result<DatabaseEndpoint> endpoint_of_database(const std::string& connection, bool from_workspace) {
    const Result<postgres::ConnectionSettings> settings = parse_and_guard(connection, from_workspace);
    if (!settings) return settings.error();
    DatabaseEndpoint endpoint;
    for (const postgres::Host& host : settings->hosts) {
        const std::string comma = endpoint.port.empty() ? "" : ",";
        std::string name = host.name.empty() ? host.address : host.name;
        if (!host.name.empty() && !host.address.empty()) name += "=" + host.address;
        endpoint.host += comma + (name.empty() ? "[local]" : name);
        endpoint.port += comma + std::to_string(host.port);
    }
    endpoint.user = settings->user;
    endpoint.database = settings->database.empty() ? settings->user : settings->database;
    return endpoint;
}

std::string to_string(const DatabaseEndpoint& endpoint) {
    std::string text = endpoint.host + ":" + endpoint.port;
    if (!endpoint.database.empty()) text += "/" + endpoint.database;
    return text + (endpoint.user.empty() ? "" : " as " + endpoint.user);
}

namespace {

// From here on no output of ours can hold the password.
Result<postgres::ConnectionSettings> parse_and_guard(const std::string& connection, bool from_workspace) {
    const postgres::Author author = from_workspace ? postgres::Author::Workspace : postgres::Author::User;
    Result<postgres::ConnectionSettings> settings =
        postgres::parse_connection_string(connection, postgres::Environment::of_process(), author);
    if (!settings) return settings;
    // A password that is the user's name ("postgres") is no secret, and hiding it would hide every name.
    const std::string& password = settings->password.reveal();
    if (password != settings->user && password != settings->database) register_secret(password);
    for (const auto& [name, secret] : settings->secret_parameters) register_secret(secret.reveal());
    return settings;
}

Error failure_of(const platform::ChildOutcome& outcome, const std::string& description) {
    if (outcome.timed_out) {
        return Error{Error::Kind::SchemaUnavailable, "the database did not answer in time",
                     "check that it runs and can be reached, or use a snapshot (rowtype pull)", description};
    }
    if (outcome.output_over_cap) {
        return Error{Error::Kind::SchemaUnavailable, "the database sent more than a schema can hold", "", description};
    }
    if (const std::optional<postgres::Failure> failure = postgres::read_failure(outcome.output)) {
        return postgres::to_error(*failure);
    }
    const std::string how = outcome.signal != 0 ? "was ended by signal " + std::to_string(outcome.signal)
                                                : "ended with code " + std::to_string(outcome.exit_code);
    return Error{Error::Kind::SchemaUnavailable, std::string(postgres::kDatabaseProgram) + " " + how,
                 "run it again with --log-level debug; if it persists, report it", description};
}

}  // namespace

}  // namespace rowtype::workspace
