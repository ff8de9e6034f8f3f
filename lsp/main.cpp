// Wiring only: the command line, and the server that it may start.
#include <cstdio>
#include <exception>
#include <string_view>

#include "analysis/syntax/block_allocator.h"
#include "lsp/cli/cli.h"
#include "lsp/server/run_server.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/platform.h"

namespace {

// The rules' documentation as released with this version.
int run_server() {
    rowtype::server::ServerOptions options;
    options.load.allow_environment = false;  // an opened folder must not lead to a connection that nobody configured
    options.load.allow_stale = true;
    return rowtype::server::run_server(options);
}

}  // namespace

int main(int argument_count, char** arguments) {
    rowtype::workspace::platform::remember_program(argument_count > 0 ? arguments[0] : nullptr);
    rowtype::workspace::platform::forbid_core_dumps();
    rowtype::workspace::platform::ignore_broken_pipes();
    const std::string_view command = argument_count > 1 ? arguments[1] : "";
    if (command == "check") {
        // Parses everything once and ends. The server keeps trees and edits them for days.
        rowtype::workspace::platform::grow_heaps_in_large_steps();
        rowtype::syntax::use_block_allocator();
    }
    if (command == "generate") rowtype::workspace::platform::use_one_heap_of_large_pages();
    rowtype::cli::ProcessConsole console;
    if (!rowtype::workspace::has_current_folder()) {
        console.error("error: the folder that rowtype was started in is gone: change into one that exists\n");
        return rowtype::cli::kExitUsage;
    }
    try {
        const int exit_code = rowtype::cli::run(argument_count, arguments, console, {run_server});
        if (console.lost_output().empty()) return exit_code;
        console.error("error: the output could not be written: " + console.lost_output() + "\n");
        return rowtype::cli::kExitUsage;
    } catch (const std::exception& error) {
        console.error(std::string("error: rowtype stopped: ") + error.what() + "\n");
        return rowtype::cli::kExitUsage;
    }
}
