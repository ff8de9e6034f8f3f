#include <string>

#include "lsp/cli/commands.h"
#include "lsp/cli/configuration_schema.h"

namespace rowtype::cli {

int run_config_schema(Console& console) {
    console.out(std::string(configuration_schema()));
    return kExitClean;
}

}  // namespace rowtype::cli
