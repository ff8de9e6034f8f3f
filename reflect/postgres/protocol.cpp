#include "reflect/postgres/protocol.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <utility>

#include "reflect/base/json_reader.h"
#include "reflect/snapshot/json_writer.h"

namespace rowtype::postgres {

namespace {

constexpr std::array<std::pair<FailureKind, std::string_view>, 21> kKindWords = {{
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
    {FailureKind::PoolerMode, "pooler_mode"},
    {FailureKind::PoolerParameter, "pooler_parameter"},
    {FailureKind::PoolerBusy, "pooler_busy"},
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

bool parse_number(const std::string& text, int maximum, int& number) {
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc{} && end == text.data() + text.size() && number >= 1 && number <= maximum;
}

constexpr int kMaximumLookMilliseconds = 3'600'000;

// The options with a value, beside those that fill a number.
bool take_text(const std::string& option, const std::string& value, Request& request) {
    if (option == "--schema") request.schemas.push_back(value);
    if (option == "--channel") request.channels.push_back(value);
    if (option == "--connection-env") request.connection_variable = value;
    return option == "--schema" || option == "--channel" || option == "--connection-env";
}

struct NumberOption {
    std::string_view name;
    int Request::*member;
    int maximum;
};
constexpr std::array<NumberOption, 3> kNumberOptions = {{
    {"--deadline-seconds", &Request::deadline_seconds, kMaximumDeadlineSeconds},
    {"--first-look-milliseconds", &Request::first_look_milliseconds, kMaximumLookMilliseconds},
    {"--longest-look-milliseconds", &Request::longest_look_milliseconds, kMaximumLookMilliseconds},
}};

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
    const auto add_number = [&](std::string_view name, int number) {
        arguments.emplace_back(name);
        arguments.push_back(std::to_string(number));
    };
    if (!request.watch) {
        add_number("--deadline-seconds", request.deadline_seconds);
        return arguments;
    }
    arguments.emplace_back("--watch");
    for (const std::string& channel : request.channels) {
        arguments.emplace_back("--channel");
        arguments.push_back(channel);
    }
    add_number("--first-look-milliseconds", request.first_look_milliseconds);
    add_number("--longest-look-milliseconds", request.longest_look_milliseconds);
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
        if (argument == "--watch") {
            request.watch = true;
            continue;
        }
        const auto* number = std::ranges::find(kNumberOptions, argument, &NumberOption::name);
        const bool is_known =
            number != kNumberOptions.end() || argument == "--connection-env" || argument == "--schema" || argument == "--channel";
        if (!is_known) return usage("an argument that rowtype-db does not have");
        if (index + 1 == arguments.size()) return usage(argument + " needs a value");
        const std::string& value = arguments[++index];
        if (take_text(argument, value, request)) continue;
        if (!parse_number(value, number->maximum, request.*(number->member))) {
            return usage(argument + " needs a number from 1 to " + std::to_string(number->maximum));
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
