#include "tests/support/postgres/program.h"

#include <fcntl.h>
#include <poll.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <chrono>
#include <csignal>
#include <cstring>
#include <stdexcept>

extern char** environ;

namespace rowtype::testing {

namespace {

struct Pipe {
    int read_end = -1;
    int write_end = -1;

    Pipe() {
        std::array<int, 2> ends{};
        if (pipe2(ends.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
        read_end = ends[0];
        write_end = ends[1];
    }
    Pipe(const Pipe&) = delete;
    Pipe& operator=(const Pipe&) = delete;
    ~Pipe() {
        close_end(read_end);
        close_end(write_end);
    }
    static void close_end(int& end) {
        if (end >= 0) close(end);
        end = -1;
    }
};

std::vector<std::string> environment_with(const std::map<std::string, std::string>& changes) {
    std::vector<std::string> all;
    for (char** entry = environ; *entry != nullptr; ++entry) {
        const std::string text = *entry;
        const std::string name = text.substr(0, text.find('='));
        if (!name.starts_with("PG") && !changes.contains(name)) all.push_back(text);
    }
    for (const auto& [name, value] : changes) all.push_back(name + "=" + value);
    return all;
}

std::vector<char*> pointers(std::vector<std::string>& texts) {
    std::vector<char*> list;
    for (std::string& text : texts) list.push_back(text.data());
    list.push_back(nullptr);
    return list;
}

void write_some(Pipe& pipe, const std::string& text, std::size_t& sent) {
    const ssize_t count = write(pipe.write_end, text.data() + sent, text.size() - sent);
    if (count > 0) sent += static_cast<std::size_t>(count);
    if (sent == text.size() || (count < 0 && errno != EAGAIN && errno != EINTR)) Pipe::close_end(pipe.write_end);
}

void read_some(Pipe& pipe, std::string& into) {
    std::array<char, 65536> buffer{};
    const ssize_t count = read(pipe.read_end, buffer.data(), buffer.size());
    if (count > 0) into.append(buffer.data(), static_cast<std::size_t>(count));
    if (count == 0 || (count < 0 && errno != EINTR)) Pipe::close_end(pipe.read_end);
}

void exchange(Pipe& input, const std::string& text, Pipe& output, std::string& out, Pipe& errors, std::string& err) {
    fcntl(input.write_end, F_SETFL, O_NONBLOCK);
    std::size_t sent = 0;
    if (text.empty()) Pipe::close_end(input.write_end);
    while (output.read_end >= 0 || errors.read_end >= 0) {
        std::array<pollfd, 3> waits = {pollfd{input.write_end, POLLOUT, 0}, pollfd{output.read_end, POLLIN, 0},
                                       pollfd{errors.read_end, POLLIN, 0}};
        if (poll(waits.data(), waits.size(), -1) < 0 && errno != EINTR) break;
        if (waits[0].revents != 0) write_some(input, text, sent);
        if (waits[1].revents != 0) read_some(output, out);
        if (waits[2].revents != 0) read_some(errors, err);
    }
}

}  // namespace

ProgramResult run_program(const std::vector<std::string>& arguments, const std::string& input,
                          const std::map<std::string, std::string>& environment) {
    std::signal(SIGPIPE, SIG_IGN);
    Pipe in;
    Pipe out;
    Pipe errors;
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, in.read_end, STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, out.write_end, STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, errors.write_end, STDERR_FILENO);
    std::vector<std::string> argument_texts = arguments;
    std::vector<std::string> environment_texts = environment_with(environment);
    const auto begin = std::chrono::steady_clock::now();
    pid_t child = 0;
    const int failed = posix_spawnp(&child, arguments.front().c_str(), &actions, nullptr, pointers(argument_texts).data(),
                                    pointers(environment_texts).data());
    posix_spawn_file_actions_destroy(&actions);
    if (failed != 0) throw std::runtime_error("cannot start " + arguments.front() + ": " + std::strerror(failed));
    Pipe::close_end(in.read_end);
    Pipe::close_end(out.write_end);
    Pipe::close_end(errors.write_end);
    ProgramResult result;
    exchange(in, input, out, result.output, errors, result.errors);
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    result.exit_code = WIFSIGNALED(status) ? 128 + WTERMSIG(status) : WEXITSTATUS(status);
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - begin).count();
    return result;
}

}  // namespace rowtype::testing
