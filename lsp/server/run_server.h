// `rowtype server`: the language server over standard input and output.
#pragma once

#include <string>

#include "lsp/workspace/schema_host.h"

namespace rowtype::server {

struct ServerOptions {
    workspace::LoadOptions load;  // what the command line says about the schema; a database URL in it is a secret
    // URI of the rules' documentation ("…/RULES.md"); empty: the page that came with the program, where there is one.
    std::string rules_page;
    int input = 0;  // descriptors
    int output = 1;
};

// Serves until the client says exit, closes its end, dies, or asks for nothing that can be understood. Returns the exit
// code: 0 after shutdown and exit, else 1. To be called once, from main's thread.
[[nodiscard]] int run_server(const ServerOptions& options);

}  // namespace rowtype::server
