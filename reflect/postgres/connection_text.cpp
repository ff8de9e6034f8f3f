#include "reflect/postgres/connection_text.h"

#include <algorithm>
#include <cctype>

#include "reflect/platform/secret.h"

namespace rowtype::postgres {

using platform::Secret;

namespace {

Result<ConnectionParameters> parse_url(std::string_view text);
Result<ConnectionParameters> parse_keywords(std::string_view text);
std::string_view trim(std::string_view text);
bool has_url_scheme(std::string_view text, std::size_t& authority);
Error malformed(std::string message, std::string remedy);

constexpr std::string_view kEncodeRemedy =
    "percent-encode special characters in user name and password (@ is %40, : is %3A, / is %2F, ? is %3F, # is %23, % is %25)";

bool is_space(char letter) { return std::isspace(static_cast<unsigned char>(letter)) != 0; }

}  // namespace

void wipe(ConnectionParameters& parameters) {
    for (auto& [name, value] : parameters) Secret::wipe(value);
}

Result<ConnectionParameters> parse_connection_text(std::string_view text) {
    text = trim(text);
    if (text.size() >= 2 && (text.front() == '"' || text.front() == '\'') && text.back() == text.front()) {
        text = trim(text.substr(1, text.size() - 2));
    }
    if (text.empty()) return ConnectionParameters{};
    if (text.find('\0') != std::string_view::npos) return malformed("the connection string holds a NUL byte", "");
    std::size_t authority = 0;
    if (has_url_scheme(text, authority)) return parse_url(text.substr(authority));
    if (text.find("://") != std::string_view::npos && text.find('=') > text.find("://")) {
        return malformed("the connection string is a URL, but not of PostgreSQL", "it starts with postgresql:// or postgres://");
    }
    return parse_keywords(text);
}

bool read_service(std::string_view file, std::string_view service, ConnectionParameters& into) {
    bool inside = false;
    bool found = false;
    while (!file.empty()) {
        const std::size_t end = std::min(file.find('\n'), file.size());
        const std::string_view line = trim(file.substr(0, end));
        file.remove_prefix(std::min(end + 1, file.size()));
        if (line.empty() || line.front() == '#') continue;
        if (line.front() == '[') {
            if (inside) break;
            inside = line.size() > 2 && line.back() == ']' && line.substr(1, line.size() - 2) == service;
            found = found || inside;
        } else if (const std::size_t equals = line.find('='); inside && equals != std::string_view::npos) {
            into.try_emplace(std::string(line.substr(0, equals)), line.substr(equals + 1));
        }
    }
    return found;
}

namespace {

std::string_view trim(std::string_view text) {
    while (!text.empty() && is_space(text.front())) text.remove_prefix(1);
    while (!text.empty() && is_space(text.back())) text.remove_suffix(1);
    return text;
}

Error malformed(std::string message, std::string remedy) {
    Error error;
    error.kind = Error::Kind::Usage;
    error.message = std::move(message);
    error.remedy = std::move(remedy);
    return error;
}

bool starts_with_ignoring_case(std::string_view text, std::string_view prefix) {
    return text.size() >= prefix.size() && std::ranges::equal(text.substr(0, prefix.size()), prefix, [](char left, char right) {
               return std::tolower(static_cast<unsigned char>(left)) == right;
           });
}

// [jdbc:]postgres[ql][+driver]://
bool has_url_scheme(std::string_view text, std::size_t& authority) {
    std::string_view rest = text;
    if (starts_with_ignoring_case(rest, "jdbc:")) rest.remove_prefix(5);
    if (!starts_with_ignoring_case(rest, "postgres")) return false;
    rest.remove_prefix(8);
    if (starts_with_ignoring_case(rest, "ql")) rest.remove_prefix(2);
    if (rest.starts_with("+")) {
        rest.remove_prefix(1);
        while (!rest.empty() && (std::isalnum(static_cast<unsigned char>(rest.front())) != 0 || rest.front() == '_'))
            rest.remove_prefix(1);
    }
    if (!rest.starts_with("://")) return false;
    authority = static_cast<std::size_t>(rest.data() - text.data()) + 3;
    return true;
}

int hexadecimal(char digit) {
    if (digit >= '0' && digit <= '9') return digit - '0';
    if (digit >= 'a' && digit <= 'f') return digit - 'a' + 10;
    if (digit >= 'A' && digit <= 'F') return digit - 'A' + 10;
    return -1;
}

// Appends the decoded text. A "%" that starts no escape stays one, as psycopg and SQLAlchemy read it: passwords are often
// pasted as they are. False for %00.
bool percent_decode(std::string_view text, std::string& into) {
    for (std::size_t position = 0; position < text.size(); ++position) {
        const int high = text[position] == '%' && position + 2 < text.size() ? hexadecimal(text[position + 1]) : -1;
        const int low = high >= 0 ? hexadecimal(text[position + 2]) : -1;
        if (low < 0) {
            into += text[position];
            continue;
        }
        if (high == 0 && low == 0) return false;
        into += static_cast<char>(high * 16 + low);
        position += 2;
    }
    return true;
}

void append_to_list(ConnectionParameters& parameters, const std::string& name, std::string_view value, bool first) {
    std::string& list = parameters[name];
    if (!first) list += ',';
    list += value;
}

// "host", "host:port", "[v6]:port", "/socket/folder:port"; the port may be empty. False where brackets do not close.
bool split_host(std::string_view text, std::string_view& host, std::string_view& port) {
    port = {};
    if (text.starts_with("[")) {
        const std::size_t close = text.find(']');
        if (close == std::string_view::npos) return false;
        host = text.substr(1, close - 1);
        const std::string_view rest = text.substr(close + 1);
        if (!rest.empty() && rest.front() != ':') return false;
        if (!rest.empty()) port = rest.substr(1);
        return true;
    }
    const std::size_t colon = text.rfind(':');
    host = text.substr(0, colon);
    if (colon != std::string_view::npos) port = text.substr(colon + 1);
    return true;
}

bool parse_hosts(std::string_view list, ConnectionParameters& parameters) {
    for (bool first = true; first || !list.empty(); first = false) {
        const std::size_t comma = std::min(list.find(','), list.size());
        std::string_view host;
        std::string_view port;
        if (!split_host(list.substr(0, comma), host, port)) return false;
        list.remove_prefix(std::min(comma + 1, list.size()));
        std::string decoded;
        if (!percent_decode(host, decoded)) return false;
        append_to_list(parameters, "host", decoded, first);
        append_to_list(parameters, "port", port, first);
    }
    return true;
}

// The query of a URL. SQLAlchemy allows `host=name:port` several times; JDBC and asyncpg say `ssl` for `sslmode`.
bool parse_query(std::string_view query, ConnectionParameters& parameters) {
    bool hosts_in_query = false;
    while (!query.empty()) {
        const std::size_t end = std::min(query.find('&'), query.size());
        const std::string_view pair = query.substr(0, end);
        query.remove_prefix(std::min(end + 1, query.size()));
        const std::size_t equals = pair.find('=');
        if (equals == std::string_view::npos) continue;
        std::string name;
        std::string value;
        if (!percent_decode(pair.substr(0, equals), name) || !percent_decode(pair.substr(equals + 1), value)) return false;
        if (name == "ssl") {
            name = "sslmode";
            if (value == "true" || value == "1") value = "require";
            if (value == "false" || value == "0") value = "disable";
        }
        const bool is_socket = value.starts_with("/") || value.starts_with("@");
        if (name == "host" && !is_socket && value.find(':') == value.rfind(':')) {
            std::string_view host;
            std::string_view port;
            split_host(value, host, port);
            if (!hosts_in_query) {
                parameters.erase("host");
                if (!port.empty()) parameters.erase("port");
            }
            append_to_list(parameters, "host", host, !hosts_in_query);
            if (!port.empty()) append_to_list(parameters, "port", port, !parameters.contains("port"));
            hosts_in_query = true;
        } else {
            parameters[name] = value;
        }
        Secret::wipe(value);
    }
    return true;
}

// What follows "scheme://". Splits at the last "@" of the authority, so that a password with a bare "@" is read as meant; a
// bare "@" further on means that the password holds a "/" or "?", and then nothing can be told apart with certainty.
Result<ConnectionParameters> parse_url(std::string_view text) {
    const std::size_t authority_end = std::min(text.find_first_of("/?"), text.size());
    const std::string_view authority = text.substr(0, authority_end);
    const std::string_view rest = text.substr(authority_end);
    if (rest.find('@') != std::string_view::npos) {
        return malformed("the connection URL cannot be split into its parts", std::string(kEncodeRemedy));
    }
    ConnectionParameters parameters;
    std::string_view hosts = authority;
    bool valid = true;
    if (const std::size_t at = authority.rfind('@'); at != std::string_view::npos) {
        const std::string_view user_part = authority.substr(0, at);
        hosts = authority.substr(at + 1);
        const std::size_t colon = std::min(user_part.find(':'), user_part.size());
        valid = percent_decode(user_part.substr(0, colon), parameters["user"]) && valid;
        if (colon != user_part.size()) valid = percent_decode(user_part.substr(colon + 1), parameters["password"]) && valid;
    }
    valid = parse_hosts(hosts, parameters) && valid;
    const std::size_t question = std::min(rest.find('?'), rest.size());
    if (question > 1) valid = percent_decode(rest.substr(1, question - 1), parameters["dbname"]) && valid;
    if (question < rest.size()) valid = parse_query(rest.substr(question + 1), parameters) && valid;
    if (!valid) {
        wipe(parameters);
        return malformed("the connection URL is malformed", std::string(kEncodeRemedy));
    }
    return parameters;
}

// One value of a keyword list at text[position]; false where a quote does not close.
bool read_keyword_value(std::string_view text, std::size_t& position, std::string& value) {
    const bool quoted = position < text.size() && text[position] == '\'';
    if (quoted) ++position;
    while (position < text.size()) {
        const char letter = text[position];
        if (quoted ? letter == '\'' : is_space(letter)) break;
        if (letter == '\\' && position + 1 < text.size()) ++position;
        value += text[position++];
    }
    if (!quoted) return true;
    return position < text.size() && text[position++] == '\'';
}

// libpq's keyword = value list (PostgreSQL documentation, "Keyword/Value Connection Strings").
Result<ConnectionParameters> parse_keywords(std::string_view text) {
    constexpr std::string_view kForm = "it is a URL (postgresql://user:password@host:5432/database) or a list (host=… dbname=…)";
    ConnectionParameters parameters;
    std::size_t position = 0;
    const auto skip_space = [&] {
        while (position < text.size() && is_space(text[position])) ++position;
    };
    for (skip_space(); position < text.size(); skip_space()) {
        const std::size_t begin = position;
        while (position < text.size() && text[position] != '=' && !is_space(text[position])) ++position;
        const std::string name(text.substr(begin, position - begin));
        skip_space();
        bool valid = position < text.size() && text[position] == '=' && !name.empty();
        if (valid) {
            ++position;
            skip_space();
            Secret::wipe(parameters[name]);  // of a repeated keyword the last value counts
            valid = read_keyword_value(text, position, parameters[name]);
        }
        if (!valid) {
            wipe(parameters);
            return malformed("the connection string is neither a PostgreSQL URL nor a list of keyword=value", std::string(kForm));
        }
    }
    return parameters;
}

}  // namespace

}  // namespace rowtype::postgres
