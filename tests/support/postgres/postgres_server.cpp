#include "tests/support/postgres/postgres_server.h"

#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/postgres/program.h"

namespace rowtype::testing {

PostgresServer& PostgresServer::shared() {
    static PostgresServer server(false);
    return server;
}

PostgresServer& PostgresServer::with_tls() {
    static PostgresServer server(true);
    return server;
}

PostgresServer::PostgresServer(bool with_tls)
    : process_("server.py", with_tls ? std::vector<std::string>{"--tls"} : std::vector<std::string>{}),
      port_(static_cast<std::uint16_t>(std::stoi(process_.member("port")))),
      host_(process_.member("host")),
      user_(process_.member("user")),
      password_(process_.member("password")),
      socket_folder_(process_.member("socket")),
      log_path_(process_.member("log")),
      programs_(process_.member("bin")),
      authority_(process_.member("authority")) {}

std::string PostgresServer::create_database(const std::string& name) {
    const std::string database = name + "_" + std::to_string(++databases_);
    execute(url("postgres"), "CREATE DATABASE \"" + database + "\" TEMPLATE template0;");
    return url(database);
}

std::string PostgresServer::url(const std::string& database) const {
    return "postgresql://" + user_ + ":" + password_ + "@" + host_ + ":" + std::to_string(port_) + "/" + database;
}

std::string PostgresServer::execute(const std::string& url, const std::string& sql) const {
    const ProgramResult result =
        run_program({programs_ + "/psql", url, "-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-f", "-"}, sql);
    if (result.exit_code != 0) throw std::runtime_error("psql: " + result.errors);
    return result.output;
}

std::string PostgresServer::execute_file(const std::string& url, const std::string& path) const {
    const ProgramResult result = run_program({programs_ + "/psql", url, "-X", "-q", "-v", "ON_ERROR_STOP=1", "-f", path});
    if (result.exit_code != 0) throw std::runtime_error("psql: " + result.errors);
    return result.output;
}

std::string PostgresServer::log() const {
    std::ifstream stream(log_path_);
    std::ostringstream text;
    text << stream.rdbuf();
    return text.str();
}

Pooler::Pooler(const PostgresServer& server, const std::string& mode)
    : server_(server),
      process_("pooler.py", {mode, std::to_string(server.port()), server.user(), server.password()}),
      port_(static_cast<std::uint16_t>(std::stoi(process_.member("port")))) {}

std::string Pooler::url(const std::string& database) const {
    return "postgresql://" + server_.user() + ":" + server_.password() + "@127.0.0.1:" + std::to_string(port_) + "/" + database;
}

}  // namespace rowtype::testing
