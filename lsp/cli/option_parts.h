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
void add_database(CLI::App& command, CommonOptions& options);
void add_color(CLI::App& command, RawOptions& raw);
// setup_options.cpp
void add_init(CLI::App& command, InitOptions& options, RawOptions& raw);
void add_pull(CLI::App& command, PullOptions& options, RawOptions& raw);
void add_consent(CLI::App& command, ConsentOptions& options, RawOptions& raw);
void add_undo(CLI::App& command, UndoOptions& options, RawOptions& raw);
// generate_options.cpp; --style and --target-python are migrate's, too.
void add_module_form(CLI::App& command, std::string& style, std::string& target_python);
void add_generate(CLI::App& command, GenerateOptions& options, RawOptions& raw);
// migrate_options.cpp
void add_migrate(CLI::App& command, MigrateOptions& options, RawOptions& raw);
// draft_options.cpp
void add_draft(CLI::App& command, DraftOptions& options, RawOptions& raw);
// model_options.cpp
void add_model(CLI::App& command, ModelOptions& options, RawOptions& raw);
// redis_options.cpp: `redis` with its three commands, and `export-redis`.
void add_redis(CLI::App& command, RedisOptions& options, RawOptions& raw);
void add_redis_export(CLI::App& command, RedisOptions& options, RawOptions& raw);

}  // namespace rowtype::cli
