// Connection strings, parsed by us and not by libpq: libpq's own complaints quote the string, password included, and an
// unescaped "@" would hand part of a password to the name resolver (RELIABILITY: findings 5 and 6).
//
// Pure but for the Environment that the caller hands in; links no libpq, so `rowtype` itself can name a database by it.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/result.h"
#include "reflect/platform/secret.h"

namespace rowtype::postgres {

using platform::Secret;

// One server to try. All empty: the default Unix socket.
struct Host {
    std::string name;     // DNS name, IP address, or a folder with a Unix socket (starts with "/" or "@")
    std::string address;  // libpq's hostaddr: the IP address to connect to in place of looking `name` up
    std::uint16_t port = 5432;

    friend bool operator==(const Host&, const Host&) = default;
};

// How the connection is protected. The words of libpq's sslmode.
enum class TlsMode : std::uint8_t { Disable, Allow, Prefer, Require, VerifyCa, VerifyFull };

// What a connection string and the environment say, with our rules applied. Only `password` and `other_secrets` hold secrets.
struct ConnectionSettings {
    std::vector<Host> hosts;  // at least one
    std::string database;     // empty: as the user's
    std::string user;         // empty: as the operating system's user
    Secret password;          // empty: libpq looks into the password file, unless the server wants none
    TlsMode tls_mode = TlsMode::Prefer;
    // Whether the user chose tls_mode; if not it is ours: verify-full for another machine, prefer for this one.
    bool tls_mode_given = false;
    int connect_timeout_seconds = 0;                  // for each host; 0: none was chosen
    std::map<std::string, std::string> parameters;    // further libpq parameters, by libpq's names
    std::map<std::string, Secret> secret_parameters;  // sslpassword

    // Whether every host is this machine (loopback or Unix socket).
    [[nodiscard]] bool is_local() const;
};

// Who wrote a connection string. A workspace is somebody else's repository until proven otherwise.
enum class Author : std::uint8_t {
    User,       // command line, own environment, own settings: what is left out comes from libpq's environment and files
    Workspace,  // a file of the repository: nothing of the user's is added to it
};

// Where defaults come from; tests hand in their own.
struct Environment {
    std::function<std::optional<std::string>(const std::string& name)> variable;
    // The content of a file, for service files and certificate bundles; nullopt where it cannot be read.
    std::function<std::optional<std::string>(const std::string& path)> file;

    // Of this process.
    [[nodiscard]] static Environment of_process();
    // Nothing set, no file readable.
    [[nodiscard]] static Environment empty();
};

// Accepts URLs (postgres://, postgresql://, SQLAlchemy's postgresql+driver://, jdbc:postgresql://), libpq's keyword=value
// lists, and the empty text (everything from the environment: PGHOST, PGSERVICE, …). White space and quotes around the
// whole, as .env files have them, are dropped. Parameters that libpq does not know (Prisma's `schema`, `pgbouncer`) are ignored.
//
// Our rules: another machine gets verify-full unless the user chose; `prefer` and `allow` become `require` there, since both
// would fall back to sending a password in clear. `disable` stays: who writes it means it.
//
// A string of the workspace stands alone (RELIABILITY: finding 5): no PG* variable, password file, service, client
// certificate or Kerberos ticket of the user's goes with it, and what it says about such files is dropped; it must name its
// user where the host is another machine. libpq itself would look for all of these: see isolate_from_user().
//
// No Error quotes any part of the text: which part is the password is just what a broken string leaves open.
[[nodiscard]] Result<ConnectionSettings> parse_connection_string(std::string_view text, const Environment& environment,
                                                                 Author author = Author::User);

// "host:port/database" for people and reports ("[local]" for a socket); holds no user and no secret, no control characters.
[[nodiscard]] std::string describe(const ConnectionSettings& settings);

// The text for libpq: every value quoted, application_name and client_encoding ours. `connect_timeout_seconds` counts for
// each host, unless the settings have a shorter one; libpq makes it at least 2.
[[nodiscard]] Secret connection_info(const ConnectionSettings& settings, int connect_timeout_seconds);

// libpq's word.
[[nodiscard]] std::string_view to_string(TlsMode mode);

}  // namespace rowtype::postgres
