#include <algorithm>

#include "lsp/cli/baseline_run.h"
#include "lsp/cli/changes.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/progress.h"
#include "lsp/cli/project_runs.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/baseline_update.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/schema_fit.h"

namespace rowtype::cli {

namespace {

// Checks one configuration's files and writes its baseline, or says what it would be; gives the exit code.
int renew(const workspace::LoadedBaseline& before, workspace::ProjectCheckRequest& request, const workspace::LoadedSchema& schema,
          const BaselineOptions& options, workspace::WorkerPool& pool, Console& console);
// How many findings one baseline has that another has not.
std::size_t surplus(const findings::Baseline& baseline, const findings::Baseline& other);
std::string described(const findings::Baseline& baseline);
std::string changes(const findings::Baseline& before, const findings::Baseline& after);
void say_what_is_left(const workspace::ProjectCheck& check, const std::string& baseline,
                      const workspace::Configuration& configuration, Console& console);

}  // namespace

int run_baseline(const BaselineOptions& options, Console& console) {
    set_up_log(options.common.log_level, options.common.log_file, workspace::log::Level::Off, console);
    if (options.file == "-") {
        return report_error({Error::Kind::Usage, "a baseline is a file, not standard output", "name it with -o FILE", ""},
                            console);
    }
    workspace::ProjectCheckRequest request;
    for (const std::string& path : options.paths) {
        const Result<std::string> found = existing_path(path);
        if (!found) return report_error(found.error(), console);
        request.paths.push_back(*found);
    }
    if (options.paths.empty()) request.paths.push_back(workspace::current_folder());
    workspace::WorkerPool pool(options.common.jobs);
    std::optional<std::vector<ProjectRun>> runs = find_projects(options.common, {request.paths, {}, false}, pool, console);
    if (!runs) return kExitUsage;
    if (runs->size() > 1 && !options.file.empty()) {
        const Error error{Error::Kind::Usage, "one file cannot be the baseline of several configurations",
                          "name the paths of one of them, or --config FILE", ""};
        return report_error(error, console);
    }
    const Status put_back = options.check ? Status() : put_back_interrupted(*runs, console);
    if (!put_back) return report_error(put_back.error(), console);
    workspace::ProjectCheck left;
    const Status schemas = load_schemas(options.common, *runs, pool, console, left);
    if (!schemas) return report_error(schemas.error(), console);
    std::vector<workspace::LoadedBaseline> before;
    for (const ProjectRun& run : *runs) {
        Result<workspace::LoadedBaseline> loaded = workspace::load_baseline(baseline_place(options.file, run.configuration).file);
        if (!loaded) return report_error(loaded.error(), console);
        before.push_back(std::move(*loaded));
    }
    int exit_code = kExitClean;
    for (std::size_t i = 0; i < runs->size(); ++i) {
        request.configuration = &(*runs)[i].configuration;
        request.catalog = (*runs)[i].schema.catalog;
        request.api = (*runs)[i].schema.api;
        request.walk = (*runs)[i].walk;
        request.baseline = options.prune ? before[i].baseline.get() : nullptr;
        exit_code = std::max(exit_code, renew(before[i], request, (*runs)[i].schema, options, pool, console));
    }
    return exit_code;
}

namespace {

int renew(const workspace::LoadedBaseline& before, workspace::ProjectCheckRequest& request, const workspace::LoadedSchema& schema,
          const BaselineOptions& options, workspace::WorkerPool& pool, Console& console) {
    const workspace::Configuration& configuration = *request.configuration;
    workspace::ProjectCheck check;
    request.asks_for_created_tables = workspace::may_be_of_other_program(schema);
    {
        Progress progress(console, !options.common.quiet);
        request.progress = [&](std::size_t done, std::size_t total) { progress.update(done, total); };
        check = workspace::check_project(request, pool);
    }
    say_too_large(check, options.common.quiet, console);
    const auto misfit = before.exists ? std::nullopt : workspace::find_misfit(request, schema, check, pool);
    if (misfit) return report_error(*misfit, console);
    const findings::Baseline after =
        options.prune ? workspace::compare_baseline(*before.baseline, check, configuration, request.paths).remaining
                      : workspace::baseline_of(check, *before.baseline, configuration, request.paths);
    const std::string shown = shown_path(before.file);
    const bool is_current = before.exists ? after == *before.baseline : after.files.empty();
    if (is_current) {
        if (!options.common.quiet) {
            console.out(before.exists ? "Unchanged: " + shown + " (" + described(after) + ").\n"
                                      : "There is no finding to excuse; no baseline is needed.\n");
        }
        return kExitClean;
    }
    if (options.check) {
        console.out(shown + (before.exists ? " is not what it would be now: " : " does not exist: ") +
                    changes(*before.baseline, after) + "; write it with rowtype baseline" + (options.prune ? " --prune" : "") +
                    ".\n");
        return kExitFindings;
    }
    const Result<std::string> backup = write_baseline(before, after, !options.file.empty(), configuration);
    if (!backup) return report_error(backup.error(), console);
    if (options.common.quiet) return kExitClean;
    console.out("Written: " + shown + " (" + described(after) + (before.exists ? "; " + changes(*before.baseline, after) : "") +
                ")" + (backup->empty() ? "" : "; the old file is in " + shown_path(*backup)) + ".\n");
    say_what_is_left(check, before.file, configuration, console);
    return kExitClean;
}

std::size_t surplus(const findings::Baseline& baseline, const findings::Baseline& other) {
    std::size_t count = 0;
    for (const auto& [file, entries] : baseline.files) {
        const auto others = other.files.find(file);
        for (const auto& [key, own] : entries) {
            std::uint32_t has = 0;
            if (others != other.files.end()) {
                if (const auto found = others->second.find(key); found != others->second.end()) has = found->second;
            }
            count += own - std::min(own, has);
        }
    }
    return count;
}

std::string described(const findings::Baseline& baseline) {
    return counted(baseline.size(), "finding") + " in " + counted(baseline.files.size(), "file");
}

std::string changes(const findings::Baseline& before, const findings::Baseline& after) {
    return std::to_string(surplus(after, before)) + " new, " + std::to_string(surplus(before, after)) + " no longer there";
}

// What the next check will still say, and what it would not find.
void say_what_is_left(const workspace::ProjectCheck& check, const std::string& baseline,
                      const workspace::Configuration& configuration, Console& console) {
    const auto is_left = [](const workspace::CheckedFile& file) { return file.analysis.not_analysed.has_value(); };
    const std::size_t left =
        check.notes.size() + static_cast<std::size_t>(std::count_if(check.files.begin(), check.files.end(), is_left));
    if (left > 0) {
        console.out(counted(left, "input was", "inputs were") +
                    " not analysed; check says so and exits 4 unless --allow-not-analysed is given.\n");
    }
    if (baseline != workspace::baseline_path_of(configuration)) {
        console.out("check finds it with --baseline, or everywhere with `baseline = \"" +
                    printable(workspace::relative_path(baseline, configuration.root)) + "\"` in the configuration.\n");
    }
}

}  // namespace

}  // namespace rowtype::cli
