#include "lsp/cli/commands.h"
#include "lsp/cli/setup.h"

namespace rowtype::cli {

int run_server(const ServerOptions& options, Console& console, const Hooks& hooks) {
    if (hooks.run_server == nullptr) {
        console.error("error: this build has no language server\n");
        return kExitUsage;
    }
    set_up_log(options.log_level, options.log_file, workspace::log::Level::Information, console);
    return hooks.run_server();
}

}  // namespace rowtype::cli
