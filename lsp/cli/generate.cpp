#include "analysis/codegen/generate.h"

#include <algorithm>

#include "lsp/cli/changes.h"
#include "lsp/cli/commands.h"
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

constexpr std::size_t kModuleCap = 64UL * 1024 * 1024;

// The file to write and what stands there now.
struct Target {
    std::string file;   // absolute
    std::string shown;  // from the working directory
    bool exists = false;
    std::string present;
};

Result<Target> find_target(const GenerateOptions& options, const workspace::Configuration& configuration);
int compare(const Target& target, const codegen::GeneratedModule& module, const GenerateOptions& options, Console& console);
int write(const Target& target, const codegen::GeneratedModule& module, const GenerateOptions& options,
          const workspace::Configuration& configuration, Console& console);
int report_failures(const codegen::GeneratedModule& module, Console& console);
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
    const Result<Target> target = find_target(options, *configuration);
    if (!target) return report_error(target.error(), console);
    workspace::WorkerPool pool(options.common.jobs);
    const Result<workspace::LoadedSchema> schema = set_up_schema(options.common, *configuration, pool, console);
    if (!schema) return report_error(schema.error(), console);

    Settings settings = configuration->settings;
    GenerationSettings generation = workspace::load_generation_settings(*configuration);
    take_options(options, settings, generation);
    // What a file's imports decide for a check is decided here by what most generated models are for: supabase-py.
    const AccessProfile access = settings.access == AccessProfile::Automatic ? AccessProfile::Json : settings.access;
    const codegen::GeneratedModule module =
        codegen::generate_module(*schema->catalog, settings, generation, access, options.tables);
    const int failures = report_failures(module, console);
    if (module.models.empty()) {
        console.error("error: there is no table to generate a model of in " + printable(schema->description) + "\n");
        return kExitUsage;
    }
    if (target->file == "-") {
        console.out(module.text);
        return failures;
    }
    if (options.check || options.diff) return std::max(failures, compare(*target, module, options, console));
    const int written = write(*target, module, options, *configuration, console);
    return std::max(failures, written);
}

namespace {

// The command line's words before the configuration's.
void take_options(const GenerateOptions& options, Settings& settings, GenerationSettings& generation) {
    if (!options.style.empty()) settings.generate.style = options.style;
    if (!options.target_python.empty()) settings.generate.target_python = options.target_python;
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

Result<Target> find_target(const GenerateOptions& options, const workspace::Configuration& configuration) {
    const std::string& configured = configuration.settings.generate.output;
    if (options.output == "-") return Target{"-", "-", false, ""};
    if (options.output.empty() && configured.empty()) {
        return Error{Error::Kind::Usage, "no file to write the models to is named",
                     "say -o FILE, -o - for standard output, or set output in [tool.rowtype.generate]", ""};
    }
    Target target;
    target.file =
        options.output.empty() ? workspace::join_path(configuration.root, configured) : workspace::absolute_path(options.output);
    // A path that the repository's own configuration names must stay in the repository.
    if (options.output.empty() && !workspace::is_inside(target.file, configuration.root)) {
        return Error{Error::Kind::Usage, "generate.output leads out of the folder of the configuration", "say it with -o FILE",
                     configuration.file};
    }
    target.shown = shown_path(target.file);
    target.exists = workspace::is_file(target.file);
    if (!target.exists) return target;
    Result<std::string> present = workspace::read_file(target.file, kModuleCap);
    if (!present) return present.error();
    target.present = std::move(*present);
    return target;
}

int compare(const Target& target, const codegen::GeneratedModule& module, const GenerateOptions& options, Console& console) {
    if (target.exists && target.present == module.text) {
        if (!options.common.quiet)
            console.out(target.shown + " is up to date (" + counted(module.models.size(), "model") + ").\n");
        return kExitClean;
    }
    if (options.diff) {
        const Style style = make_style(options.common.color, console.out_is_terminal());
        console.out(colored_diff(
            unified_diff(target.present, module.text, target.exists ? target.shown : "/dev/null", target.shown), style));
    } else {
        console.out(target.shown + (target.exists ? " is not what would be generated now" : " does not exist") +
                    "; write it with rowtype generate.\n");
    }
    return kExitFindings;
}

int write(const Target& target, const codegen::GeneratedModule& module, const GenerateOptions& options,
          const workspace::Configuration& configuration, Console& console) {
    const std::string models = counted(module.models.size(), "model");
    if (target.exists && target.present == module.text) {
        if (!options.common.quiet) console.out("Unchanged: " + target.shown + " (" + models + ").\n");
        return kExitClean;
    }
    if (target.exists && !target.present.empty() && !codegen::is_generated(target.present) && !options.force) {
        return report_error({Error::Kind::Usage, "rowtype did not generate this file and leaves it as it is",
                             "choose another file with -o, or replace it with --force (a copy is kept)", target.file},
                            console);
    }
    workspace::FileChange change{target.file, module.text, std::nullopt, ""};
    if (target.exists) change.expected_hash = hash_bytes(target.present);
    if (options.output.empty()) change.confined_to = configuration.root;
    const Result<workspace::ChangedFiles> written = workspace::change_files(configuration.root, "generate", {change});
    if (!written) return report_error(written.error(), console);
    if (!written->failures.empty()) return report_error(written->failures.front(), console);
    if (!options.common.quiet) {
        console.out("Written: " + target.shown + " (" + models + ")" +
                    (written->folder.empty() ? "" : "; the old file is in " + shown_path(written->folder)) + ".\n");
    }
    return kExitClean;
}

int report_failures(const codegen::GeneratedModule& module, Console& console) {
    for (const codegen::GenerationFailure& failure : module.failures) {
        console.error("error: no model was generated for " + printable(failure.table) + ": " + printable(failure.reason) + "\n");
    }
    return module.failures.empty() ? kExitClean : kExitFindings;
}

}  // namespace

}  // namespace rowtype::cli
