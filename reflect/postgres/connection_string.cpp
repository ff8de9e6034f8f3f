#include "reflect/postgres/connection_string.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <charconv>
#include <cstdlib>
#include <fstream>
#include <sstream>

#include "reflect/postgres/connection_text.h"

namespace rowtype::postgres {

namespace {

using Words = std::pair<std::string_view, std::string_view>;

Error problem(std::string message, std::string remedy = "");
void add_environment(ConnectionParameters& parameters, const Environment& environment);
Status add_service(ConnectionParameters& parameters, const Environment& environment);
Status isolate_from_user(ConnectionParameters& parameters);
Status require_user(const ConnectionSettings& settings);
Status take_hosts(const ConnectionParameters& parameters, ConnectionSettings& settings);
Status take_tls_mode(const ConnectionParameters& parameters, ConnectionSettings& settings);
Status take_connect_timeout(const ConnectionParameters& parameters, ConnectionSettings& settings);
void add_certificates(const Environment& environment, ConnectionSettings& settings);
std::string printable(std::string_view text);

// libpq's environment variables (PostgreSQL documentation, "Environment Variables"). PGOPTIONS is left out: poolers refuse it.
constexpr std::array<Words, 24> kVariables = {{
    {"PGHOST", "host"},
    {"PGHOSTADDR", "hostaddr"},
    {"PGPORT", "port"},
    {"PGDATABASE", "dbname"},
    {"PGUSER", "user"},
    {"PGPASSWORD", "password"},
    {"PGPASSFILE", "passfile"},
    {"PGSSLMODE", "sslmode"},
    {"PGSSLCERT", "sslcert"},
    {"PGSSLKEY", "sslkey"},
    {"PGSSLROOTCERT", "sslrootcert"},
    {"PGSSLCRL", "sslcrl"},
    {"PGSSLCRLDIR", "sslcrldir"},
    {"PGSSLSNI", "sslsni"},
    {"PGSSLMINPROTOCOLVERSION", "ssl_min_protocol_version"},
    {"PGSSLMAXPROTOCOLVERSION", "ssl_max_protocol_version"},
    {"PGREQUIREPEER", "requirepeer"},
    {"PGCHANNELBINDING", "channel_binding"},
    {"PGGSSENCMODE", "gssencmode"},
    {"PGKRBSRVNAME", "krbsrvname"},
    {"PGGSSLIB", "gsslib"},
    {"PGTARGETSESSIONATTRS", "target_session_attrs"},
    {"PGSERVICE", "service"},
    {"PGCONNECT_TIMEOUT", "connect_timeout"},
}};

// What is handed on to libpq as it is; everything else is taken by us or ignored.
constexpr std::array<std::string_view, 21> kPassedOn = {
    "channel_binding",
    "gssencmode",
    "gsslib",
    "keepalives",
    "keepalives_count",
    "keepalives_idle",
    "keepalives_interval",
    "krbsrvname",
    "options",
    "passfile",
    "requirepeer",
    "ssl_max_protocol_version",
    "ssl_min_protocol_version",
    "sslcert",
    "sslcrl",
    "sslcrldir",
    "sslkey",
    "sslrootcert",
    "sslsni",
    "target_session_attrs",
    "tcp_user_timeout",
};

constexpr std::array<std::pair<TlsMode, std::string_view>, 6> kTlsWords = {{
    {TlsMode::Disable, "disable"},
    {TlsMode::Allow, "allow"},
    {TlsMode::Prefer, "prefer"},
    {TlsMode::Require, "require"},
    {TlsMode::VerifyCa, "verify-ca"},
    {TlsMode::VerifyFull, "verify-full"},
}};

// Where Linux distributions and macOS keep the certificate authorities that the system trusts.
constexpr std::array<std::string_view, 5> kSystemCertificates = {
    "/etc/ssl/certs/ca-certificates.crt",
    "/etc/pki/tls/certs/ca-bundle.crt",
    "/etc/pki/ca-trust/extracted/pem/tls-ca-bundle.pem",
    "/etc/ssl/ca-bundle.pem",
    "/etc/ssl/cert.pem",
};

constexpr std::uint16_t kDefaultPort = 5432;

bool is_socket_path(std::string_view name) { return name.starts_with("/") || name.starts_with("@"); }

bool is_loopback(std::string_view name) {
    return name == "localhost" || name == "::1" ||
           (name.starts_with("127.") && name.find_first_not_of("0123456789.") == std::string_view::npos);
}

bool is_local_host(const Host& host) {
    if (!host.address.empty()) return is_loopback(host.address);
    return host.name.empty() || is_socket_path(host.name) || is_loopback(host.name);
}

}  // namespace

bool ConnectionSettings::is_local() const { return std::ranges::all_of(hosts, is_local_host); }

Environment Environment::of_process() {
    Environment environment;
    environment.variable = [](const std::string& name) -> std::optional<std::string> {
        const char* value = std::getenv(name.c_str());
        if (value == nullptr || *value == '\0') return std::nullopt;
        return value;
    };
    environment.file = [](const std::string& path) -> std::optional<std::string> {
        std::ifstream stream(path, std::ios::binary);
        if (!stream) return std::nullopt;
        std::ostringstream content;
        content << stream.rdbuf();
        return content.str();
    };
    return environment;
}

Environment Environment::empty() {
    Environment environment;
    environment.variable = [](const std::string&) { return std::nullopt; };
    environment.file = [](const std::string&) { return std::nullopt; };
    return environment;
}

Result<ConnectionSettings> parse_connection_string(std::string_view text, const Environment& environment, Author author) {
    Result<ConnectionParameters> parsed = parse_connection_text(text);
    if (!parsed) return std::move(parsed).error();
    ConnectionParameters& parameters = parsed.value();
    std::erase_if(parameters, [](const auto& parameter) { return parameter.second.empty(); });
    Status status = author == Author::Workspace ? isolate_from_user(parameters) : add_service(parameters, environment);
    if (!status) {
        wipe(parameters);
        return status.error();
    }
    if (author == Author::User) add_environment(parameters, environment);

    ConnectionSettings settings;
    settings.database = parameters["dbname"];
    settings.user = parameters["user"];
    status = take_hosts(parameters, settings);
    if (status) status = take_tls_mode(parameters, settings);
    if (status) status = take_connect_timeout(parameters, settings);
    if (status && author == Author::Workspace) status = require_user(settings);
    settings.password = Secret(std::move(parameters["password"]));
    if (!parameters["sslpassword"].empty())
        settings.secret_parameters.emplace("sslpassword", std::move(parameters["sslpassword"]));
    for (const std::string_view name : kPassedOn) {
        if (const auto found = parameters.find(std::string(name)); found != parameters.end()) settings.parameters.insert(*found);
    }
    wipe(parameters);
    if (!status) return status.error();
    add_certificates(environment, settings);
    return settings;
}

std::string describe(const ConnectionSettings& settings) {
    std::string text;
    for (const Host& host : settings.hosts) {
        if (!text.empty()) text += ",";
        const std::string& name = host.name.empty() ? host.address : host.name;
        const bool is_ipv6 = name.find(':') != std::string::npos;
        text += name.empty() ? "[local]" : is_ipv6 ? "[" + name + "]" : name;
        text += ":" + std::to_string(host.port);
    }
    const std::string& database = settings.database.empty() ? settings.user : settings.database;
    if (!database.empty()) text += "/" + database;
    return printable(text);
}

Secret connection_info(const ConnectionSettings& settings, int connect_timeout_seconds) {
    std::string text;
    text.reserve(4096);  // growing would leave copies of the password behind
    const auto add = [&text](std::string_view name, std::string_view value) {
        text.append(text.empty() ? "" : " ").append(name).append("='");
        for (const char letter : value) {
            if (letter == '\'' || letter == '\\') text += '\\';
            text += letter;
        }
        text += '\'';
    };
    std::string names;
    std::string addresses;
    std::string ports;
    for (const Host& host : settings.hosts) {
        const std::string_view comma = ports.empty() ? "" : ",";
        names.append(comma).append(host.name);
        addresses.append(comma).append(host.address);
        ports.append(comma).append(std::to_string(host.port));
    }
    if (names.find_first_not_of(',') != std::string::npos) add("host", names);
    if (addresses.find_first_not_of(',') != std::string::npos) add("hostaddr", addresses);
    add("port", ports);
    if (!settings.database.empty()) add("dbname", settings.database);
    if (!settings.user.empty()) add("user", settings.user);
    if (!settings.password.empty()) add("password", settings.password.reveal());
    add("sslmode", to_string(settings.tls_mode));
    for (const auto& [name, value] : settings.parameters) add(name, value);
    for (const auto& [name, value] : settings.secret_parameters) add(name, value.reveal());
    add("application_name", "rowtype");
    add("client_encoding", "UTF8");
    const int chosen = settings.connect_timeout_seconds;
    add("connect_timeout", std::to_string(chosen == 0 ? connect_timeout_seconds : std::min(chosen, connect_timeout_seconds)));
    return Secret(std::move(text));
}

std::string_view to_string(TlsMode mode) {
    return std::ranges::find(kTlsWords, mode, &std::pair<TlsMode, std::string_view>::first)->second;
}

namespace {

Error problem(std::string message, std::string remedy) {
    Error error;
    error.kind = Error::Kind::Usage;
    error.message = std::move(message);
    error.remedy = std::move(remedy);
    return error;
}

void add_environment(ConnectionParameters& parameters, const Environment& environment) {
    // A string that names its hosts is not mixed with another host's address from the environment.
    const bool has_hosts = parameters.contains("host") || parameters.contains("hostaddr");
    for (const auto& [variable, parameter] : kVariables) {
        if (has_hosts && (parameter == "host" || parameter == "hostaddr")) continue;
        if (parameters.contains(std::string(parameter))) continue;
        if (std::optional<std::string> value = environment.variable(std::string(variable)); value && !value->empty()) {
            parameters.emplace(parameter, *std::move(value));
        }
    }
}

// A service stands between the string and the environment. Which files: PGSERVICEFILE or ~/.pg_service.conf, then
// PGSYSCONFDIR/pg_service.conf.
Status add_service(ConnectionParameters& parameters, const Environment& environment) {
    if (!parameters.contains("service")) {
        const std::optional<std::string> value = environment.variable("PGSERVICE");
        if (!value || value->empty()) return {};
        parameters["service"] = *value;
    }
    std::vector<std::string> paths;
    const std::optional<std::string> chosen = environment.variable("PGSERVICEFILE");
    const std::optional<std::string> home = environment.variable("HOME");
    if (chosen) paths.push_back(*chosen);
    if (!chosen && home) paths.push_back(*home + "/.pg_service.conf");
    if (const auto folder = environment.variable("PGSYSCONFDIR")) paths.push_back(*folder + "/pg_service.conf");
    paths.emplace_back("/etc/postgresql-common/pg_service.conf");
    const std::string service = parameters["service"];
    for (const std::string& path : paths) {
        std::optional<std::string> file = environment.file(path);
        const bool found = file && read_service(*file, service, parameters);
        if (file) Secret::wipe(*file);
        if (found) return {};
    }
    return problem("the service that the connection names is in no service file",
                   "define it in ~/.pg_service.conf or set PGSERVICEFILE");
}

// Parameters of a workspace's string that would make libpq read a file of the user's and send what is in it, or speak for
// the user in another way.
constexpr std::array<std::string_view, 9> kOfTheUser = {"passfile", "sslcert", "sslkey",     "sslpassword", "gssencmode",
                                                        "gsslib",   "options", "krbsrvname", "requirepeer"};

// A file that is never there: libpq then goes on without, where an empty name would mean the one in the home folder.
constexpr const char* kNoFile = "/dev/null/none";

Status isolate_from_user(ConnectionParameters& parameters) {
    if (parameters.contains("service")) {
        return problem("a file of the workspace names a service of yours, which would hand its password to whatever host it adds",
                       "name the database yourself: --database-url-env NAME");
    }
    for (const std::string_view name : kOfTheUser) parameters.erase(std::string(name));
    parameters["passfile"] = kNoFile;
    parameters["sslcert"] = kNoFile;
    parameters["sslkey"] = kNoFile;
    parameters["gssencmode"] = "disable";
    return {};
}

// Without one libpq sends the name of the operating system's user.
Status require_user(const ConnectionSettings& settings) {
    if (!settings.user.empty() || settings.is_local()) return {};
    return problem("a file of the workspace names a database on another machine without a user",
                   "write the user into its connection string, or name the database yourself: --database-url-env NAME");
}

std::vector<std::string> split_list(const ConnectionParameters& parameters, const std::string& name) {
    std::vector<std::string> items;
    const auto found = parameters.find(name);
    if (found == parameters.end()) return items;
    std::istringstream stream(found->second);
    for (std::string item; std::getline(stream, item, ',');) items.push_back(item);
    if (found->second.ends_with(',')) items.emplace_back();
    return items;
}

bool is_host_name(std::string_view name) {
    const auto has_control = [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F; };
    if (is_socket_path(name)) return std::ranges::none_of(name, has_control);
    return std::ranges::all_of(name, [](char letter) {
        return std::isalnum(static_cast<unsigned char>(letter)) != 0 ||
               std::string_view(".-_:%").find(letter) != std::string_view::npos || static_cast<unsigned char>(letter) >= 0x80;
    });
}

bool parse_port(const std::string& text, std::uint16_t& port) {
    if (text.empty()) {
        port = kDefaultPort;
        return true;
    }
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), port);
    return error == std::errc{} && end == text.data() + text.size() && port != 0;
}

