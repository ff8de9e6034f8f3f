#include "lsp/cli/options.h"

// One header of CLI11 brings all; it costs seconds to compile, so only this file and those that option_parts.h names include it.
#include <CLI/CLI.hpp>

#include <algorithm>
#include <array>
#include <map>
#include <string_view>

#include "lsp/cli/cli.h"
#include "lsp/cli/option_parts.h"
#include "lsp/cli/schema_source.h"
#include "reflect/base/similar_names.h"
#include "rowtype_version.h"

namespace rowtype::cli {

// What CLI11 writes into, before it is checked and translated.
struct RawOptions {
    std::string schema;
    std::string color = "auto";
    std::vector<std::string> formats;
    std::string json_file;
    std::string show_format = "text";
    std::string difference_format = "text";
    std::string usage_format = "text";
    std::string impact_format = "text";
    std::vector<std::string> sources;  // of diff
    std::string fail_on;
    std::string log_level;
    bool stdio = true;
    long client_process = 0;
};

namespace {

constexpr const char* kFooter =
    "Exit codes: 0 clean, 1 findings at or above the fail level (or a difference with --check), 2 usage or configuration,\n"
    "3 schema not available, 4 some input was not analysed.\n"
    "Configuration: [tool.rowtype] of pyproject.toml, or rowtype.toml.";

struct CommandLine {
    CLI::App app{"rowtype keeps Python code true to its PostgreSQL schema.", "rowtype"};
    CheckOptions check;
    BaselineOptions baseline;
    GenerateOptions generate;
    MigrateOptions migrate;
    PullOptions pull;
    ShowOptions show;
    UsageOptions usage;
    ImpactOptions impact;
    DiffOptions diff;
    RedisOptions redis;
    DraftOptions draft;
    ModelOptions model;
    InitOptions init;
    ExplainOptions explain;
    ConsentOptions consent;
    UndoOptions undo;
    ServerOptions server;
    RawOptions raw;
};

void add_commands(CommandLine& line, std::string_view given);
void add_show(CLI::App& command, ShowOptions& options, RawOptions& raw);
std::optional<Answer> refuse_unknown_command(const std::string& given);
std::optional<Answer> refuse_empty_argument(int argument_count, const char* const* arguments);
Command translate(CommandLine& line);
void add_log(CLI::App& command, std::string& file, RawOptions& raw);
void add_check(CLI::App& command, CheckOptions& options, RawOptions& raw);
void add_baseline_choice(CLI::App& command, BaselineChoice& choice);
void add_ignore_comments(CLI::App& command, CheckOptions& options);
void add_fixes(CLI::App& command, CheckOptions& options);
std::optional<Answer> complete_fixes(CheckOptions& options, const std::string& name);
void add_baseline(CLI::App& command, BaselineOptions& options, RawOptions& raw);
void add_usage(CLI::App& command, UsageOptions& options, RawOptions& raw);
void add_impact(CLI::App& command, ImpactOptions& options, RawOptions& raw);
void add_diff(CLI::App& command, DiffOptions& options, RawOptions& raw);
std::optional<std::string> take_sources(const RawOptions& raw, DiffOptions& options);
Answer answer_of(const CLI::App& app, const CLI::ParseError& error);
Answer usage_error(const std::string& command, const std::string& message, const std::string& remedy = {});
std::string nearest_option(const CLI::App& command, const std::string& given);
std::optional<std::string> apply_schema(const std::string& text, CommonOptions& options);
ColorChoice color_of(const std::string& name);

}  // namespace

Command parse_command_line(int argument_count, const char* const* arguments) {
    // As git and others take it: rowtype help, rowtype help check.
    if (argument_count > 1 && arguments[1] == std::string_view("help")) {
        std::vector<const char*> as_option(arguments, arguments + argument_count);
        as_option.erase(as_option.begin() + 1);
        as_option.push_back("--help");
        return parse_command_line(argument_count, as_option.data());
    }
    // CLI11 would read an unknown word as one argument too many.
    if (argument_count > 1 && arguments[1][0] != '-') {
        if (auto refusal = refuse_unknown_command(arguments[1])) return *refusal;
    }
    if (auto refusal = refuse_empty_argument(argument_count, arguments)) return *refusal;
    CommandLine line;
    add_commands(line, argument_count > 1 ? arguments[1] : "");
    try {
        line.app.parse(argument_count, arguments);
    } catch (const CLI::ParseError& error) {
        return answer_of(line.app, error);
    }
    return translate(line);
}

namespace {

// A command, and what gives it its options.
struct CommandEntry {
    const char* name;
    const char* description;
    void (*add)(CLI::App& command, CommandLine& line);
};

constexpr auto kCommands = std::to_array<CommandEntry>({
    {"check", "Check models and queries against the schema",
     [](CLI::App& command, CommandLine& line) {
         command.add_option("PATH", line.check.paths, "Files and folders; - reads one file from standard input (default: this folder)");
         add_check(command, line.check, line.raw);
     }},
    {"validate", "Check the queries of scripts, not their models",
     [](CLI::App& command, CommandLine& line) {
         command.add_option("SCRIPT", line.check.paths, "Files and folders; - reads standard input")->required();
         add_check(command, line.check, line.raw);
     }},
    {"baseline", "Excuse the findings of today, so that check reports new ones alone",
     [](CLI::App& command, CommandLine& line) { add_baseline(command, line.baseline, line.raw); }},
    {"generate", "Write models from the schema",
     [](CLI::App& command, CommandLine& line) { add_generate(command, line.generate, line.raw); }},
    {"migrate", "Put generated models in the place of hand-written ones, in the whole code",
     [](CLI::App& command, CommandLine& line) { add_migrate(command, line.migrate, line.raw); }},
    {"pull", "Write the schema to a snapshot, .rowtype/schema.json, for work without the database",
     [](CLI::App& command, CommandLine& line) { add_pull(command, line.pull, line.raw); }},
    {"show", "Print what the schema knows of a table, view, type or function",
     [](CLI::App& command, CommandLine& line) { add_show(command, line.show, line.raw); }},
    {"usage", "Say what code does with the tables and columns, what no index serves, what is unused",
     [](CLI::App& command, CommandLine& line) { add_usage(command, line.usage, line.raw); }},
    {"impact", "Say which places of the code a change of the schema breaks",
     [](CLI::App& command, CommandLine& line) { add_impact(command, line.impact, line.raw); }},
    {"diff", "Say what differs between two schemas",
     [](CLI::App& command, CommandLine& line) { add_diff(command, line.diff, line.raw); }},
    {"redis", "Shapes of cached rows: export them, compare them, hold a live Redis against them",
     [](CLI::App& command, CommandLine& line) { add_redis(command, line.redis, line.raw); }},
    {"export-redis", "The same as redis export",
     [](CLI::App& command, CommandLine& line) { add_redis_export(command, line.redis, line.raw); }},
    {"draft", "Draft a migration that adds to the schema what the code asks for",
     [](CLI::App& command, CommandLine& line) { add_draft(command, line.draft, line.raw); }},
    {"model", "Write a model for the rows of one query in the code",
     [](CLI::App& command, CommandLine& line) { add_model(command, line.model, line.raw); }},
    {"init", "Look at the project and write a first configuration",
     [](CLI::App& command, CommandLine& line) { add_init(command, line.init, line.raw); }},
    {"config-schema", "Print the JSON schema of the configuration, for editors", [](CLI::App&, CommandLine&) {}},
    {"explain", "Print what a rule says, with examples",
     [](CLI::App& command, CommandLine& line) {
         command.add_option("RULE", line.explain.rule, "A rule's id, such as unknown-column (default: list all rules)");
         add_color(command, line.raw);
     }},
    {"consent", "Say which databases that a project names the editor may open",
     [](CLI::App& command, CommandLine& line) { add_consent(command, line.consent, line.raw); }},
    {"undo", "Restore the files that the last command changed",
     [](CLI::App& command, CommandLine& line) { add_undo(command, line.undo, line.raw); }},
    {"server", "Run the language server on standard input and output",
     [](CLI::App& command, CommandLine& line) {
         command.add_flag("--stdio", line.raw.stdio, "Accepted, and the only transport");
         command.add_option("--clientProcessId", line.raw.client_process,
                            "Accepted; what the editor says in its first request holds");
         add_log(command, line.server.log_file, line.raw);
     }},
});

// `given`: the first argument. Where it is a command the others get no options, which take longer to make than most commands to start.
void add_commands(CommandLine& line, std::string_view given) {
    CLI::App& app = line.app;
    app.set_version_flag("--version", std::string("rowtype ") + kVersion, "Print the version and leave");
    app.set_help_flag("-h,--help", "Print this help and leave");
    app.footer(kFooter);
    app.require_subcommand(1);
    const bool is_command = std::ranges::find(kCommands, given, &CommandEntry::name) != kCommands.end();
    for (const CommandEntry& entry : kCommands) {
        CLI::App& command = *app.add_subcommand(entry.name, entry.description);
        if (!is_command || given == entry.name) entry.add(command, line);
    }
}

void add_show(CLI::App& command, ShowOptions& options, RawOptions& raw) {
    command.add_option("NAME", options.names, "A name on the search path, or schema.name; several are shown one after another")
        ->required();
    command.add_option("--output-format", raw.show_format, "text or json (default: text)")
        ->check(CLI::IsMember({"text", "json"}))
        ->type_name("FORMAT");
    add_common(command, options.common, raw);
    add_database(command, options.common);
}

std::optional<Answer> refuse_unknown_command(const std::string& given) {
    std::vector<std::string> names;
    for (const CommandEntry& entry : kCommands) names.emplace_back(entry.name);
    std::ranges::sort(names);
    if (std::ranges::binary_search(names, given)) return std::nullopt;
    const std::optional<std::string> near = nearest_name(given, names);
    return usage_error("", "unknown command \"" + printable(given) + "\"" + (near ? ": did you mean \"" + *near + "\"?" : ""));
}

// No option and no path means something when it is empty; a script's variable that is not set is all that it can be.
std::optional<Answer> refuse_empty_argument(int argument_count, const char* const* arguments) {
    for (int index = 1; index < argument_count; ++index) {
        const std::string given = arguments[index];
        const std::string before = index > 1 ? arguments[index - 1] : "";
        const bool is_option = given.starts_with("--") && given.ends_with('=');
        if (!given.empty() && !is_option) continue;
        const std::string option = is_option ? given.substr(0, given.size() - 1) : before.starts_with("-") ? before : "";
        return usage_error(index > 1 ? arguments[1] : "",
                           option.empty() ? "an argument is empty" : "what " + printable(option) + " is given is empty",
                           "is a variable of a script not set?");
    }
    return std::nullopt;
}

Command translate(CommandLine& line) {
    const RawOptions& raw = line.raw;
    const std::string name = line.app.get_subcommands().front()->get_name();
    std::optional<workspace::log::Level> log_level;
    if (!raw.log_level.empty()) log_level = workspace::log::parse_level(raw.log_level);
    for (CommonOptions* common :
         {&line.check.common, &line.baseline.common, &line.generate.common, &line.migrate.common, &line.pull.common,
          &line.show.common, &line.usage.common, &line.impact.common, &line.diff.common, &line.redis.common, &line.draft.common,
          &line.model.common, &line.consent.common, &line.undo.common}) {
        common->color = color_of(raw.color);
        common->log_level = log_level;
        if (const auto problem = apply_schema(raw.schema, *common)) return usage_error(name, *problem);
    }
    line.explain.color = color_of(raw.color);
    line.init.common.color = color_of(raw.color);
    line.server.log_level = log_level;
    if (name == "explain") return line.explain;
    if (name == "consent") return line.consent;
    if (name == "undo") return line.undo;
    if (name == "init") return line.init;
    if (name == "config-schema") return ConfigSchemaOptions{};
    if (name == "server") return line.server;
    if (name == "baseline") return line.baseline;
    if (name == "generate") return line.generate;
    if (name == "migrate") return line.migrate;
    if (name == "pull") return line.pull;
    if (name == "show") {
        line.show.as_json = raw.show_format == "json";
        return line.show;
    }
    if (name == "usage") {
        line.usage.as_json = raw.usage_format == "json";
        return line.usage;
    }
    if (name == "impact") {
        if (raw.impact_format == "json") line.impact.format = ImpactFormat::Json;
        if (raw.impact_format == "github") line.impact.format = ImpactFormat::GitHub;
        return line.impact;
    }
    if (name == "diff") {
        if (const auto problem = take_sources(raw, line.diff)) return usage_error(name, *problem);
        return line.diff;
    }
    if (name == "draft") return line.draft;
    if (name == "model") return line.model;
    if (name == "redis" || name == "export-redis") return line.redis;
    line.check.queries_only = name == "validate";
    if (auto refusal = complete_fixes(line.check, name)) return *refusal;
    Result<std::vector<Output>> outputs = parse_outputs(raw.formats, raw.json_file);
    if (!outputs) return usage_error(name, outputs.error().message, outputs.error().remedy);
    line.check.outputs = std::move(*outputs);
    using findings::Severity;
    static const std::map<std::string, Severity> kLevels = {
        {"error", Severity::Error}, {"warning", Severity::Warning}, {"info", Severity::Info}, {"never", Severity::Off}};
    if (!raw.fail_on.empty()) line.check.fail_on = kLevels.at(raw.fail_on);
    return line.check;
}

}  // namespace

void add_color(CLI::App& command, RawOptions& raw) {
    command.add_option("--color", raw.color, "auto, always or never (NO_COLOR and CLICOLOR_FORCE are honoured)")
        ->check(CLI::IsMember({"auto", "always", "never"}))
        ->type_name("WHEN");
}

void add_common(CLI::App& command, CommonOptions& options, RawOptions& raw) {
    const char* const group = "Schema and configuration";
    command.set_help_flag("-h,--help", "Print this help and leave");
    command
        .add_option(
            "--schema", raw.schema,
            "Where the schema comes from: postgres, local (Supabase's stack on this machine), migrations:PATH, alembic:PATH "
            "(alembic.ini or a folder), snapshot:PATH or openapi:PATH (PostgREST's description; - is standard input; default: as "
            "configured, else found)")
        ->type_name("SOURCE")
        ->group(group);
    command
        .add_option("--database-url-env", options.database_url_env,
                    "The NAME of the variable that holds the connection string (default: DATABASE_URL, SUPABASE_DB_URL, else "
                    "libpq's own)")
        ->type_name("NAME")
        ->group(group);
    command
        .add_option("--database-url", options.database_url,
                    "The connection string itself; other users of this machine can see it, prefer --database-url-env")
        ->type_name("URL")
        ->group(group);
    command
        .add_option("--openapi-schema", options.openapi_schema,
                    "The schema that the OpenAPI document describes (default: the first exposed one, else public)")
        ->type_name("NAME")
        ->group(group);
    command
        .add_flag("--openapi-complete", options.openapi_complete,
                  "The OpenAPI document lists all of that schema: what it does not list is reported as absent")
        ->group(group);
    command.add_option("--config", options.config_file, "A rowtype.toml or pyproject.toml (default: the nearest)")
        ->type_name("FILE")
        ->group(group);
    add_color(command, raw);
    command.add_option("-j,--jobs", options.jobs, "Threads (default: one a core)")->check(CLI::Range(1, 1024))->type_name("N");
    command.add_flag("-q,--quiet", options.quiet, "Findings only: no header, summary or notes");
    add_log(command, options.log_file, raw);
}

void add_database(CLI::App& command, CommonOptions& options) {
    command.add_option("--database", options.database, "One of the configuration's [[databases]], in place of its main schema")
        ->type_name("NAME")
        ->group("Schema and configuration");
}

namespace {

void add_log(CLI::App& command, std::string& file, RawOptions& raw) {
    command.add_option("--log-level", raw.log_level, "trace, debug, info, warning, error or off (also: ROWTYPE_LOG)")
        ->check(CLI::IsMember({"trace", "debug", "info", "warning", "error", "off"}))
        ->type_name("LEVEL")
        ->group("Log");
    command.add_option("--log-file", file, "Log to this file as well")->type_name("FILE")->group("Log");
}

void add_check(CLI::App& command, CheckOptions& options, RawOptions& raw) {
    command
        .add_option("--model-path", options.model_paths,
                    "A file, folder or glob whose classes are row models; repeatable, replaces `models` of the configuration")
        ->allow_extra_args(false)
        ->type_name("PATH");
    command.add_option("--select", options.select, "Check these rules only; repeatable, or with commas")
        ->allow_extra_args(false)
        ->delimiter(',')
        ->type_name("RULE");
    command.add_option("--ignore", options.ignore, "Leave these rules out; repeatable, or with commas")
        ->allow_extra_args(false)
        ->delimiter(',')
        ->type_name("RULE");
    command
        .add_option("--fail-on", raw.fail_on,
                    "The lowest severity that makes the exit code 1: error, warning, info or never (default: error)")
        ->check(CLI::IsMember({"error", "warning", "info", "never"}))
        ->type_name("LEVEL");
    command.add_flag("--exit-zero", options.exit_zero, "Exit 0 whatever the findings");
    command.add_flag("--hints", options.hints, "Show findings of severity info as well");
    command.add_flag("--statistics", options.statistics,
                     "Say what was seen, checked and left out, and why; in the JSON report, too");
    command.add_flag("--allow-not-analysed", options.allow_not_analysed,
                     "Input that could not be analysed does not make the exit code 4");
    command
        .add_option("-o,--output", raw.json_file,
                    "Write the JSON report to this file, beside the text; - is standard output, without the text")
        ->type_name("FILE");
    command
        .add_option("--output-format", raw.formats,
                    output_format_names() + " (default: full); with :FILE, written to that file; repeatable")
        ->allow_extra_args(false)
        ->type_name("FORMAT[:FILE]");
    command
        .add_option("--stdin-filename", options.stdin_filename,
                    "Read one file from standard input, as - does, and check it as the file of this path, which need not exist")
        ->type_name("PATH");
    command.add_flag("--force-exclude", options.force_exclude,
                     "`exclude` of the configuration holds for what is named here, too, as hooks do that name files");
    command.add_flag("--no-cache", options.no_cache,
                     "Find out everything anew, and keep nothing in .rowtype/cache for the next run");
    add_baseline_choice(command, options.baseline);
    add_fixes(command, options);
    add_ignore_comments(command, options);
    add_common(command, options.common, raw);
}

void add_ignore_comments(CLI::App& command, CheckOptions& options) {
    const char* const group = "Ignore comments";
    command
        .add_flag("--add-ignores", options.add_ignores,
                  "Write `# rowtype: ignore[rule]` on the lines of the findings; a copy of each file is kept")
        ->group(group);
}

void add_fixes(CLI::App& command, CheckOptions& options) {
    const char* const group = "Changing files (rowtype undo restores them)";
    command
        .add_flag("--fix", options.fix,
                  "Write the safe fixes of the findings: the meaning is kept, or a plain error mended; report what remains")
        ->group(group);
    command
        .add_flag("--unsafe-fixes", options.unsafe_fixes,
                  "Write all fixes, also those that remove or retype what somebody wrote, or go by a guess")
        ->group(group);
    command.add_flag("--diff", options.diff, "Write nothing; print what would change, exit 1 when something would")->group(group);
    command.add_flag("--dry-run", options.dry_run, "Write nothing; say what would be fixed, or which comments added")
        ->group(group);
}

std::optional<Answer> complete_fixes(CheckOptions& options, const std::string& name) {
    const bool fixes = options.fix || options.unsafe_fixes;
    if (options.add_ignores && fixes) {
        return usage_error(name, "--add-ignores and --fix do not go together", "fix first, then excuse what remains");
    }
    if (options.dry_run && !fixes && !options.add_ignores) {
        return usage_error(name, "--dry-run goes with --fix, --unsafe-fixes or --add-ignores");
    }
    options.fix = fixes || (options.diff && !options.add_ignores);
    return std::nullopt;
}

void add_baseline_choice(CLI::App& command, BaselineChoice& choice) {
    const char* const group = "Baseline";
    CLI::Option* file = command
                            .add_option("--baseline", choice.file,
                                        "Do not report what this file holds (default: `baseline` of the configuration, else "
                                        ".rowtype/baseline.json where it exists)")
                            ->type_name("FILE")
                            ->group(group);
    command.add_flag("--no-baseline", choice.none, "Report everything")->excludes(file)->group(group);
    command
        .add_flag("--no-update", choice.keep,
                  "Leave the baseline as it is when findings in it are gone (so it is wherever the variable CI is set)")
        ->group(group);
}

void add_baseline(CLI::App& command, BaselineOptions& options, RawOptions& raw) {
    command.add_option("PATH", options.paths,
                       "Files and folders (default: this folder); what the baseline holds of others stays");
    command
        .add_option("-o,--output,--baseline", options.file,
                    "The baseline file (default: `baseline` of the configuration, else .rowtype/baseline.json)")
        ->type_name("FILE");
    command.add_flag("--prune", options.prune, "Take out what is no longer there, add nothing");
    command.add_flag("--check", options.check, "Write nothing; exit 1 when the file is not what it would be");
    add_common(command, options.common, raw);
}

void add_usage(CLI::App& command, UsageOptions& options, RawOptions& raw) {
    command.add_option("TABLE", options.tables,
                       "Tables or views whose uses are listed with their places (default: an overview of all)");
    command.add_option("-p,--path", options.paths, "Files and folders of code (default: this folder); repeatable")
        ->allow_extra_args(false)
        ->type_name("PATH");
    command.add_flag("--unused", options.unused, "Columns and indexes alone of which no use is seen");
    command.add_option("--output-format", raw.usage_format, "text or json (default: text)")
        ->check(CLI::IsMember({"text", "json"}))
        ->type_name("FORMAT");
    add_common(command, options.common, raw);
}

void add_impact(CLI::App& command, ImpactOptions& options, RawOptions& raw) {
    command.add_option(
        "MIGRATION|PATH", options.arguments,
        "SQL files that are applied over the schema (default: those that are pending) or Alembic's last revisions, and files and "
        "folders of code (default: this folder)");
    command
        .add_option(
            "--base", options.base,
            "A revision of git: its code and schema are held against those of the working tree, to tell which may be deployed "
            "first")
        ->type_name("REV");
    command.add_option("--output-format", raw.impact_format, "text, json or github (default: text)")
        ->check(CLI::IsMember({"text", "json", "github"}))
        ->type_name("FORMAT");
    command.add_flag("--hints", options.hints, "Show places as well that only read what changes");
    command.add_flag("--exit-zero", options.exit_zero, "Exit 0 also where something breaks");
    add_common(command, options.common, raw);
}

void add_diff(CLI::App& command, DiffOptions& options, RawOptions& raw) {
    command
        .add_option(
            "SOURCE", raw.sources,
            "One schema, compared with the configured one, or two: postgres, postgres:NAME (of the variable that holds the "
            "connection string), local, migrations:PATH, alembic:PATH, snapshot:PATH, openapi:PATH")
        ->required()
        ->expected(1, 2);
    command.add_option("--schemas", options.schemas, "Compare these alone (default: as configured); repeatable, or with commas")
        ->allow_extra_args(false)
        ->delimiter(',')
        ->type_name("SCHEMA");
    command.add_option("--output-format", raw.difference_format, "text, json or markdown (default: text)")
        ->check(CLI::IsMember({"text", "json", "markdown"}))
        ->type_name("FORMAT");
    command.add_flag("--exit-zero", options.exit_zero, "Exit 0 also where they differ");
    add_common(command, options.common, raw);
    add_database(command, options.common);
}

std::optional<std::string> take_sources(const RawOptions& raw, DiffOptions& options) {
    for (const std::string& text : raw.sources) {
        Result<workspace::SchemaSource> source = parse_schema_source(text, options.common.database_url_env);
        if (!source) return "what is compared " + source.error().message;
        options.sources.push_back(std::move(*source));
    }
    const auto is_input = [](const workspace::SchemaSource& source) { return source.path == workspace::kStandardInput; };
    if (std::ranges::count_if(options.sources, is_input) > 1)
        return "standard input holds one document: name a file for the other";
    if (raw.difference_format == "json") options.format = DifferenceFormat::Json;
    if (raw.difference_format == "markdown") options.format = DifferenceFormat::Markdown;
    return std::nullopt;
}

// Of "redis export" that of "export".
const CLI::App& innermost(const CLI::App& command) {
    const auto used = command.get_subcommands();
    return used.empty() ? command : innermost(*used.front());
}

// "redis export"
std::string whole_name(const CLI::App& command) {
    const CLI::App* parent = command.get_parent();
    return parent == nullptr || parent->get_parent() == nullptr ? command.get_name()
                                                                : whole_name(*parent) + " " + command.get_name();
}

// As it is typed: "Usage: rowtype redis export".
std::string help_of(const CLI::App& command) {
    if (command.get_parent() == nullptr) return command.help() + "\n";
    const std::string name = "rowtype " + whole_name(command);
    return command.help(name.substr(0, name.rfind(' '))) + "\n";
}

// CLI11's exit codes start at 100 and its messages name no remedy.
Answer answer_of(const CLI::App& app, const CLI::ParseError& error) {
    const auto used = app.get_subcommands();
    const CLI::App& command = used.empty() ? app : innermost(*used.front());
    if (dynamic_cast<const CLI::CallForHelp*>(&error) != nullptr) return {help_of(command), kExitClean};
    if (dynamic_cast<const CLI::CallForVersion*>(&error) != nullptr) return {std::string(error.what()) + "\n", kExitClean};
    const std::string name = used.empty() ? "" : whole_name(command);
    const bool has_extra = used.empty() && !app.remaining(true).empty();  // which a missing command's error hides
    if (has_extra || dynamic_cast<const CLI::ExtrasError*>(&error) != nullptr) {
        for (const std::string& extra : app.remaining(true)) {
            if (!extra.starts_with("-") || extra == "--") continue;
            const std::string given = extra.substr(0, extra.find('='));  // what follows may be a secret
            if (command.get_option_no_throw(given) != nullptr) {
                return usage_error(name, printable(given) + " stands before its command",
                                   "write it behind: rowtype " + name + " " + given);
            }
            const std::string near = nearest_option(command, given);
            return usage_error(name, "unknown option " + printable(given) + (near.empty() ? "" : ": did you mean " + near + "?"));
        }
        if (!used.empty()) return usage_error(name, "too many arguments");
    }
    if (used.empty() || !command.get_subcommands({}).empty()) return {help_of(command), kExitUsage};
    return usage_error(name, printable(error.what()));
}

Answer usage_error(const std::string& command, const std::string& message, const std::string& remedy) {
    const std::string program = command.empty() ? "rowtype" : "rowtype " + command;
    return {"error: " + message + (remedy.empty() ? "" : "\n  " + remedy) + "\nTry: " + program + " --help\n", kExitUsage};
}

std::string nearest_option(const CLI::App& command, const std::string& given) {
    std::vector<std::string> names;
    for (const CLI::Option* option : command.get_options()) {
        for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
    }
    return nearest_name(given, names).value_or("");
}

// Fills in options.schema; gives what is wrong with the text.
std::optional<std::string> apply_schema(const std::string& text, CommonOptions& options) {
    if (text.empty()) return std::nullopt;
    Result<workspace::SchemaSource> source = parse_schema_source(text, options.database_url_env);
    if (!source) return "--schema " + source.error().message;
    options.schema = std::move(*source);
    return std::nullopt;
}

ColorChoice color_of(const std::string& name) {
    if (name == "always") return ColorChoice::Always;
    return name == "never" ? ColorChoice::Never : ColorChoice::Automatic;
}

}  // namespace

}  // namespace rowtype::cli
