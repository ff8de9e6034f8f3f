#include <CLI/CLI.hpp>

#include "lsp/cli/option_parts.h"

namespace rowtype::cli {

namespace {

constexpr const char* kFooter =
    "Models that the generated ones can stand for are imported from the new module everywhere; the old files stay. What stays "
    "in\n"
    "use of them, because it does more than its table says, is named with the reason. All or nothing is changed: --rollback, or\n"
    "after a kill the next run, restores every byte.\n"
    "Example: rowtype migrate --from app/schemas.py --to app/schemas_generated.py --dry-run";

}  // namespace

void add_migrate(CLI::App& command, MigrateOptions& options, RawOptions& raw) {
    command.footer(kFooter);
    command
        .add_option("--from", options.from,
                    "Files and folders of the hand-written models (default: `models` of the configuration); repeatable")
        ->allow_extra_args(false)
        ->type_name("PATH");
    command.add_option("--to", options.to, "The module to generate (default: generate.output of the configuration)")
        ->type_name("FILE");
    command
        .add_option("--redis-output", options.redis_output,
                    "Where the shapes of rows in Redis go, as `redis export` writes them (default: redis_schemas.json)")
        ->type_name("FILE");
    command.add_flag("--no-redis", options.no_redis, "Write no shapes for Redis");
    command
        .add_option("-t,--tables,--table", options.tables,
                    "Only the models of these tables or views; repeatable, or with commas: table by table, the module grows")
        ->allow_extra_args(false)
        ->delimiter(',')
        ->type_name("TABLE");
    add_module_form(command, options.style, options.target_python);
    command.add_flag("--dry-run", options.dry_run, "Write nothing; print the whole diff and the summary");
    CLI::Option* rollback = command.add_flag("--rollback", options.rollback, "Restore every byte that the last migrate changed");
    command.add_flag(
        "--force", options.force,
        "Go on although git has changes that are not committed; with --rollback: restore also what was changed since");
    for (const char* other : {"--from", "--to", "--tables", "--style", "--dry-run"})
        rollback->excludes(command.get_option(other));
    command
        .add_option_function<std::string>(
            "--output-format,--format", [&options](const std::string& name) { options.as_json = name == "json"; },
            "text or json (default: text)")
        ->check(CLI::IsMember({"text", "json"}))
        ->type_name("FORMAT");
    add_common(command, options.common, raw);
    add_database(command, options.common);
}

}  // namespace rowtype::cli