Status take_hosts(const ConnectionParameters& parameters, ConnectionSettings& settings) {
    const std::vector<std::string> names = split_list(parameters, "host");
    const std::vector<std::string> addresses = split_list(parameters, "hostaddr");
    const std::vector<std::string> ports = split_list(parameters, "port");
    const std::size_t count = std::max({names.size(), addresses.size(), std::size_t{1}});
    if (!names.empty() && !addresses.empty() && names.size() != addresses.size()) {
        return problem("the connection string names different numbers of hosts and host addresses");
    }
    if (ports.size() > 1 && ports.size() != count)
        return problem("the connection string names different numbers of hosts and ports");
    for (std::size_t index = 0; index < count; ++index) {
        Host host;
        if (index < names.size()) host.name = names[index];
        if (index < addresses.size()) host.address = addresses[index];
        if (!is_host_name(host.name) || !is_host_name(host.address) || is_socket_path(host.address)) {
            return problem("the connection string's host holds a character that host names do not have",
                           "percent-encode special characters in the password of a URL (@ is %40, / is %2F)");
        }
        const std::string port = ports.empty() ? "" : ports.size() == 1 ? ports[0] : ports[index];
        if (!parse_port(port, host.port)) {
            return problem("the connection string's port is not a number from 1 to 65535",
                           "percent-encode special characters in the password of a URL (: is %3A, / is %2F)");
        }
        settings.hosts.push_back(std::move(host));
    }
    return {};
}

