#include "lsp/workspace/program_identity.h"

#include "lsp/workspace/platform.h"
#include "rowtype_version.h"

namespace rowtype::workspace {

std::string program_identity() {
    const std::string program = platform::own_executable();
    if (program.empty()) return {};
    const auto state = platform::file_state(program);
    return state ? std::string(kVersion) + " " + std::to_string(state->stamp) : std::string();
}

}  // namespace rowtype::workspace
