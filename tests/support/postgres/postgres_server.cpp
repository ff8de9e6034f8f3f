#include "tests/support/postgres/postgres_server.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <fstream>
#include <sstream>
#include <stdexcept>

#include "tests/support/postgres/program.h"

extern char** environ;

namespace rowtype::testing {

namespace {

// server.py prints one flat object of strings and one number.
std::string member(const std::string& line, const std::string& name) {
    const std::string key = "\"" + name + "\": ";
    const std::size_t found = line.find(key);
    if (found == std::string::npos) return "";
    const std::size_t begin = found + key.size();
    if (line[begin] == '"') return line.substr(begin + 1, line.find('"', begin + 1) - begin - 1);
    return line.substr(begin, line.find_first_of(",}", begin) - begin);
}

std::string read_line(int descriptor) {
    std::string line;
    std::array<char, 4096> buffer{};
    while (line.find('\n') == std::string::npos) {
        const ssize_t count = read(descriptor, buffer.data(), buffer.size());
        if (count < 0 && errno == EINTR) continue;
        if (count <= 0) break;
        line.append(buffer.data(), static_cast<std::size_t>(count));
    }
    return line;
}

}  // namespace

PostgresServer& PostgresServer::shared() {
    static PostgresServer server;
    return server;
}

PostgresServer::PostgresServer() {
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    if (pipe2(input.data(), O_CLOEXEC) != 0 || pipe2(output.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    std::string interpreter = "python3";
    std::string script = ROWTYPE_POSTGRES_SCRIPT;
    std::array<char*, 3> arguments = {interpreter.data(), script.data(), nullptr};
    const int failed = posix_spawnp(&process_, "python3", &actions, nullptr, arguments.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(input[0]);
    close(output[1]);
    input_ = input[1];
    const std::string line = failed == 0 ? read_line(output[0]) : "";
    close(output[0]);
    if (line.empty()) throw std::runtime_error("no PostgreSQL server for the tests; its script's reason stands above");
    host_ = member(line, "host");
    port_ = static_cast<std::uint16_t>(std::stoi(member(line, "port")));
    user_ = member(line, "user");
    password_ = member(line, "password");
    socket_folder_ = member(line, "socket");
    log_path_ = member(line, "log");
    programs_ = member(line, "bin");
}

PostgresServer::~PostgresServer() {
    close(input_);
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

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

}  // namespace rowtype::testing
