// `rowtype draft`: the schema that the code asks for, as a migration to be reviewed.
#include <algorithm>
#include <charconv>
#include <chrono>
#include <map>
#include <set>

#include "analysis/drafts/migration_text.h"
#include "analysis/engine/schema_drafts.h"
#include "lsp/cli/changes.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/file_line.h"
#include "lsp/cli/project_runs.h"
#include "lsp/cli/report.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/change_journal.h"
#include "lsp/workspace/migration_folder.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::cli {

namespace {

using drafts::SchemaDraft;

class DraftRun {
public:
    DraftRun(const DraftOptions& options, Console& console) : options_(options), console_(console), pool_(options.common.jobs) {}
    int run();

private:
    std::optional<Error> take_paths();
    void gather(const ProjectRun& run);
    void take(const workspace::CheckedFile& file, std::vector<engine::DraftedFinding> found, std::vector<SchemaDraft>& drafts);
    const SchemaDraft* chosen(const engine::DraftedFinding& found, const std::string& place);
    std::optional<Error> hand_out(const ProjectRun& run, std::vector<SchemaDraft> drafts);
    std::optional<Error> write(const ProjectRun& run, const std::vector<workspace::DraftedFile>& files, std::size_t changes);
    void say_skipped();
    void say_not_analysed();

    const DraftOptions& options_;
    Console& console_;
    workspace::WorkerPool pool_;
    Inputs inputs_;
    std::map<std::string, std::set<std::uint32_t>> lines_;  // by file, absolute; of those that were named with a line
    workspace::ProjectCheck left_;
    std::vector<std::string> skipped_;  // a line each
    std::size_t drafted_ = 0;
    bool printed_ = false;
};

}  // namespace

int run_draft(const DraftOptions& options, Console& console) { return DraftRun(options, console).run(); }

