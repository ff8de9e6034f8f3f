#include "lsp/cli/setup.h"

#include <utility>

#include "lsp/cli/cli.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/platform.h"
#include "lsp/workspace/redaction.h"
#include "reflect/base/similar_names.h"

namespace rowtype::cli {

void set_up_log(std::optional<workspace::log::Level> level, const std::string& file, workspace::log::Level fallback,
                Console& console) {
    workspace::log::Options options;
    options.level = level ? *level : workspace::log::level_of_environment().value_or(fallback);
    options.file = file;
    if (options.level == workspace::log::Level::Off) return;
    const Status status = workspace::log::configure(options);
    if (!status) console.error("warning: " + printable(status.error().to_string()) + "\n");
}

namespace {

Status choose_database(const std::string& name, workspace::Configuration& configuration) {
    std::vector<std::string> names;
    for (const workspace::DatabaseEntry& entry : configuration.databases) {
        if (entry.name == name) {
            configuration = workspace::configuration_of_database(configuration, entry);
            return {};
        }
        names.push_back(entry.name);
    }
    const std::optional<std::string> near = nearest_name(name, names);
    std::string known;
    for (const std::string& one : names) known += (known.empty() ? "" : ", ") + one;
    return Error{Error::Kind::Usage, "no database is called \"" + name + "\"" + (near ? ": did you mean \"" + *near + "\"?" : ""),
                 names.empty() ? "[[tool.rowtype.databases]] of the configuration names databases beside the main schema"
                               : "the configuration has " + known,
                 configuration.file};
}

bool names_schema(const CommonOptions& options) {
    return options.schema || !options.database_url_env.empty() || !options.database_url.empty();
}

// The current folder, unless it is one that holds projects rather than is one; then empty.
std::string project_of_current_folder() {
    std::string folder = workspace::current_folder();
    const std::optional<std::string> home = workspace::platform::environment_variable("HOME");
    const bool is_outside = folder == "/" || (home && workspace::absolute_path(*home) == folder);
    return is_outside ? std::string() : folder;
}

}  // namespace

std::optional<workspace::Configuration> set_up_configuration(const CommonOptions& options, const std::string& start,
                                                             Console& console) {
    workspace::LoadedConfiguration loaded;
    if (options.config_file.empty()) {
        loaded = workspace::load_configuration(start, {project_of_current_folder(), names_schema(options)});
    } else {
        Result<workspace::LoadedConfiguration> named =
            workspace::load_configuration_file(workspace::absolute_path(options.config_file));
        if (!named) {
            report_error(named.error(), console);
            return std::nullopt;
        }
        loaded = std::move(*named);
        if (loaded.problems.empty() && loaded.configuration.file.empty()) {
            console.error("error: " + shown_path(workspace::absolute_path(options.config_file)) + " has no [tool.rowtype]\n");
            return std::nullopt;
        }
    }
    for (const workspace::ConfigurationProblem& problem : loaded.problems) {
        std::string place = shown_path(problem.file);
        place += ":" + std::to_string(problem.place.line) + ":" + std::to_string(problem.place.column);
        console.error(place + ": error: " + printable(problem.message) + "\n");
    }
    if (!loaded.problems.empty()) return std::nullopt;
    if (!options.quiet) {
        for (const std::string& note : loaded.notes) console.error("note: " + printable(note) + "\n");
    }
    workspace::Configuration& configuration = loaded.configuration;
    if (!options.database.empty()) {
        const Status chosen = choose_database(options.database, configuration);
        if (!chosen) {
            report_error(chosen.error(), console);
            return std::nullopt;
        }
    }
    // A schema that is named is that of all files.
    if (names_schema(options)) configuration.databases.clear();
    if (options.schema) {
        const workspace::SchemaSource configured = std::exchange(configuration.schema, *options.schema);
        configuration.schema.openapi_schema = configured.openapi_schema;
        configuration.schema.openapi_complete = configured.openapi_complete && configured.path == options.schema->path;
    } else if (!options.database_url_env.empty() || !options.database_url.empty()) {
        configuration.schema = {workspace::SourceKind::Postgres, "", options.database_url_env, true};
    }
    if (!options.openapi_schema.empty()) configuration.schema.openapi_schema = options.openapi_schema;
    configuration.schema.openapi_complete = configuration.schema.openapi_complete || options.openapi_complete;
    return std::move(configuration);
}

Result<workspace::LoadedSchema> set_up_schema(const CommonOptions& options, const workspace::Configuration& configuration,
                                              workspace::WorkerPool& pool, Console& console, Overlay overlay, Purpose purpose) {
    workspace::LoadOptions load;
    // Said even when quiet: what a repository names is never opened in silence.
    load.announce = [&console](const std::string& text) { console.error("note: " + printable(text) + "\n"); };
    load.apply_pending = overlay == Overlay::Pending;
    load.sees_scripts = purpose == Purpose::Code;
    load.read_standard_input = [&console](std::size_t cap) { return console.whole_input(cap); };
    if (!options.database_url.empty()) {
        workspace::register_secret(options.database_url);
        console.error(
            "warning: --database-url is seen by other users of this machine in its process list; prefer "
            "--database-url-env NAME\n");
        // A file that --schema names wins over the connection, which then was said for nothing.
        const bool wanted = !options.schema || options.schema->kind == workspace::SourceKind::Postgres;
        if (wanted) load.database_url = options.database_url;
    }
    std::optional<Result<workspace::LoadedSchema>> loaded;
    pool.run_all(1, [&](std::size_t) { loaded = workspace::load_schema(configuration, load); });
    return std::move(*loaded);
}

Result<std::string> existing_path(const std::string& path, const std::string& remedy) {
    std::string absolute = workspace::absolute_path(path);
    if (workspace::is_folder(absolute) || workspace::is_file(absolute)) return absolute;
    return Error{Error::Kind::Usage, "there is no such file or folder", remedy, absolute};
}

std::string common_folder(const std::vector<std::string>& paths) {
    if (paths.empty()) return workspace::current_folder();
    std::string common = paths.front();
    for (const std::string& path : paths) {
        while (!workspace::is_inside(path, common)) common = workspace::parent_folder(common);
    }
    return common;
}

std::string shown_path(const std::string& path) {
    const std::string here = workspace::current_folder();
    return printable(workspace::is_inside(path, here) ? workspace::relative_path(path, here) : path);
}

int report_error(const Error& error, Console& console) {
    std::string place = error.file.empty() ? "" : shown_path(error.file) + ": ";
    if (error.line > 0) place.insert(place.size() - 2, ":" + std::to_string(error.line) + ":" + std::to_string(error.column));
    std::string text = "error: " + place + printable(error.message) + "\n";
    if (!error.remedy.empty()) text += "  " + printable(error.remedy) + "\n";
    console.error(text);
    return error.kind == Error::Kind::SchemaUnavailable ? kExitNoSchema : kExitUsage;
}

}  // namespace rowtype::cli
