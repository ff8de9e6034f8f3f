#include "analysis/codegen/generate.h"

#include <algorithm>
#include <functional>
#include <utility>

#include "analysis/codegen/needs_model.h"
#include "lsp/cli/changes.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/generated_files.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/cli/text_diff.h"
#include "lsp/cli/update.h"
#include "lsp/workspace/generation_settings.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "reflect/base/hash.h"

namespace rowtype::cli {

namespace {

// Where the models go.
struct Target {
    std::string file;   // absolute: a module, or the folder of a package; "-": standard output
    std::string shown;  // from the working directory
};

Result<Target> find_target(const GenerateOptions& options, const workspace::Configuration& configuration, OutputLayout layout);
int compare(const Target& target, const std::vector<GeneratedTarget>& stale, const codegen::GeneratedModule& module,
            const GenerateOptions& options, Console& console);
int write(const Target& target, std::vector<GeneratedTarget> stale, const codegen::GeneratedModule& module,
          const GenerateOptions& options, const workspace::Configuration& configuration, Console& console);
int report_failures(const codegen::GeneratedModule& module, Console& console);
void report_seen_only(const catalog::Catalog& catalog, const Settings& settings, Console& console);
void take_options(const GenerateOptions& options, Settings& settings, GenerationSettings& generation);
int run_update(const GenerateOptions& options, const workspace::Configuration& configuration, Console& console);

}  // namespace

int run_generate(const GenerateOptions& options, Console& console) {
    set_up_log(options.common.log_level, options.common.log_file, workspace::log::Level::Off, console);
    const std::optional<workspace::Configuration> configuration =
        set_up_configuration(options.common, workspace::current_folder(), console);
    if (!configuration) return kExitUsage;
    const bool writes = !options.check && !options.diff && options.output != "-";
    if (const Status status = writes ? put_back_interrupted(configuration->root, console) : Status(); !status) {
        return report_error(status.error(), console);
    }
    if (!options.updates.empty()) return run_update(options, *configuration, console);
    Settings settings = configuration->settings;
    GenerationSettings generation = workspace::load_generation_settings(*configuration);
    take_options(options, settings, generation);
    const Result<Target> target = find_target(options, *configuration, generation.layout);
    if (!target) return report_error(target.error(), console);
    workspace::WorkerPool pool(options.common.jobs);
    const Result<workspace::LoadedSchema> schema = set_up_schema(options.common, *configuration, pool, console);
    if (!schema) return report_error(schema.error(), console);

    // What a file's imports decide for a check is decided here by what most generated models are for: supabase-py.
    const AccessProfile access = settings.access == AccessProfile::Automatic ? AccessProfile::Json : settings.access;
    const codegen::RunAll run_all = [&pool](std::size_t count, const std::function<void(std::size_t)>& task) {
        pool.run_all(count, task);
    };
    codegen::GeneratedModule module =
        codegen::generate_module(*schema->catalog, settings, generation, access, options.tables, run_all);
    const int failures = report_failures(module, console);
    if (options.tables.empty() && !options.common.quiet) report_seen_only(*schema->catalog, settings, console);
    if (module.models.empty()) {
        console.error("error: there is no table to generate a model of in " + printable(schema->description) + "\n");
        return kExitUsage;
    }
    if (target->file == "-") {
        console.out(module.text);
        return failures;
    }
    Result<std::vector<GeneratedTarget>> stale = stale_targets(target->file, module);
    if (!stale) return report_error(stale.error(), console);
    const bool compares = options.check || options.diff;
    const int done = compares ? compare(*target, *stale, module, options, console)
                              : write(*target, std::move(*stale), module, options, *configuration, console);
    const int exit_code = std::max(failures, done);
    console.leave(exit_code);
    return exit_code;
}

namespace {

// The command line's words before the configuration's.
void take_options(const GenerateOptions& options, Settings& settings, GenerationSettings& generation) {
    if (!options.style.empty()) settings.generate.style = options.style;
    if (!options.target_python.empty()) settings.generate.target_python = options.target_python;
    if (options.layout == "file") generation.layout = OutputLayout::File;
    if (options.layout == "schema") generation.layout = OutputLayout::Schemas;
    if (options.layout == "table") generation.layout = OutputLayout::Tables;
    if (options.variants.empty()) return;
    generation.variants.clear();
    const auto add = [&](const char* name, ModelVariant variant) {
        if (std::ranges::find(options.variants, name) != options.variants.end()) generation.variants.push_back(variant);
    };
    add("row", ModelVariant::Row);
    add("insert", ModelVariant::Insert);
    add("update", ModelVariant::Update);
}

int run_update(const GenerateOptions& options, const workspace::Configuration& configuration, Console& console) {
    if (!options.output.empty() || options.force) {
        return report_error(
            {Error::Kind::Usage, "--update edits the files that it names and goes with no -o and no --force", "", ""}, console);
    }
    workspace::WorkerPool pool(options.common.jobs);
    const Result<workspace::LoadedSchema> schema = set_up_schema(options.common, configuration, pool, console);
    if (!schema) return report_error(schema.error(), console);
    return update_models_in(options, configuration, *schema, console);
}

// A module is a file, a package a folder.
Status check_kind(const Target& target, bool says_folder, OutputLayout layout) {
    if (layout == OutputLayout::File && (says_folder || workspace::is_folder(target.file))) {
        return Error{Error::Kind::Usage, "this is a folder, and all models are written to one file",
                     "say --layout table or --layout schema for a package of several, or name a file", target.shown};
    }
    if (layout != OutputLayout::File && (target.file.ends_with(".py") || workspace::is_file(target.file))) {
        return Error{Error::Kind::Usage, "this is a file, and models of each table or schema are a package, which is a folder",
                     "name a folder with -o or output in [tool.rowtype.generate], or say --layout file", target.shown};
    }
    return {};
}

Result<Target> find_target(const GenerateOptions& options, const workspace::Configuration& configuration, OutputLayout layout) {
    const std::string& configured = configuration.settings.generate.output;
    if (layout != OutputLayout::File && (options.output == "-" || !options.tables.empty())) {
        return Error{Error::Kind::Usage, "a package holds all tables and goes to no standard output", "say --layout file", ""};
    }
    if (options.output == "-") return Target{"-", "-"};
    if (options.output.empty() && configured.empty()) {
        return Error{Error::Kind::Usage, "no file to write the models to is named",
                     "say -o FILE, -o - for standard output, or set output in [tool.rowtype.generate]", ""};
    }
    Target target;
    target.file =
        options.output.empty() ? workspace::join_path(configuration.root, configured) : workspace::absolute_path(options.output);
    const bool says_folder = (options.output.empty() ? configured : options.output).ends_with('/');
    while (target.file.size() > 1 && target.file.ends_with('/')) target.file.pop_back();
    // A path that the repository's own configuration names must stay in the repository.
    if (options.output.empty() && !workspace::is_inside(target.file, configuration.root)) {
        return Error{Error::Kind::Usage, "generate.output leads out of the folder of the configuration", "say it with -o FILE",
                     configuration.file};
    }
    target.shown = shown_path(target.file);
    if (const Status status = check_kind(target, says_folder, layout); !status) return status.error();
    return target;
}

int compare(const Target& target, const std::vector<GeneratedTarget>& stale, const codegen::GeneratedModule& module,
            const GenerateOptions& options, Console& console) {
    if (stale.empty()) {
        if (!options.common.quiet)
            console.out(target.shown + " is up to date (" + counted(module.models.size(), "model") + ").\n");
        return kExitClean;
    }
    const Style style = make_style(options.common.color, console.out_is_terminal());
    for (const GeneratedTarget& file : stale) {
        if (!options.diff) {
            console.out(state_of(file) + "; write it with rowtype generate.\n");
            continue;
        }
        console.out(colored_diff(unified_diff(file.present, file.wanted.value_or(""), file.exists ? file.shown : "/dev/null",
                                              file.wanted ? file.shown : "/dev/null"),
                                 style));
    }
    return kExitFindings;
}

int write(const Target& target, std::vector<GeneratedTarget> stale, const codegen::GeneratedModule& module,
          const GenerateOptions& options, const workspace::Configuration& configuration, Console& console) {
    std::string models = counted(module.models.size(), "model");
    if (!module.files.empty()) models += " in " + counted(module.files.size(), "file");
    if (stale.empty()) {
        if (!options.common.quiet) console.out("Unchanged: " + target.shown + " (" + models + ").\n");
        return kExitClean;
    }
    if (const GeneratedTarget* foreign = find_foreign(stale); foreign != nullptr && !options.force) {
        return report_error({Error::Kind::Usage, "rowtype did not generate this file and leaves it as it is",
                             "choose another file with -o, or replace it with --force (a copy is kept)", foreign->file},
                            console);
    }
    const auto removed = std::ranges::count_if(stale, [](const GeneratedTarget& file) { return !file.wanted; });
    std::vector<workspace::FileChange> changes;
    for (GeneratedTarget& file : stale) {
        workspace::FileChange change{std::move(file.file), std::move(file.wanted), std::nullopt, ""};
        if (file.exists) change.expected_hash = hash_bytes(file.present);
        if (options.output.empty()) change.confined_to = configuration.root;
        changes.push_back(std::move(change));
    }
    const Result<workspace::ChangedFiles> written = workspace::change_files(configuration.root, "generate", changes);
    if (!written) return report_error(written.error(), console);
    if (!written->failures.empty()) return report_error(written->failures.front(), console);
    if (!options.common.quiet) {
        if (removed != 0) models += ", " + std::to_string(removed) + " removed";
        const std::string old = module.files.empty() ? "; the old file is in " : "; the old files are in ";
        console.out("Written: " + target.shown + " (" + models + ")" +
                    (written->folder.empty() ? "" : old + shown_path(written->folder)) + ".\n");
    }
    return kExitClean;
}

int report_failures(const codegen::GeneratedModule& module, Console& console) {
    for (const codegen::GenerationFailure& failure : module.failures) {
        console.error("error: no model was generated for " + printable(failure.table) + ": " + printable(failure.reason) + "\n");
    }
    return module.failures.empty() ? kExitClean : kExitFindings;
}

// Tables that migrations use and never make: what they hold is not known, and whether they are there.
void report_seen_only(const catalog::Catalog& catalog, const Settings& settings, Console& console) {
    constexpr std::size_t kMostNamed = 5;
    std::size_t count = 0;
    std::string names;
    for (const catalog::Relation& relation : catalog.relations()) {
        if (!relation.presumed || !relation.columns.empty() || !codegen::needs_model(relation, settings)) continue;
        if (++count <= kMostNamed) names += (count == 1 ? "" : ", ") + printable(relation.name.to_string());
    }
    if (count == 0) return;
    if (count > kMostNamed) names += " and " + std::to_string(count - kMostNamed) + " more";
    console.error("note: no model for " + counted(count, "table") + " that the schema's files use and never make: " + names +
                  "\n");
}

}  // namespace

}  // namespace rowtype::cli
