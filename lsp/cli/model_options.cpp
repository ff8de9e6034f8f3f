#include <CLI/CLI.hpp>

#include "lsp/cli/option_parts.h"

namespace rowtype::cli {

void add_model(CLI::App& command, ModelOptions& options, RawOptions& raw) {
    command.add_option("FILE:LINE", options.place, "A line that the query stands on: a call of supabase-py's builder, or SQL")
        ->required();
    command.add_option("--name", options.name, "The class's name (default: made of the table's)")->type_name("NAME");
    command
        .add_option("--style", options.style,
                    "pydantic, pydantic-v1, typeddict or dataclass (default: as configured, else pydantic)")
        ->check(CLI::IsMember({"pydantic", "pydantic-v1", "typeddict", "dataclass"}))
        ->type_name("STYLE");
    command.add_flag("--write", options.write,
                     "Write the model into the file, above the statement with the query (default: print it)");
    add_common(command, options.common, raw);
    add_database(command, options.common);
}

}  // namespace rowtype::cli
