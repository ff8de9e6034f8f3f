#include <CLI/CLI.hpp>

#include "analysis/codegen/generate.h"
#include "lsp/cli/option_parts.h"

namespace rowtype::cli {

namespace {

void add_update(CLI::App& command, GenerateOptions& options) {
    command
        .add_option(
            "--update", options.updates,
            "A file of hand-written models: edits the fields that disagree with the schema and nothing else; repeatable. With "
            "--check or --diff nothing is written")
        ->allow_extra_args(false)
        ->type_name("FILE");
}

}  // namespace

void add_module_form(CLI::App& command, std::string& style, std::string& target_python) {
    const std::vector<std::string_view> styles = codegen::style_names();
    std::string listed;
    for (const std::string_view style : styles) listed += (listed.empty() ? "" : ", ") + std::string(style);
    command.add_option("--style", style, "What the models are: " + listed + " (default: as configured, else pydantic)")
        ->check(CLI::IsMember(std::vector<std::string>(styles.begin(), styles.end())))
        ->type_name("STYLE");
    command
        .add_option("--target-python", target_python,
                    "The oldest Python that reads the models: 3.9 to 3.14 (default: as configured, else 3.10)")
        ->check(CLI::IsMember({"3.9", "3.10", "3.11", "3.12", "3.13", "3.14"}))
        ->type_name("VERSION");
}

void add_generate(CLI::App& command, GenerateOptions& options, RawOptions& raw) {
    command.add_option("-t,--tables,--table", options.tables, "Only these tables (default: all); repeatable, or with commas")
        ->delimiter(',')
        ->type_name("TABLE");
    command
        .add_option("-o,--output", options.output,
                    "The file to write, or the folder of a package; - is standard output (default: generate.output of the "
                    "configuration)")
        ->type_name("FILE");
    command
        .add_option("--layout", options.layout,
                    "All models in one file, or a package with a module for each table or schema: file, table, schema (default: "
                    "as configured, else file)")
        ->check(CLI::IsMember({"file", "table", "schema"}))
        ->type_name("LAYOUT");
    add_module_form(command, options.style, options.target_python);
    command
        .add_option(
            "--variants", options.variants,
            "Models of rows, of what an INSERT takes, of what an UPDATE takes: row, insert, update (default: as configured, "
            "else row); repeatable, or with commas")
        ->allow_extra_args(false)
        ->delimiter(',')
        ->check(CLI::IsMember({"row", "insert", "update"}))
        ->type_name("VARIANT");
    command.add_flag("--check", options.check, "Write nothing; exit 1 when the file is not what it would be");
    command.add_flag("--diff", options.diff, "Write nothing; print what would change, exit 1 when something would");
    command.add_flag("--force", options.force, "Replace a file that rowtype did not generate");
    add_update(command, options);
    add_common(command, options.common, raw);
}

}  // namespace rowtype::cli
