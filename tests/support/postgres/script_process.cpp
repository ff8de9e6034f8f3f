#include "tests/support/postgres/script_process.h"

#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <stdexcept>

extern char** environ;

namespace rowtype::testing {

namespace {

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

ScriptProcess::ScriptProcess(const std::string& script, const std::vector<std::string>& arguments) {
    std::array<int, 2> input{};
    std::array<int, 2> output{};
    if (pipe2(input.data(), O_CLOEXEC) != 0 || pipe2(output.data(), O_CLOEXEC) != 0) throw std::runtime_error("no pipe");
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input[0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, output[1], STDOUT_FILENO);
    std::vector<std::string> texts = {"python3", std::string(ROWTYPE_POSTGRES_SCRIPTS) + "/" + script};
    texts.insert(texts.end(), arguments.begin(), arguments.end());
    std::vector<char*> pointers;
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    const int failed = posix_spawnp(&process_, "python3", &actions, nullptr, pointers.data(), environ);
    posix_spawn_file_actions_destroy(&actions);
    close(input[0]);
    close(output[1]);
    input_ = input[1];
    line_ = failed == 0 ? read_line(output[0]) : "";
    close(output[0]);
    if (line_.empty()) throw std::runtime_error(script + " did not start; its reason stands above");
}

ScriptProcess::~ScriptProcess() {
    close(input_);
    while (waitpid(process_, nullptr, 0) < 0 && errno == EINTR) {
    }
}

std::string ScriptProcess::member(const std::string& name) const {
    const std::string key = "\"" + name + "\": ";
    const std::size_t found = line_.find(key);
    if (found == std::string::npos) return "";
    const std::size_t begin = found + key.size();
    if (line_[begin] == '"') return line_.substr(begin + 1, line_.find('"', begin + 1) - begin - 1);
    return line_.substr(begin, line_.find_first_of(",}", begin) - begin);
}

}  // namespace rowtype::testing
