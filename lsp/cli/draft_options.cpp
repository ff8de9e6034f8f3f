#include <CLI/CLI.hpp>

#include "lsp/cli/option_parts.h"

namespace rowtype::cli {

void add_draft(CLI::App& command, DraftOptions& options, RawOptions& raw) {
    command.add_option("PATH", options.paths,
                       "Files and folders, or FILE:LINE for the findings of one line (default: this folder)");
    command.add_flag(
        "--write", options.write,
        "Write the file into the folder of migrations (default: print it). It is never applied, and none is overwritten");
    CLI::Option* rename = command.add_flag_callback(
        "--rename", [&options] { options.similar = SimilarColumn::Rename; },
        "A field whose name is close to that of a column which no field stands for: rename the column");
    command
        .add_flag_callback(
            "--add", [&options] { options.similar = SimilarColumn::Add; },
            "The same: add a column beside it; and whatever else is called nearly as something that is there")
        ->excludes(rename);
    command
        .add_option("--name", options.name, "What the migration is called, in place of what its changes say: add_nick_to_users")
        ->check([](const std::string& name) {
            const bool is_plain =
                name.find_first_not_of("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-") == std::string::npos;
            return is_plain ? std::string() : std::string("letters, digits, _ and - only");
        })
        ->type_name("NAME");
    add_common(command, options.common, raw);
    add_database(command, options.common);
}

}  // namespace rowtype::cli
