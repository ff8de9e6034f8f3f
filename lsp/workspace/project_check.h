// Checks a tree of files at once: walk, look for triggers, analyse what can hold a fact, on all cores. What the command line
// runs, and the tests.
//
// Thread: check_project blocks; not to be called from a thread of the pool.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/engine/engine.h"
#include "analysis/usage/uses.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/listed_files.h"
#include "lsp/workspace/python_text.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

class WorkspaceFacts;

struct ProjectCheckRequest {
    const Configuration* configuration = nullptr;
    catalog::CatalogPointer catalog;
    ServedApi api = {};
    std::vector<std::string> paths;  // absolute files and folders; empty: the configuration's root
    // A text that is checked in place of the file at its path (standard input).
    struct GivenText {
        std::string path;  // absolute
        std::string text;
    };
    std::optional<GivenText> given_text;
    // Bytes that stand for those of files (absolute paths), here and where other files import them; null: none do.
    const std::map<std::string, std::string>* changed_files = nullptr;
    // The files, where somebody walked already (to find out which of them this configuration holds for); none: `paths` are walked.
    std::optional<Walk> walk;
    bool report_missing_models = true;
    bool gather_uses = false;                      // CheckedFile::uses
    bool asks_for_created_tables = false;          // ProjectCheck::creates_mapped_tables
    bool wants_fixes = false;                      // of the findings; otherwise some may have them, and most have none
    const findings::Baseline* baseline = nullptr;  // what it excuses is put aside; null: everything is reported
    // What a run finds out is kept in .rowtype/cache for the next one (cached_analysis.h), unless the configuration forbids it, the
    // project is so small that it does not pay, or there is no project: neither a configuration file nor a repository.
    bool uses_cache = false;
    std::size_t most_entries = ListedFiles::kMostEntries;  // of the whole project
    // Called from several threads at once, after each file.
    std::function<void(std::size_t done, std::size_t total)> progress;
};

struct CheckedFile {
    FileIdentity identity;
    std::string absolute_path;
    std::string text;                                // what was analysed; spans point into it
    PythonEncoding encoding = PythonEncoding::Utf8;  // of the file; the text is UTF-8 whatever it is
    LineIndex lines;
    engine::Analysis analysis;
    findings::Severity fail_on = findings::Severity::Error;  // of the configuration that holds for it
    std::vector<findings::Finding> project_findings;         // that need the whole project: tables without a model
    std::vector<findings::Finding> baselined_project_findings;
    usage::Uses uses;  // where they are gathered; the catalog's pointers
};

struct ProjectCheck {
    std::vector<CheckedFile> files;  // those analysed that have something to report, by path
    std::vector<WalkNote> notes;     // files and folders that could not be read
    // Roots of configurations of which it was asked what their code makes and adds, and that are too large to tell (see ListedFiles):
    // names that seem missing were not reported.
    std::set<std::string> too_large_roots;
    engine::Statistics statistics;
    std::size_t files_found = 0;     // Python files, and those of SQL that somebody named
    std::size_t files_analysed = 0;  // that can hold a fact
    std::size_t bytes_found = 0;
    std::size_t bytes_analysed = 0;
    bool has_models_files = false;  // whether `models` of the configuration matched a file
    // Where it was asked for: whether Python outside of tests, anywhere in the project, certainly creates what mapped classes declare.
    bool creates_mapped_tables = false;
    // Files (FileIdentity::path) whose findings are all known: read in whole, without a syntax error that may hide some. In no order.
    std::vector<std::string> judged_files;
};

[[nodiscard]] ProjectCheck check_project(const ProjectCheckRequest& request, WorkerPool& pool);

// The facts of files that other bytes stand for (ProjectCheckRequest::changed_files) for who imports them.
void take_changed_files(WorkspaceFacts& facts, const Configuration& configuration,
                        const std::map<std::string, std::string>& changed);

// Adds what another project's check found. The files of both are then ordered by their absolute paths.
void merge(ProjectCheck& into, ProjectCheck other);

// What check_project says of the whole project alone, for an editor: the configuration file with the tables that no model
// belongs to as `project_findings` at its `models` key. Nothing where that key is not set, no file is matched by it, or every
// table has its model. Reads what the disk holds, not what an editor has open.
[[nodiscard]] std::optional<CheckedFile> find_missing_models(const Configuration& configuration,
                                                             const catalog::CatalogPointer& catalog,
                                                             const findings::Baseline* baseline, WorkerPool& pool);
// Those of `files` (absolute) that a check would analyse: they can hold something that concerns a schema.
[[nodiscard]] std::vector<std::string> concerned_files(const Configuration& configuration, const std::vector<std::string>& files,
                                                       WorkerPool& pool);
// Whether a class of this text could belong to a table: only such files decide which tables have a model.
[[nodiscard]] bool may_hold_models(const Configuration& configuration, const FileIdentity& identity, std::string_view text);

}  // namespace rowtype::workspace
