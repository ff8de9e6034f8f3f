// The command line, as main.cpp calls it.
#pragma once

#include "lsp/cli/console.h"

namespace rowtype::cli {

// What the command line starts but must not know (lsp/server and lsp/cli do not include each other).
struct Hooks {
    int (*run_server)() = nullptr;  // the log is set up when it is called
};

// Runs one command and gives its exit code: 0 clean, 1 findings at or above the fail level, 2 usage or configuration,
// 3 no schema, 4 some input not analysed.
int run(int argument_count, const char* const* arguments, Console& console, const Hooks& hooks);

constexpr int kExitClean = 0;
constexpr int kExitFindings = 1;
constexpr int kExitUsage = 2;
constexpr int kExitNoSchema = 3;
constexpr int kExitNotAnalysed = 4;

}  // namespace rowtype::cli