namespace {

int DraftRun::run() {
    set_up_log(options_.common.log_level, options_.common.log_file, workspace::log::Level::Off, console_);
    if (const auto error = take_paths()) return report_error(*error, console_);
    auto runs = find_projects(options_.common, inputs_, pool_, console_);
    if (!runs) return kExitUsage;
    if (options_.write) {
        for (const ProjectRun& run : *runs) {
            if (const Status status = put_back_interrupted(run.configuration.root, console_); !status) {
                return report_error(status.error(), console_);
            }
        }
    }
    if (const Status loaded = load_schemas(options_.common, *runs, pool_, console_, left_); !loaded) {
        return report_error(loaded.error(), console_);
    }
    std::optional<Error> failure;
    for (const ProjectRun& run : *runs) {
        std::vector<SchemaDraft> drafts;
        workspace::ProjectCheckRequest request;
        request.configuration = &run.configuration;
        request.catalog = run.schema.catalog;
        request.api = run.schema.api;
        request.walk = run.walk;
        request.report_missing_models = false;
        request.uses_cache = true;
        const workspace::ProjectCheck check = workspace::check_project(request, pool_);
        say_too_large(check, options_.common.quiet, console_);
        left_.notes.insert(left_.notes.end(), check.notes.begin(), check.notes.end());
        workspace::WorkspaceFacts facts(run.configuration.root, run.configuration.extraction);
        const engine::Environment environment{run.schema.catalog, &run.configuration.settings, &facts, nullptr, &run.schema.api};
        std::vector<std::vector<engine::DraftedFinding>> found(check.files.size());
        pool_.run_all(check.files.size(), [&](std::size_t index) {
            const workspace::CheckedFile& file = check.files[index];
            found[index] = engine::draft_changes(file.identity, file.text, environment, file.analysis.findings);
        });
        for (std::size_t index = 0; index < found.size(); ++index) {
            if (check.files[index].analysis.not_analysed) {
                left_.notes.push_back({check.files[index].absolute_path, *check.files[index].analysis.not_analysed});
            }
            take(check.files[index], std::move(found[index]), drafts);
        }
        if (drafts.empty()) continue;
        if (auto error = hand_out(run, std::move(drafts))) failure = std::move(error);
    }
    if (!options_.common.quiet) {
        say_skipped();
        if (drafted_ == 0 && !failure) console_.error("There is nothing to draft.\n");
    }
    if (failure) return report_error(*failure, console_);
    say_not_analysed();
    return left_.notes.empty() ? kExitClean : kExitNotAnalysed;
}

std::optional<Error> DraftRun::take_paths() {
    for (const std::string& path : options_.paths) {
        const FileLine place = file_line(path);
        const Result<std::string> found = existing_path(place.file);
        if (!found) return found.error();
        inputs_.paths.push_back(*found);
        if (place.line != 0) lines_[*found].insert(place.line);
    }
    if (inputs_.paths.empty()) inputs_.paths.push_back(workspace::current_folder());
    return std::nullopt;
}

// What is missing is made; what is there and differs may be right.
bool alters_column(const SchemaDraft& draft) {
    return draft.kind == drafts::ChangeKind::SetNotNull || draft.kind == drafts::ChangeKind::DropNotNull ||
           draft.kind == drafts::ChangeKind::SetType;
}

// Findings that a check would not show are drafted where their line was named.
void DraftRun::take(const workspace::CheckedFile& file, std::vector<engine::DraftedFinding> found,
                    std::vector<SchemaDraft>& drafts) {
    const auto lines = lines_.find(file.absolute_path);
    for (const engine::DraftedFinding& one : found) {
        const std::uint32_t line = file.lines.line_column(file.text, one.finding.span.begin).line;
        const bool is_named = lines != lines_.end() && lines->second.contains(line);
        if (lines != lines_.end() && !is_named) continue;
        if (!is_named && one.finding.severity < findings::Severity::Warning) continue;
        const std::string place = shown_path(file.absolute_path) + ":" + std::to_string(line);
        const SchemaDraft* draft = chosen(one, place);
        if (draft == nullptr) continue;
        if (!is_named && alters_column(*draft)) {
            skipped_.push_back(place + ": not drafted: " + printable(one.finding.message) +
                               ": the code may be what is wrong; name the line to have it drafted");
            continue;
        }
        engine::merge_drafts(drafts, {*draft});
    }
}

const SchemaDraft* DraftRun::chosen(const engine::DraftedFinding& found, const std::string& place) {
    const bool is_asked_for = options_.similar == SimilarColumn::Add;
    if (found.drafts.empty() || (!found.reason.empty() && !is_asked_for)) {
        skipped_.push_back(place + ": not drafted: " + printable(found.finding.message) + ": " + printable(found.reason) +
                           (found.drafts.empty() ? "" : "; --add drafts it all the same"));
        return nullptr;
    }
    if (found.drafts.size() == 1) return &found.drafts.front();
    if (options_.similar) {
        const auto wanted = std::ranges::find_if(found.drafts, [&](const SchemaDraft& draft) {
            return (draft.kind == drafts::ChangeKind::RenameColumn) == (*options_.similar == SimilarColumn::Rename);
        });
        if (wanted != found.drafts.end()) return &*wanted;
    }
    skipped_.push_back(place + ": not drafted: " + printable(found.finding.message) + ": \"" +
                       printable(found.finding.suggestion) +
                       "\" may be what it was called; --rename drafts that, --add a column of its own");
    return nullptr;
}

std::optional<Error> DraftRun::hand_out(const ProjectRun& run, std::vector<SchemaDraft> drafts) {
    const std::size_t changes = drafts.size();
    drafts::MigrationText text = drafts::migration_text(std::move(drafts));
    if (!options_.name.empty()) text.slug = options_.name;
    std::optional<Result<workspace::MigrationFolder>> folder;
    pool_.run_all(1, [&](std::size_t) { folder = workspace::find_migration_folder(run.configuration, run.schema); });
    if (!*folder) {
        if (options_.write) return folder->error();
        console_.out(std::string(printed_ ? "\n" : "") + text.up);
        printed_ = true;
        drafted_ += changes;
        if (!options_.common.quiet) console_.error("note: " + printable(folder->error().to_string()) + "\n");
        return std::nullopt;
    }
    const std::vector<workspace::DraftedFile> files =
        workspace::drafted_files(**folder, text, std::chrono::system_clock::from_time_t(time_of_run()));
    if (options_.write) return write(run, files, changes);
    for (const workspace::DraftedFile& file : files) {
        const bool is_python = file.path.ends_with(".py");
        console_.out(std::string(printed_ ? "\n" : "") + (is_python ? "# " : "-- ") + shown_path(file.path) + "\n" + file.text);
        printed_ = true;
    }
    drafted_ += changes;
    return std::nullopt;
}

std::optional<Error> DraftRun::write(const ProjectRun& run, const std::vector<workspace::DraftedFile>& files,
                                     std::size_t changes) {
    std::vector<workspace::FileChange> made;
    std::string names;
    for (const workspace::DraftedFile& file : files) {
        if (workspace::is_file(file.path)) {
            return Error{Error::Kind::Io, "there is such a file already; nothing was written", "", shown_path(file.path)};
        }
        made.push_back({file.path, file.text, std::nullopt, {}});
        names += (names.empty() ? "" : " and ") + shown_path(file.path);
    }
    const Result<workspace::ChangedFiles> written =
        workspace::change_files(run.configuration.root, "draft", made, workspace::Journaling::Always);
    if (!written) return written.error();
    if (!written->failures.empty()) return written->failures.front();
    drafted_ += changes;
    if (!options_.common.quiet) {
        console_.error("Drafted " + counted(changes, "change") + " in " + names +
                       "; review it, nothing was applied (rowtype undo takes it back).\n");
    }
    return std::nullopt;
}

void DraftRun::say_skipped() {
    for (const std::string& line : skipped_) console_.error(line + "\n");
}

void DraftRun::say_not_analysed() {
    for (const workspace::WalkNote& note : left_.notes) {
        console_.error("warning: " + printable(shown_path(note.path)) + " was not analysed: " + printable(note.message) + "\n");
    }
}

}  // namespace

}  // namespace rowtype::cli
