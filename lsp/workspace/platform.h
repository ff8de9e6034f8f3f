// Everything that differs between operating systems, in one place: child processes, the own executable, the terminal.
//
// Thread: any, unless said otherwise.
#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::workspace::platform {

struct ChildRequest {
    std::string program;                 // absolute path
    std::vector<std::string> arguments;  // without the program's name; other users can read them: never a secret
    std::vector<std::pair<std::string, std::string>> environment;  // added to, or replacing, our own
    std::vector<std::string> hidden_environment;                   // names that the child must not inherit
    std::string input;                                             // written to its standard input, which is then closed
    std::chrono::milliseconds deadline{20'000};
    std::size_t output_cap = 256UL * 1024 * 1024;  // bytes of standard output
    std::size_t error_cap = 64UL * 1024;           // bytes of standard error that are kept; the rest is read and dropped
};

struct ChildOutcome {
    int exit_code = -1;  // -1 when a signal ended it
    int signal = 0;
    bool timed_out = false;        // killed at the deadline
    bool output_over_cap = false;  // killed at the cap
    std::string output;
    std::string error_output;
};

// Runs a program to its end, or kills it (and its process group) at the deadline or the cap. An Error only when it could
// not be started.
[[nodiscard]] Result<ChildOutcome> run_child(const ChildRequest& request);

// The absolute path of the running program; empty where the system does not tell.
[[nodiscard]] std::string own_executable();
// The absolute path of `program` beside the own executable, else on PATH; empty when there is none.
[[nodiscard]] std::string find_program(const std::string& program);

// A core dump of ours could hold a password: none is written.
void forbid_core_dumps();
// A write to a closed pipe is an error code, not the end of the program.
void ignore_broken_pipes();

[[nodiscard]] bool is_terminal(int descriptor);
// Columns of the terminal on `descriptor`; none when it is not one.
[[nodiscard]] std::optional<int> terminal_width(int descriptor);

[[nodiscard]] std::optional<std::string> environment_variable(const char* name);

}  // namespace rowtype::workspace::platform
