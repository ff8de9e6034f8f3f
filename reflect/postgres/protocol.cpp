#include "reflect/postgres/protocol.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "reflect/base/json_reader.h"
#include "reflect/snapshot/json_writer.h"

namespace rowtype::postgres {

namespace {

constexpr std::array<std::pair<FailureKind, std::string_view>, 18> kKindWords = {{
    {FailureKind::Usage, "usage"},
    {FailureKind::UnknownHost, "unknown_host"},
    {FailureKind::Refused, "refused"},
    {FailureKind::Timeout, "timeout"},
    {FailureKind::TlsRequired, "tls_required"},
    {FailureKind::TlsUnavailable, "tls_unavailable"},
    {FailureKind::TlsUntrusted, "tls_untrusted"},
    {FailureKind::WrongPassword, "wrong_password"},
    {FailureKind::PasswordMissing, "password_missing"},
    {FailureKind::AccessDenied, "access_denied"},
    {FailureKind::DatabaseMissing, "database_missing"},
    {FailureKind::TooManyConnections, "too_many_connections"},
    {FailureKind::StartingUp, "starting_up"},
    {FailureKind::PermissionDenied, "permission_denied"},
    {FailureKind::ConnectionLost, "connection_lost"},
    {FailureKind::TooLarge, "too_large"},
    {FailureKind::Unsupported, "unsupported"},
    {FailureKind::Other, "other"},
}};

Error usage(std::string message) {
    Error error;
    error.kind = Error::Kind::Usage;
    error.message = std::move(message);
    error.remedy = "rowtype-db is started by rowtype; its arguments are described in reflect/postgres/protocol.h";
    return error;
}

bool parse_seconds(const std::string& text, int& seconds) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    return error == std::errc{} && end == text.data() + text.size() && seconds >= 1 && seconds <= kMaximumDeadlineSeconds;
}

}  // namespace

std::vector<std::string> to_arguments(const Request& request) {
    std::vector<std::string> arguments;
    if (request.connection_variable.empty()) {
        arguments.emplace_back("--connection-stdin");
    } else {
        arguments.emplace_back("--connection-env");
        arguments.push_back(request.connection_variable);
    }
    if (request.from_workspace) arguments.emplace_back("--workspace");
    for (const std::string& schema : request.schemas) {
        arguments.emplace_back("--schema");
        arguments.push_back(schema);
    }
    arguments.emplace_back("--deadline-seconds");
    arguments.push_back(std::to_string(request.deadline_seconds));
    return arguments;
}

Result<Request> parse_arguments(const std::vector<std::string>& arguments) {
    Request request;
    bool from_input = false;
    for (std::size_t index = 0; index < arguments.size(); ++index) {
        const std::string& argument = arguments[index];
        if (argument == "--connection-stdin") {
            from_input = true;
            continue;
        }
        if (argument == "--workspace") {
            request.from_workspace = true;
            continue;
        }
        if (argument != "--connection-env" && argument != "--schema" && argument != "--deadline-seconds") {
            return usage("an argument that rowtype-db does not have");
        }
        if (index + 1 == arguments.size()) return usage(argument + " needs a value");
        const std::string& value = arguments[++index];
        if (argument == "--schema") request.schemas.push_back(value);
        if (argument == "--connection-env") request.connection_variable = value;
        if (argument == "--deadline-seconds" && !parse_seconds(value, request.deadline_seconds)) {
            return usage("--deadline-seconds needs a number from 1 to " + std::to_string(kMaximumDeadlineSeconds));
        }
    }
    if (from_input == !request.connection_variable.empty())
        return usage("one of --connection-env NAME and --connection-stdin is needed");
    return request;
}

std::string write_failure(const Failure& failure) {
    const auto word = std::ranges::find(kKindWords, failure.kind, &std::pair<FailureKind, std::string_view>::first);
    std::string line = "{\"kind\": ";
    snapshot::append_json_string(line, word->second);
    line += ", \"message\": ";
    snapshot::append_json_string(line, failure.message);
    line += ", \"remedy\": ";
    snapshot::append_json_string(line, failure.remedy);
    line += "}\n";
    return line;
}

std::optional<Failure> read_failure(std::string_view text) {
    JsonReader reader(text, 8);
    Failure failure;
    bool has_kind = false;
    reader.object([&](std::string_view key) {
        if (key == "kind") {
            has_kind = true;
            const std::string word = reader.string();
            const auto known =
                std::ranges::find(kKindWords, std::string_view(word), &std::pair<FailureKind, std::string_view>::second);
            failure.kind = known == kKindWords.end() ? FailureKind::Other : known->first;
        } else if (key == "message") {
            failure.message = reader.string();
        } else if (key == "remedy") {
            failure.remedy = reader.string();
        } else {
            reader.skip();
        }
    });
    reader.finish();
    if (!reader.ok() || !has_kind || failure.message.empty()) return std::nullopt;
    return failure;
}

Error to_error(const Failure& failure) {
    Error error;
    error.kind = failure.kind == FailureKind::Usage ? Error::Kind::Usage : Error::Kind::SchemaUnavailable;
    error.message = failure.message;
    error.remedy = failure.remedy;
    return error;
}

}  // namespace rowtype::postgres
