#include <algorithm>
#include <chrono>

#include "analysis/rules/rule.h"
#include "lsp/cli/add_ignores.h"
#include "lsp/cli/baseline_run.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/outputs.h"
#include "lsp/cli/progress.h"
#include "lsp/cli/project_runs.h"
#include "lsp/cli/report.h"
#include "lsp/cli/reporters.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/project_check.h"
#include "reflect/base/similar_names.h"

namespace rowtype::cli {

namespace {

constexpr std::size_t kInputCap = 64UL * 1024 * 1024;

std::optional<Error> take_paths(const CheckOptions& options, Console& console, workspace::ProjectCheckRequest& request);
std::optional<Error> apply_model_paths(const std::vector<std::string>& paths, workspace::Configuration& configuration);
std::optional<Error> apply_selection(const CheckOptions& options, workspace::Configuration& configuration);
TextLayout layout_of(const CheckOptions& options, const Console& console);
int exit_code_of(const Report& report, const CheckOptions& options);

}  // namespace

int run_check(const CheckOptions& options, Console& console) {
    const auto start = std::chrono::steady_clock::now();
    set_up_log(options.common.log_level, options.common.log_file, workspace::log::Level::Off, console);
    workspace::ProjectCheckRequest request;
    if (const auto error = take_paths(options, console, request)) return report_error(*error, console);
    std::vector<std::string> places = request.paths;
    if (request.given_text) places.push_back(request.given_text->path);
    workspace::WorkerPool pool(options.common.jobs);
    std::optional<std::vector<ProjectRun>> runs =
        find_projects(options.common, common_folder(places), request.paths, pool, console);
    if (!runs) return kExitUsage;
    for (ProjectRun& run : *runs) {
        if (const auto error = apply_model_paths(options.model_paths, run.configuration)) return report_error(*error, console);
        if (const auto error = apply_selection(options, run.configuration)) return report_error(*error, console);
    }
    workspace::ProjectCheck check;
    const Status loaded = load_schemas(options.common, *runs, request.given_text.has_value(), pool, console, check);
    if (!loaded) return report_error(loaded.error(), console);
    std::vector<BaselineRun> baselines;  // one for each run
    for (const ProjectRun& run : *runs) {
        Result<BaselineRun> baseline = BaselineRun::start(options.baseline, run.configuration, options.common.quiet, console);
        if (!baseline) return report_error(baseline.error(), console);
        baselines.push_back(std::move(*baseline));
        if (!options.queries_only) say_idle_entries(run, options.model_paths.empty(), pool, console);
    }
    request.report_missing_models = !options.queries_only;
    IgnoreWriter ignores;
    for (std::size_t i = 0; i < runs->size(); ++i) {
        const ProjectRun& run = (*runs)[i];
        Progress progress(console, !options.common.quiet);
        request.progress = [&](std::size_t done, std::size_t total) { progress.update(done, total); };
        request.configuration = &run.configuration;
        request.catalog = run.schema.catalog;
        request.walk = run.walk;
        request.baseline = baselines[i].baseline();
        workspace::ProjectCheck own = workspace::check_project(request, pool);
        baselines[i].compare(own, request);
        if (options.add_ignores) ignores.gather(own, request, options, pool);
        workspace::merge(check, std::move(own));
        request.given_text.reset();  // the first configuration's
    }
    workspace::log::debug("analysed " + counted(check.files_analysed, "file") + " of " + std::to_string(check.files_found) +
                          ", " + sized(check.bytes_analysed) + " of " + sized(check.bytes_found));
    if (options.add_ignores) return ignores.finish(options, console);
    Report report = make_report(check, runs->front().schema, runs->front().configuration);
    for (std::size_t i = 1; i < runs->size(); ++i) report.nested.push_back(&(*runs)[i]);
    report.queries_only = options.queries_only;
    report.with_statistics = options.statistics;
    for (std::size_t i = 0; i < runs->size(); ++i) {
        const ProjectRun& run = (*runs)[i];
        // A finding that moved to another function looks gone and new at once: while something is new, the file stays.
        const bool may_shrink =
            report.errors + report.warnings == 0 && may_shrink_baseline(options, run.configuration, run.schema);
        if (auto said = baselines[i].finish(run.configuration, may_shrink)) report.baselines.push_back(std::move(*said));
    }
    report.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
    const int exit_code = exit_code_of(report, options);
    report.fails = exit_code == kExitFindings;
    const Status written = write_outputs(report, options.outputs, layout_of(options, console), console);
    if (!written) return report_error(written.error(), console);
    return exit_code;
}

namespace {

std::optional<Error> take_paths(const CheckOptions& options, Console& console, workspace::ProjectCheckRequest& request) {
    for (const std::string& path : options.paths) {
        if (path != "-") {
            const Result<std::string> found = existing_path(path);
            if (!found) return found.error();
            request.paths.push_back(*found);
            continue;
        }
        if (options.add_ignores) {
            return Error{Error::Kind::Usage, "--add-ignores writes into files, not into standard input", "name the file", ""};
        }
        std::optional<std::string> text = console.read_input(kInputCap);
        if (!text) return Error{Error::Kind::Usage, "standard input is too long", "", ""};
        const std::string name = options.stdin_filename.empty() ? "stdin.py" : options.stdin_filename;
        request.given_text = {workspace::absolute_path(name), std::move(*text)};
    }
    if (options.paths.empty()) request.paths.push_back(workspace::current_folder());
    return std::nullopt;
}

// --model-path takes what people type: a file, a folder, a glob; all from the working directory.
std::optional<Error> apply_model_paths(const std::vector<std::string>& paths, workspace::Configuration& configuration) {
    if (paths.empty()) return std::nullopt;
    configuration.models.clear();
    configuration.models_key = {};
    for (const std::string& path : paths) {
        const std::string absolute = workspace::absolute_path(path);
        const bool is_glob = path.find_first_of("*?[") != std::string::npos;
        if (!is_glob && !workspace::is_folder(absolute) && !workspace::is_file(absolute)) {
            return Error{Error::Kind::Usage, "there is no such file or folder", "--model-path names where the models are",
                         absolute};
        }
        const std::string relative = workspace::relative_path(absolute, configuration.root);
        configuration.models.push_back(relative == "." ? "**/*.py" : relative);
    }
    return std::nullopt;
}

std::optional<Error> check_rule_names(const std::vector<std::string>& names, const std::string& option) {
    for (const std::string& name : names) {
        if (rules::find_rule(name) != nullptr) continue;
        std::vector<std::string> known;
        for (const rules::Rule* rule : rules::all_rules()) known.emplace_back(rule->id);
        const std::optional<std::string> near = nearest_name(name, known);
        return Error{Error::Kind::Usage,
                     option + ": unknown rule \"" + name + "\"" + (near ? ": did you mean \"" + *near + "\"?" : ""),
                     "rowtype explain lists all rules", ""};
    }
    return std::nullopt;
}

// A rule that is selected keeps its configured level; one that is off by itself then warns.
std::optional<Error> apply_selection(const CheckOptions& options, workspace::Configuration& configuration) {
    Settings& settings = configuration.settings;
    if (auto error = check_rule_names(options.select, "--select")) return error;
    if (auto error = check_rule_names(options.ignore, "--ignore")) return error;
    const auto contains = [](const std::vector<std::string>& names, std::string_view id) {
        return std::find(names.begin(), names.end(), id) != names.end();
    };
    for (const rules::Rule* rule : rules::all_rules()) {
        const std::string id(rule->id);
        const bool is_query_rule = rule->family == rules::RuleFamily::Query || rule->family == rules::RuleFamily::Comment;
        const bool selected = options.select.empty() || contains(options.select, id);
        if (!selected || contains(options.ignore, id) || (options.queries_only && !is_query_rule)) {
            settings.rule_levels[id] = findings::Severity::Off;
            for (workspace::PathLevels& entry : configuration.per_path) entry.levels.erase(id);
        } else if (!options.select.empty() && rule->default_severity == findings::Severity::Off) {
            settings.rule_levels.try_emplace(id, findings::Severity::Warning);
        }
    }
    return std::nullopt;
}

TextLayout layout_of(const CheckOptions& options, const Console& console) {
    TextLayout layout;
    layout.style = make_style(options.common.color, console.out_is_terminal());
    layout.width = console.width();
    layout.hints = options.hints;
    layout.quiet = options.common.quiet;
    return layout;
}

int exit_code_of(const Report& report, const CheckOptions& options) {
    if (options.exit_zero) return kExitClean;
    const auto fails = [&](const Issue& issue) {
        const findings::Severity fail_on = options.fail_on.value_or(issue.source->fail_on);
        return fail_on != findings::Severity::Off && issue.severity() >= fail_on;
    };
    if (std::any_of(report.issues.begin(), report.issues.end(), fails)) return kExitFindings;
    return report.not_analysed.empty() || options.allow_not_analysed ? kExitClean : kExitNotAnalysed;
}

}  // namespace

}  // namespace rowtype::cli
