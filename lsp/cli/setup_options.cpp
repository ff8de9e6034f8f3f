#include <CLI/CLI.hpp>

#include "lsp/cli/option_parts.h"

namespace rowtype::cli {

void add_init(CLI::App& command, InitOptions& options, RawOptions& raw) {
    command.add_option("DIR", options.folder, "The project's folder (default: this one)");
    command.add_flag("--dry-run", options.dry_run, "Write nothing; print what would be written");
    command.add_flag("--rowtype-toml", options.wants_own_file, "Write rowtype.toml also where there is a pyproject.toml");
    command.add_option("-j,--jobs", options.common.jobs, "Threads (default: one a core)")
        ->check(CLI::Range(1, 1024))
        ->type_name("N");
    command.add_flag("-q,--quiet", options.common.quiet, "Do not say what was found");
    add_color(command, raw);
}

void add_pull(CLI::App& command, PullOptions& options, RawOptions& raw) {
    command.add_option("-o,--output", options.output,
                       "The snapshot file; - is standard output (default: .rowtype/schema.json beside the configuration)");
    command.add_flag("--check", options.check, "Write nothing; exit 1 when the snapshot is not what it would be");
    add_common(command, options.common, raw);
    add_database(command, options.common);
}

void add_consent(CLI::App& command, ConsentOptions& options, RawOptions& raw) {
    command
        .add_option("ACTION", options.action,
                    "list (default); allow: the database that the project names; never: ask no more for this folder; revoke: "
                    "forget what was said about it")
        ->check(CLI::IsMember({"list", "allow", "never", "revoke"}));
    command.add_option("FOLDER", options.folder, "The project's folder (default: this folder)");
    command.add_flag("--all", options.all, "With revoke: forget everything");
    add_common(command, options.common, raw);
}

void add_undo(CLI::App& command, UndoOptions& options, RawOptions& raw) {
    command.add_option("ID", options.id, "A change that `rowtype undo --list` names (default: the last one that stands)");
    command.add_flag("--list", options.list, "List the changes, the newest first, with their files");
    command.add_flag("--force", options.force, "Restore also files that were changed since (what they hold now is backed up)");
    command.add_option("--config", options.common.config_file, "A rowtype.toml or pyproject.toml (default: the nearest)")
        ->type_name("FILE");
    command.add_flag("-q,--quiet", options.common.quiet, "Do not say what was restored");
    add_color(command, raw);
}

}  // namespace rowtype::cli
