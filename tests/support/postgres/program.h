// Runs a program and waits for it.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace rowtype::testing {

struct ProgramResult {
    int exit_code = -1;  // 128 + the signal's number where one ended it
    std::string output;
    std::string errors;
    double seconds = 0;
};

// Starts `arguments[0]` (looked up in PATH) with `input` on standard input, and waits. The environment is this process's,
// without libpq's PG* variables, and with `environment` on top. Throws std::runtime_error where nothing can be started.
ProgramResult run_program(const std::vector<std::string>& arguments, const std::string& input = "",
                          const std::map<std::string, std::string>& environment = {});

}  // namespace rowtype::testing
