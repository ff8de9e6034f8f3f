// Where a Redis server is: the URL that redis-py and redis-cli take.
//
//   redis://[[user]:password@]host[:port][/database]
//   rediss://[[user]:password@]host[:port][/database][?ssl_ca_certs=FILE&…]     over TLS
//   unix://[[user]:password@]/path/to/socket[?db=1]
//
// Of the query's parameters those of TLS count, which redis-py has: ssl_ca_certs, ssl_ca_path, ssl_certfile, ssl_keyfile,
// ssl_cert_reqs=none, ssl_check_hostname=false.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reflect/base/result.h"
#include "reflect/platform/secret.h"

namespace rowtype::redis {

struct TlsSettings {
    std::string authorities;         // file of certificates that are trusted; empty, as the folder: those that the system trusts
    std::string authorities_folder;  // hashed, as openssl rehash makes it
    std::string certificate;         // file of the client's own; empty: it has none
    std::string key;                 // file of its private key; empty: the certificate's file has it
    bool verifies = true;            // whether the server's certificate must be trusted
    bool checks_host = true;         // and must be the host's
};

struct Endpoint {
    std::string host;  // empty: `socket`
    int port = 6379;
    std::string socket;  // absolute path
    int database = 0;
    std::string user;  // empty: the server's default one
    platform::Secret password;
    std::optional<TlsSettings> tls = std::nullopt;  // none: the connection is not encrypted

    // "localhost:6379/0", "/run/redis.sock/0": without user and password.
    [[nodiscard]] std::string describe() const;
};

// The errors, of kind Usage, repeat nothing of the text: where it is malformed, any part may be a password.
[[nodiscard]] Result<Endpoint> parse_url(std::string_view url);

}  // namespace rowtype::redis
