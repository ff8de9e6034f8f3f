// A PostgreSQL server for tests: one a test program, started when first asked for, gone when the program ends, also by a crash
// (server.py ends with its standard input). Tests that write take a database of their own. Python tests start server.py themselves.
#pragma once

#include <cstdint>
#include <string>

#include "tests/support/postgres/script_process.h"

namespace rowtype::testing {

class PostgresServer {
public:
    // This program's server. Throws std::runtime_error with the reason where none can be started.
    static PostgresServer& shared();
    // Another one, which takes nobody by TCP without TLS but in its database "plain", where it takes nobody with it. url() says
    // nothing of TLS; the name in its certificate is localhost.
    static PostgresServer& with_tls();

    PostgresServer(const PostgresServer&) = delete;
    PostgresServer& operator=(const PostgresServer&) = delete;

    // A new, empty database; returns its URL (with the password, over 127.0.0.1). `name` need not be unique.
    std::string create_database(const std::string& name);
    // postgresql://user:password@127.0.0.1:port/database
    [[nodiscard]] std::string url(const std::string& database) const;

    // Runs SQL through psql and stops at the first error; throws std::runtime_error with psql's words. Returns its output,
    // unaligned and without headings.
    std::string execute(const std::string& url, const std::string& sql) const;
    std::string execute_file(const std::string& url, const std::string& path) const;

    // All that the server has logged, every statement included (log_statement = all).
    [[nodiscard]] std::string log() const;

    [[nodiscard]] const std::string& host() const { return host_; }
    [[nodiscard]] std::uint16_t port() const { return port_; }
    [[nodiscard]] const std::string& user() const { return user_; }
    [[nodiscard]] const std::string& password() const { return password_; }
    [[nodiscard]] const std::string& socket_folder() const { return socket_folder_; }
    // The file of the authority that signed the certificate of with_tls(); empty for shared().
    [[nodiscard]] const std::string& authority() const { return authority_; }

private:
    explicit PostgresServer(bool with_tls);
    ~PostgresServer() = default;

    ScriptProcess process_;
    int databases_ = 0;
    std::uint16_t port_ = 0;
    std::string host_;
    std::string user_;
    std::string password_;
    std::string socket_folder_;
    std::string log_path_;
    std::string programs_;
    std::string authority_;
};

// A pgbouncer before a server: the same users and databases at another port, one connection of the server for each database (in session mode four). `mode`:
// transaction, session or statement. The server must outlive it.
class Pooler {
public:
    Pooler(const PostgresServer& server, const std::string& mode);

    [[nodiscard]] std::uint16_t port() const { return port_; }
    // As the server's, at this port.
    [[nodiscard]] std::string url(const std::string& database) const;

private:
    const PostgresServer& server_;
    ScriptProcess process_;
    std::uint16_t port_ = 0;
};

}  // namespace rowtype::testing
