#include "lsp/cli/baseline_run.h"

#include "lsp/cli/setup.h"
#include "lsp/workspace/baseline_update.h"
#include "lsp/workspace/change_journal.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/platform.h"
#include "reflect/base/hash.h"

namespace rowtype::cli {

BaselinePlace baseline_place(const std::string& named, const workspace::Configuration& configuration) {
    if (!named.empty()) return {workspace::absolute_path(named), true};
    return {workspace::baseline_path_of(configuration), false};
}

Result<BaselineRun> BaselineRun::start(const BaselineChoice& choice, const workspace::Configuration& configuration, bool quiet,
                                       Console& console) {
    BaselineRun run;
    if (choice.none) return run;
    const BaselinePlace place = baseline_place(choice.file, configuration);
    Result<workspace::LoadedBaseline> loaded = workspace::load_baseline(place.file);
    if (!loaded) return loaded.error();
    run.loaded_ = std::move(*loaded);
    run.is_named_ = place.is_named;
    if (run.loaded_.exists) return run;
    if (place.is_named) {
        return Error{Error::Kind::Usage, "there is no such baseline", "write it with rowtype baseline -o FILE", place.file};
    }
    if (!configuration.baseline.empty() && !quiet) {
        console.error("note: " + shown_path(place.file) + " does not exist yet; rowtype baseline writes it\n");
    }
    return run;
}

const findings::Baseline* BaselineRun::baseline() const { return loaded_.exists ? loaded_.baseline.get() : nullptr; }

void BaselineRun::compare(const workspace::ProjectCheck& check, const workspace::ProjectCheckRequest& request) {
    if (!loaded_.exists) return;
    workspace::BaselineComparison comparison =
        workspace::compare_baseline(*loaded_.baseline, check, *request.configuration, request.paths);
    report_.file = workspace::relative_path(loaded_.file, workspace::current_folder());
    report_.excused = comparison.excused;
    if (request.given_text) return;  // a text that is not on disk proves nothing of the file
    report_.gone = std::move(comparison.gone);
    remaining_ = std::move(comparison.remaining);
}

std::optional<BaselineReport> BaselineRun::finish(const workspace::Configuration& configuration, bool may_shrink) {
    if (!loaded_.exists) return std::nullopt;
    if (report_.gone.empty() || !may_shrink) return std::move(report_);
    const Result<std::string> backup = write_baseline(loaded_, remaining_, is_named_, configuration);
    report_.was_rewritten = backup.ok();
    if (!backup) report_.trouble = "the file could not be written (" + backup.error().message + ")";
    return std::move(report_);
}

bool may_shrink_baseline(const CheckOptions& options, const workspace::Configuration& configuration,
                         const workspace::LoadedSchema& schema) {
    const CommonOptions& common = options.common;
    const bool is_as_configured =
        !common.schema && common.database_url.empty() && common.database_url_env.empty() && options.model_paths.empty();
    // A snapshot serves where the configured database did not answer.
    const bool is_stand_in = schema.kind == workspace::SourceKind::Snapshot &&
                             configuration.schema.kind != workspace::SourceKind::Snapshot &&
                             configuration.schema.kind != workspace::SourceKind::Automatic;
    const std::string ci = workspace::platform::environment_variable("CI").value_or("");
    const bool is_in_ci = !ci.empty() && ci != "false" && ci != "0";
    return is_as_configured && !is_stand_in && !options.baseline.keep && !is_in_ci;
}

Result<std::string> write_baseline(const workspace::LoadedBaseline& before, const findings::Baseline& baseline, bool is_named,
                                   const workspace::Configuration& configuration) {
    workspace::FileChange change;
    change.file = before.file;
    change.content = workspace::baseline_text(baseline);
    if (before.exists) change.expected_hash = hash_bytes(before.text);
    if (!is_named) change.confined_to = configuration.root;
    const Result<workspace::ChangedFiles> changed = workspace::change_files(configuration.root, "baseline", {change});
    if (!changed) return changed.error();
    if (!changed->failures.empty()) return changed->failures.front();
    return changed->folder;
}

}  // namespace rowtype::cli
