#include <CLI/CLI.hpp>

#include <map>

#include "lsp/cli/option_parts.h"

namespace rowtype::cli {

namespace {

void add_check(CLI::App& command, RedisOptions& options, RawOptions& raw);
void add_verify(CLI::App& command, RedisOptions& options, RawOptions& raw);
void add_report_format(CLI::App& command, RedisOptions& options);

}  // namespace

void add_redis(CLI::App& command, RedisOptions& options, RawOptions& raw) {
    command.set_help_flag("-h,--help", "Print this help and leave");
    command.require_subcommand(1);
    add_redis_export(*command.add_subcommand("export", "Write the shapes of the tables' rows to a file"), options, raw);
    add_check(*command.add_subcommand("check", "Say what differs between an exported file and the schema"), options, raw);
    add_verify(*command.add_subcommand("verify", "Say which entries of a live Redis contradict a table"), options, raw);
}

void add_redis_export(CLI::App& command, RedisOptions& options, RawOptions& raw) {
    static const std::map<std::string, RedisFormat> kFormats = {{"shapes", RedisFormat::Shapes},
                                                                {"json-schema", RedisFormat::JsonSchema},
                                                                {"search-hash", RedisFormat::SearchHash},
                                                                {"search-json", RedisFormat::SearchJson}};
    command.add_option("-o,--output", options.output, "The file to write; - is standard output (default: redis_schemas.json)")
        ->type_name("FILE");
    command
        .add_option("-t,--tables,--table", options.tables,
                    "Only these tables or views (default: all tables); repeatable, or with commas")
        ->allow_extra_args(false)
        ->delimiter(',')
        ->type_name("TABLE");
    command
        .add_option_function<std::string>(
            "--format", [&options](const std::string& name) { options.format = kFormats.at(name); },
            "shapes (the default), json-schema, or FT.CREATE commands of RediSearch: search-hash, search-json")
        ->check(CLI::IsMember({"shapes", "json-schema", "search-hash", "search-json"}))
        ->type_name("FORMAT");
    add_common(command, options.common, raw);
    add_database(command, options.common);
}

namespace {

void add_check(CLI::App& command, RedisOptions& options, RawOptions& raw) {
    command.callback([&options] { options.action = RedisAction::Check; });
    command.add_option("FILE", options.output, "The file (default: redis_schemas.json)");
    command.add_flag("--listed-only", options.only_listed, "Tables that the file does not list are no difference");
    add_report_format(command, options);
    add_common(command, options.common, raw);
    add_database(command, options.common);
}

void add_verify(CLI::App& command, RedisOptions& options, RawOptions& raw) {
    command.callback([&options] { options.action = RedisAction::Verify; });
    command
        .add_option("--pattern", options.pattern,
                    "Which keys, as SCAN matches them: 'users:*' (default: those of each entry of `redis` in the configuration)")
        ->type_name("GLOB");
    command
        .add_option(
            "-t,--table", options.tables,
            "The table whose rows they are (default: as the configuration says, or the one that the pattern names); without "
            "--pattern: only the keys of this table")
        ->expected(1)
        ->type_name("TABLE");
    command
        .add_option("--redis-url-env", options.url_env,
                    "The NAME of the variable that holds the URL, redis://[[user]:password@]host[:port][/database], rediss:// "
                    "for TLS, or unix://… "
                    "(default: REDIS_URL)")
        ->type_name("NAME");
    command.add_option("--sample", options.sample, "Entries that are read at most (default: 1000)")
        ->check(CLI::Range(1, 100'000))
        ->type_name("N");
    command.add_option("--rate", options.rate, "Commands a second at most (default: 1000)")
        ->check(CLI::Range(1, 1'000'000))
        ->type_name("N");
    add_report_format(command, options);
    add_common(command, options.common, raw);
    add_database(command, options.common);
}

void add_report_format(CLI::App& command, RedisOptions& options) {
    command
        .add_option_function<std::string>(
            "--output-format", [&options](const std::string& name) { options.as_json = name == "json"; },
            "text or json (default: text)")
        ->check(CLI::IsMember({"text", "json"}))
        ->type_name("FORMAT");
}

}  // namespace

}  // namespace rowtype::cli
