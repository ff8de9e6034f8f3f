#include <algorithm>
#include <chrono>

#include "analysis/rules/rule.h"
#include "lsp/cli/add_ignores.h"
#include "lsp/cli/baseline_run.h"
#include "lsp/cli/changes.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/fix.h"
#include "lsp/cli/outputs.h"
#include "lsp/cli/progress.h"
#include "lsp/cli/project_runs.h"
#include "lsp/cli/report.h"
#include "lsp/cli/report_files.h"
#include "lsp/cli/reporters.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/project_check.h"
#include "lsp/workspace/schema_fit.h"
#include "reflect/base/similar_names.h"

namespace rowtype::cli {

namespace {

// Of fixes over the project. A chain of files that each import the one before takes as many.
constexpr int kMostRounds = 20;
constexpr std::size_t kInputCap = 64UL * 1024 * 1024;

// One run: the projects that it covers and what their files are checked with.
class CheckRun {
public:
    CheckRun(const CheckOptions& options, Console& console) : options_(options), console_(console), pool_(options.common.jobs) {}

    // Gives the exit code.
    int run();

private:
    std::optional<Error> take_paths();
    std::optional<Error> take_input();
    std::optional<Error> prepare();
    // An Error where a schema that was guessed is not this code's, and nothing else remains to be checked.
    [[nodiscard]] Status check_projects();
    [[nodiscard]] Status put_back();
    [[nodiscard]] Status gather_fixes();
    [[nodiscard]] std::optional<int> fix();
    [[nodiscard]] Report report();

