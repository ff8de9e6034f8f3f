#include "lsp/workspace/git_command.h"

#include <chrono>
#include <utility>

#include "reflect/platform/platform.h"

namespace rowtype::workspace {

bool has_git() { return !platform::find_program("git").empty(); }

Result<std::string> run_git(const std::string& folder, std::vector<std::string> arguments, std::string input) {
    platform::ChildRequest request;
    request.program = platform::find_program("git");
    if (request.program.empty()) return git_error("git is not on PATH", "install git", "");
    request.arguments = {"-C", folder};
    for (std::string& argument : arguments) request.arguments.push_back(std::move(argument));
    // Nothing is written, asked or fetched.
    request.environment = {
        {"GIT_OPTIONAL_LOCKS", "0"}, {"GIT_TERMINAL_PROMPT", "0"}, {"GIT_NO_LAZY_FETCH", "1"}, {"LC_ALL", "C"}};
    request.input = std::move(input);
    request.deadline = std::chrono::minutes(2);
    request.output_cap = 1024UL * 1024 * 1024;
    Result<platform::ChildOutcome> outcome = platform::run_child(request);
    if (!outcome) return outcome.error();
    if (outcome->exit_code == 0 && !outcome->output_over_cap) return std::move(outcome->output);
    std::string said = outcome->error_output.substr(0, outcome->error_output.find('\n'));
    if (outcome->timed_out) said = "it took too long";
    return git_error("git " + request.arguments[2] + " failed: " + said, "", folder);
}

Error git_error(const std::string& message, const std::string& remedy, const std::string& place) {
    return Error{Error::Kind::Usage, message, remedy, place};
}

}  // namespace rowtype::workspace
