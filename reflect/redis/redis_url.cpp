#include "reflect/redis/redis_url.h"

#include <charconv>
#include <optional>
#include <utility>

namespace rowtype::redis {

namespace {

constexpr int kMaximumPort = 65'535;
constexpr int kMaximumDatabase = 1'000'000;

Error malformed(std::string message, std::string remedy = "redis://[[user]:password@]host[:port][/database]") {
    Error error;
    error.kind = Error::Kind::Usage;
    error.message = std::move(message);
    error.remedy = std::move(remedy);
    return error;
}

std::optional<int> number(std::string_view text, int lowest, int highest);
std::optional<std::string> decoded(std::string_view text);
Status take_user(std::string_view text, Endpoint& endpoint);
Status take_address(std::string_view text, Endpoint& endpoint);
Status take_socket(std::string_view text, Endpoint& endpoint);

}  // namespace

std::string Endpoint::describe() const {
    const bool is_address = host.find(':') != std::string::npos;
    const std::string place = host.empty() ? socket : (is_address ? "[" + host + "]" : host) + ":" + std::to_string(port);
    return place + "/" + std::to_string(database);
}

Result<Endpoint> parse_url(std::string_view url) {
    const std::size_t colon = url.find("://");
    if (colon == std::string_view::npos) return malformed("the Redis URL has no scheme");
    const std::string_view scheme = url.substr(0, colon);
    url.remove_prefix(colon + 3);
    if (scheme != "redis" && scheme != "rediss" && scheme != "unix") {
        return malformed("the Redis URL begins with none of redis://, rediss:// and unix://");
    }
    Endpoint endpoint;
    if (scheme == "rediss") endpoint.tls.emplace();
    // A password may hold "?", and a file that the query names "@".
    const std::size_t query = std::min(url.find("?ssl_"), url.find("&ssl_"));
    if (const std::size_t at = url.substr(0, query).rfind('@'); at != std::string_view::npos) {
        if (const Status taken = take_user(url.substr(0, at), endpoint); !taken) return taken.error();
        url.remove_prefix(at + 1);
    }
    const Status taken = scheme == "unix" ? take_socket(url, endpoint) : take_address(url, endpoint);
    if (!taken) return taken.error();
    return endpoint;
}

namespace {

std::optional<int> number(std::string_view text, int lowest, int highest) {
    int value = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), value);
    if (error != std::errc{} || end != text.data() + text.size() || value < lowest || value > highest) return std::nullopt;
    return value;
}

// RFC 3986, 2.1.
std::optional<std::string> decoded(std::string_view text) {
    std::string bytes;
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (text[index] != '%') {
            bytes += text[index];
            continue;
        }
        unsigned value = 0;
        const std::string_view digits = text.substr(std::min(index + 1, text.size()), 2);
        const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), value, 16);
        if (digits.size() != 2 || error != std::errc{} || end != digits.data() + 2) return std::nullopt;
        bytes += static_cast<char>(value);
        index += 2;
    }
    return bytes;
}

Status take_user(std::string_view text, Endpoint& endpoint) {
    const std::size_t colon = text.find(':');
    auto user = decoded(text.substr(0, colon));
    auto password = decoded(colon == std::string_view::npos ? "" : text.substr(colon + 1));
    if (!user || !password) return malformed("the user or password of the Redis URL is not percent-encoded");
    endpoint.user = std::move(*user);
    endpoint.password = platform::Secret(std::move(*password));
    return {};
}

// "name=value" of a query, each.
template <class Take>
Status take_parameters(std::string_view parameters, Take&& take) {
    while (!parameters.empty()) {
        const std::string_view parameter = parameters.substr(0, parameters.find('&'));
        parameters.remove_prefix(std::min(parameter.size() + 1, parameters.size()));
        const std::size_t sign = std::min(parameter.find('='), parameter.size());
        const std::string_view value = parameter.substr(std::min(sign + 1, parameter.size()));
        if (Status taken = take(parameter.substr(0, sign), value); !taken) return taken;
    }
    return {};
}

Status take_tls_parameter(std::string_view name, std::string_view written, TlsSettings& tls) {
    std::string* const file = name == "ssl_ca_certs"   ? &tls.authorities
                              : name == "ssl_ca_path"  ? &tls.authorities_folder
                              : name == "ssl_certfile" ? &tls.certificate
                              : name == "ssl_keyfile"  ? &tls.key
                                                       : nullptr;
    if (file != nullptr) {
        auto value = decoded(written);
        if (!value) return malformed("a path in the query of the Redis URL is not percent-encoded");
        *file = std::move(*value);
    } else if (name == "ssl_cert_reqs") {
        if (written != "none" && written != "optional" && written != "required")
            return malformed("ssl_cert_reqs of the Redis URL is none of none, optional and required");
        tls.verifies = written != "none";
    } else if (name == "ssl_check_hostname") {
        tls.checks_host = written != "False" && written != "false" && written != "0" && written != "no";
    }
    return {};
}

Status take_address(std::string_view text, Endpoint& endpoint) {
    text = text.substr(0, text.find('#'));
    if (const std::size_t query = text.find('?'); query != std::string_view::npos) {
        if (endpoint.tls) {
            const Status taken = take_parameters(text.substr(query + 1), [&](std::string_view name, std::string_view value) {
                return take_tls_parameter(name, value, *endpoint.tls);
            });
            if (!taken) return taken;
        }
        text = text.substr(0, query);
    }
    if (const std::size_t slash = text.find('/'); slash != std::string_view::npos) {
        const std::string_view database = text.substr(slash + 1);
        const std::optional<int> parsed = database.empty() ? 0 : number(database, 0, kMaximumDatabase);
        if (!parsed) return malformed("the Redis URL ends in no database number");
        endpoint.database = *parsed;
        text = text.substr(0, slash);
    }
    std::string_view port;
    if (text.starts_with('[')) {
        const std::size_t end = text.find(']');
        if (end == std::string_view::npos) return malformed("the address of the Redis URL lacks its closing bracket");
        endpoint.host = text.substr(1, end - 1);
        port = text.substr(end + 1);
        if (!port.empty() && port.front() != ':')
            return malformed("something else than a port follows the address of the Redis URL");
    } else {
        const std::size_t colon = text.find(':');
        endpoint.host = text.substr(0, colon);
        if (colon != std::string_view::npos) port = text.substr(colon);
    }
    if (endpoint.host.empty()) endpoint.host = "localhost";
    if (port.size() > 1) {
        const std::optional<int> parsed = number(port.substr(1), 1, kMaximumPort);
        if (!parsed) return malformed("the port of the Redis URL is no number from 1 to 65535");
        endpoint.port = *parsed;
    }
    return {};
}

// redis-py's form: the database stands in the query.
Status take_socket(std::string_view text, Endpoint& endpoint) {
    const std::size_t query = text.find('?');
    auto path = decoded(text.substr(0, query));
    if (!path || path->empty() || path->front() != '/') {
        return malformed("the Redis URL names no absolute path of a socket", "unix:///run/redis/redis.sock?db=0");
    }
    endpoint.socket = std::move(*path);
    if (query == std::string_view::npos) return {};
    return take_parameters(text.substr(query + 1), [&](std::string_view name, std::string_view value) -> Status {
        if (name != "db") return {};
        const std::optional<int> parsed = number(value, 0, kMaximumDatabase);
        if (!parsed) return malformed("db= of the Redis URL is no database number", "unix:///run/redis/redis.sock?db=0");
        endpoint.database = *parsed;
        return {};
    });
}

}  // namespace

}  // namespace rowtype::redis