    const CheckOptions& options_;
    Console& console_;
    const std::chrono::steady_clock::time_point start_ = std::chrono::steady_clock::now();
    workspace::WorkerPool pool_;
    workspace::ProjectCheckRequest request_;
    std::optional<workspace::ProjectCheckRequest::GivenText> given_;  // standard input
    std::vector<ProjectRun> runs_;
    std::vector<BaselineRun> baselines_;  // one for each run
    workspace::ProjectCheck left_out_;    // what was noted of projects whose schema nobody knows
    workspace::ProjectCheck check_;
    IgnoreWriter ignores_;
    FixWriter fixes_;
    bool fix_failed_ = false;
};

std::optional<Error> apply_model_paths(const std::vector<std::string>& paths, workspace::Configuration& configuration);
std::optional<Error> apply_selection(const CheckOptions& options, workspace::Configuration& configuration);
TextLayout layout_of(const CheckOptions& options, const Console& console);
bool shows_fixes(const Output& output, bool quiet);
int exit_code_of(const Report& report, const CheckOptions& options);

}  // namespace

int run_check(const CheckOptions& options, Console& console) { return CheckRun(options, console).run(); }

namespace {

int CheckRun::run() {
    set_up_log(options_.common.log_level, options_.common.log_file, workspace::log::Level::Off, console_);
    if (const auto error = refuse_foreign_files(options_.outputs)) return report_error(*error, console_);
    if (const auto error = take_paths()) return report_error(*error, console_);
    const Inputs inputs{request_.paths, given_ ? given_->path : "", options_.force_exclude};
    auto runs = find_projects(options_.common, inputs, pool_, console_);
    if (!runs) return kExitUsage;
    runs_ = std::move(*runs);
    if (const auto error = prepare()) return report_error(*error, console_);
    const Status checked = options_.fix ? gather_fixes() : check_projects();
    if (!checked) return report_error(checked.error(), console_);
    if (const std::optional<int> done = options_.fix ? fix() : std::nullopt) return *done;
    if (options_.add_ignores) return ignores_.finish(options_, console_);
    say_too_large(check_, options_.common.quiet, console_);
    Report result = report();
    result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start_).count();
    const int exit_code = fix_failed_ ? kExitUsage : exit_code_of(result, options_);
    result.fails = exit_code == kExitFindings;
    const Status written = write_outputs(result, options_.outputs, layout_of(options_, console_), console_);
    if (!written) return report_error(written.error(), console_);
    console_.leave(exit_code);
    return exit_code;
}

std::optional<Error> CheckRun::take_paths() {
    const auto usage = [](std::string message, std::string remedy) {
        return Error{Error::Kind::Usage, std::move(message), std::move(remedy), ""};
    };
    const bool has_name = !options_.stdin_filename.empty();
    const auto inputs = std::count(options_.paths.begin(), options_.paths.end(), "-");
    if (inputs > 1) return usage("standard input can be read once", "name - once");
    if (inputs == 0 && has_name && !options_.paths.empty()) {
        return usage("--stdin-filename names standard input, which is not among the paths", "add - to them");
    }
    for (const std::string& path : options_.paths) {
        if (path == "-") continue;
        const Result<std::string> found = existing_path(path);
        if (!found) return found.error();
        request_.paths.push_back(*found);
    }
    if (inputs > 0 || has_name) return take_input();
    if (options_.paths.empty()) request_.paths.push_back(workspace::current_folder());
    return std::nullopt;
}

std::optional<Error> CheckRun::take_input() {
    if (options_.add_ignores || options_.fix) {
        return Error{Error::Kind::Usage,
                     std::string(options_.fix ? "fixes are made in files" : "--add-ignores writes into files") +
                         ", not into standard input",
                     "name the file", ""};
    }
    if (options_.common.schema && options_.common.schema->path == workspace::kStandardInput) {
        return Error{Error::Kind::Usage, "standard input cannot be both the code and the OpenAPI document",
                     "name a file for one of them: --schema openapi:PATH", ""};
    }
    const std::string name = options_.stdin_filename.empty() ? "stdin.py" : options_.stdin_filename;
    const std::string path = workspace::absolute_path(name);
    if (workspace::is_folder(path)) return Error{Error::Kind::Usage, "--stdin-filename needs a file, not a folder", "", path};
    std::optional<std::string> text = console_.read_input(kInputCap);
    if (!text) return Error{Error::Kind::Usage, "standard input is too long", "", ""};
    given_ = {path, std::move(*text)};
    return std::nullopt;
}

// What each project needs before its files are looked at.
std::optional<Error> CheckRun::prepare() {
    for (ProjectRun& run : runs_) {
        if (auto error = apply_model_paths(options_.model_paths, run.configuration)) return error;
        if (auto error = apply_selection(options_, run.configuration)) return error;
        if (options_.no_cache) run.configuration.cache = false;
    }
    if (const Status status = put_back(); !status) return status.error();
    if (const Status loaded = load_schemas(options_.common, runs_, pool_, console_, left_out_); !loaded) return loaded.error();
    for (const ProjectRun& run : runs_) {
        Result<BaselineRun> baseline = BaselineRun::start(options_.baseline, run.configuration, options_.common.quiet, console_);
        if (!baseline) return baseline.error();
        baselines_.push_back(std::move(*baseline));
        if (!options_.queries_only) say_idle_entries(run, options_.model_paths.empty(), pool_, console_);
    }
    return std::nullopt;
}

Status CheckRun::check_projects() {
    request_.report_missing_models = !options_.queries_only;
    request_.wants_fixes = std::ranges::any_of(
        options_.outputs, [this](const Output& output) { return shows_fixes(output, options_.common.quiet); });
    request_.uses_cache = !options_.no_cache && !options_.add_ignores;  // who writes into files has them all read
    for (std::size_t i = 0; i < runs_.size();) {
        const ProjectRun& run = runs_[i];
        Progress progress(console_, !options_.common.quiet);
        request_.progress = [&](std::size_t done, std::size_t total) { progress.update(done, total); };
        request_.configuration = &run.configuration;
        request_.catalog = run.schema.catalog;
        request_.api = run.schema.api;
        request_.asks_for_created_tables = workspace::may_be_of_other_program(run.schema);
        request_.walk = run.walk;
        request_.given_text = run.holds_given_file ? given_ : std::nullopt;
        request_.baseline = baselines_[i].baseline();
        request_.changed_files = fixes_.files().empty() ? nullptr : &fixes_.files();
        workspace::ProjectCheck own = workspace::check_project(request_, pool_);
        if (const auto misfit = workspace::find_misfit(request_, run.schema, own, pool_)) {
            if (runs_.size() == 1 || run.holds_given_file) return *misfit;
            leave_out(run, *misfit, options_.common, pool_, console_, left_out_);
            if (i == 0) runs_[1].walk.roots_left_out = run.walk.roots_left_out;
            runs_.erase(runs_.begin() + static_cast<std::ptrdiff_t>(i));
            baselines_.erase(baselines_.begin() + static_cast<std::ptrdiff_t>(i));
            continue;
        }
        baselines_[i].compare(own, request_);
        if (options_.add_ignores) ignores_.gather(own, request_, options_, pool_);
        if (options_.fix && !fix_failed_) fixes_.gather(own, request_, options_, pool_);
        workspace::merge(check_, std::move(own));
        ++i;
    }
    workspace::merge(check_, left_out_);
    workspace::log::debug("analysed " + counted(check_.files_analysed, "file") + " of " + std::to_string(check_.files_found) +
                          ", " + sized(check_.bytes_analysed) + " of " + sized(check_.bytes_found));
    return {};
}

// A run that is to write finds nothing half done by an earlier one.
Status CheckRun::put_back() {
    if ((!options_.add_ignores && !options_.fix) || options_.diff || options_.dry_run) return {};
    return put_back_interrupted(runs_, console_);
}

// Rounds until none finds anything to do. The last one's findings are those that remain.
Status CheckRun::gather_fixes() {
    for (int round = 0; round < kMostRounds; ++round) {
        fixes_.begin_round();
        check_ = {};
        if (Status status = check_projects(); !status) return status;
        if (!fixes_.has_changed()) return {};
    }
    fixes_.give_up();
    return {};
}

// Gives the exit code where that is all. Where a file could not be written, what remains is looked for again.
std::optional<int> CheckRun::fix() {
    if (options_.diff || options_.dry_run) return fixes_.preview(options_, console_);
    const Result<bool> written = fixes_.write(options_, console_, fix_failed_);
    if (!written) return report_error(written.error(), console_);
    if (!*written || !fix_failed_) return std::nullopt;
    check_ = {};
    fixes_.forget_files();
    if (const Status status = check_projects(); !status) return report_error(status.error(), console_);
    return std::nullopt;
}

Report CheckRun::report() {
    Report report = make_report(check_, runs_.front().schema, runs_.front().configuration);
    for (std::size_t i = 1; i < runs_.size(); ++i) report.nested.push_back(&runs_[i]);
    if (options_.fix) report.fixed = &fixes_.fixed();
    report.queries_only = options_.queries_only;
    report.with_statistics = options_.statistics;
    report.inputs_excluded = runs_.front().walk.roots_left_out;
    for (std::size_t i = 0; i < runs_.size(); ++i) {
        const ProjectRun& run = runs_[i];
        // A finding that moved to another function looks gone and new at once: while something is new, the file stays.
        const bool may_shrink =
            report.errors + report.warnings == 0 && may_shrink_baseline(options_, run.configuration, run.schema);
        if (auto said = baselines_[i].finish(run.configuration, may_shrink)) report.baselines.push_back(std::move(*said));
    }
    return report;
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

// Whether the report says what mends a finding, or, in its summary, how many have a fix.
bool shows_fixes(const Output& output, bool quiet) { return output.format != OutputFormat::GitHub || !quiet; }

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
