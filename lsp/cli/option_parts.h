// Parts of the command line that stand in files of their own. Internal to lsp/cli: options.cpp puts them together.
#pragma once

#include "lsp/cli/options.h"

namespace CLI {
class App;
}

namespace rowtype::cli {

struct RawOptions;  // what CLI11 writes into before it is checked and translated

// options.cpp: what all commands take that read a schema.
void add_common(CLI::App& command, CommonOptions& options, RawOptions& raw);
// generate_options.cpp
void add_generate(CLI::App& command, GenerateOptions& options, RawOptions& raw);

}  // namespace rowtype::cli
