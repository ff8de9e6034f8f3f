// Wiring only: the command line, and the server that it may start.
#include <cstdio>
#include <exception>

#include "lsp/cli/cli.h"
#include "lsp/server/run_server.h"
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
    rowtype::cli::ProcessConsole console;
    try {
        return rowtype::cli::run(argument_count, arguments, console, {run_server});
    } catch (const std::exception& error) {
        console.error(std::string("error: rowtype stopped: ") + error.what() + "\n");
        return rowtype::cli::kExitUsage;
    }
}