Status take_tls_mode(const ConnectionParameters& parameters, ConnectionSettings& settings) {
    const bool is_local = settings.is_local();
    const auto found = parameters.find("sslmode");
    if (found == parameters.end()) {
        settings.tls_mode = is_local ? TlsMode::Prefer : TlsMode::VerifyFull;
        return {};
    }
    const auto word =
        std::ranges::find(kTlsWords, std::string_view(found->second), &std::pair<TlsMode, std::string_view>::second);
    if (word == kTlsWords.end()) {
        return problem("the connection string's sslmode is none that libpq has",
                       "use disable, allow, prefer, require, verify-ca or verify-full");
    }
    settings.tls_mode_given = true;
    settings.tls_mode = word->first;
    const bool falls_back = word->first == TlsMode::Allow || word->first == TlsMode::Prefer;
    if (falls_back && !is_local) settings.tls_mode = TlsMode::Require;
    return {};
}

// As with libpq 0 and less mean no limit, of the connection string's own: ours is there all the same.
Status take_connect_timeout(const ConnectionParameters& parameters, ConnectionSettings& settings) {
    const auto found = parameters.find("connect_timeout");
    if (found == parameters.end()) return {};
    const std::string& text = found->second;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), settings.connect_timeout_seconds);
    if (error != std::errc{} || end != text.data() + text.size()) {
        return problem("the connection string's connect_timeout is no number of seconds");
    }
    settings.connect_timeout_seconds = std::max(settings.connect_timeout_seconds, 0);
    return {};
}

// libpq verifies against ~/.postgresql/root.crt alone and fails without it; `sslrootcert=system` exists since libpq 16 only.
void add_certificates(const Environment& environment, ConnectionSettings& settings) {
    const bool verifies = settings.tls_mode == TlsMode::VerifyCa || settings.tls_mode == TlsMode::VerifyFull;
    if (!verifies || settings.parameters.contains("sslrootcert")) return;
    const std::optional<std::string> home = environment.variable("HOME");
    if (home && environment.file(*home + "/.postgresql/root.crt")) return;
    if (const auto chosen = environment.variable("SSL_CERT_FILE")) {
        settings.parameters["sslrootcert"] = *chosen;
        return;
    }
    for (const std::string_view path : kSystemCertificates) {
        if (!environment.file(std::string(path))) continue;
        settings.parameters["sslrootcert"] = path;
        return;
    }
}

std::string printable(std::string_view text) {
    std::string shown(text);
    std::ranges::replace_if(
        shown, [](char letter) { return static_cast<unsigned char>(letter) < 0x20 || letter == 0x7F; }, '?');
    return shown;
}

}  // namespace

}  // namespace rowtype::postgres
