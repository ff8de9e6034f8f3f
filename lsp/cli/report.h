// What a check found, as all output formats show it: lines and columns for people, paths from the working directory.
#pragma once

#include <ctime>
#include <deque>
#include <optional>
#include <string>
#include <vector>

#include "analysis/engine/engine.h"
#include "analysis/findings/finding.h"
#include "lsp/cli/project_runs.h"
#include "lsp/workspace/baseline_update.h"
#include "lsp/workspace/project_check.h"
#include "lsp/workspace/schema_host.h"
#include "reflect/base/text.h"

namespace rowtype::cli {

struct FixedFile;  // fix.h

// One finding at its place. The pointers lead into the ProjectCheck that the report was made of, or to the report's groups.
struct Issue {
    const findings::Finding* finding = nullptr;
    std::vector<std::string> fields;  // of one that stands for several (analysis/rules/shown_findings.h)
    const workspace::CheckedFile* source = nullptr;
    std::string file;  // relative to the working directory
    LineColumn begin;
    LineColumn end;

    [[nodiscard]] findings::Severity severity() const { return finding->severity; }
};

// A table that a model belongs to, or that a finding says has none.
struct TableRow {
    std::string table;
    std::string model;   // empty: none
    std::string file;    // of the model; empty: none
    std::string status;  // "conformant", or that of its worst finding
};

// A migration that the database does not have yet, and what of the code needs it.
struct PendingMigration {
    std::string file;
    std::vector<std::string> names;  // "public.users.nick", sorted, once each
    std::size_t uses = 0;
};

struct NotAnalysed {
    std::string file;
    std::string reason;
};

// What the baseline excused in this run, and what of it is gone.
struct BaselineReport {
    std::string file;  // from the working directory
    std::size_t excused = 0;
    std::vector<workspace::GoneFinding> gone;
    bool was_rewritten = false;  // without what is gone
    std::string trouble;         // why it could not be rewritten
};

struct Report {
    std::string timestamp;  // UTC, RFC 3339
    std::string database;   // never holds credentials
    std::vector<std::string> model_path;
    std::deque<findings::Finding> groups;
    std::vector<Issue> issues;     // by file and place; those of severity info only when hints are shown or the report is JSON
    std::vector<TableRow> tables;  // by table, then file and model
    std::vector<PendingMigration> pending;  // those that something uses, by file
    std::vector<NotAnalysed> not_analysed;
    std::size_t errors = 0;
    std::size_t warnings = 0;
    std::size_t hints = 0;
    std::size_t fixable = 0;         // errors and warnings with a fix that mends them
    std::size_t fixable_unsafe = 0;  // of those, where only --unsafe-fixes does

    const workspace::ProjectCheck* check = nullptr;
    const workspace::LoadedSchema* schema = nullptr;
    const workspace::Configuration* configuration = nullptr;
    std::string source_root;                // absolute: the repository's folder, else the working directory
    std::vector<const ProjectRun*> nested;  // further projects of the tree, with a configuration and a schema of their own
    std::vector<BaselineReport> baselines;  // one for each configuration that has one
    const std::vector<FixedFile>* fixed = nullptr;  // null: no fixes were asked for
    double seconds = 0;
    bool queries_only = false;
    bool fails = false;  // something stands at or above the fail level: the exit code is 1
    bool with_statistics = false;
    std::size_t inputs_excluded = 0;  // that were named, and left out by --force-exclude

    // Whether anything of the user's was compared with the schema at all.
    [[nodiscard]] bool checked_something() const;
    [[nodiscard]] std::size_t conformant_tables() const;
    // What holds for a file (absolute): of the projects whose folders hold it the innermost.
    [[nodiscard]] const workspace::Configuration& configuration_of(const std::string& file) const;
    // Of all schemas that were checked against.
    [[nodiscard]] std::size_t relations() const;
    [[nodiscard]] std::size_t excused() const;  // findings that the baselines hold
};

// Relations of the user's own: without those that an extension or the platform owns, and those that files only use and never make.
[[nodiscard]] std::size_t own_relations(const catalog::Catalog& catalog);

// What is shown, worst first, then by table and field; those of severity info only when `hints` is set.
[[nodiscard]] std::vector<const Issue*> issues_by_severity(const Report& report, bool hints);

// The schema as a report names it: the path that it was read from, or the database without credentials.
[[nodiscard]] std::string source_name(const workspace::LoadedSchema& schema);

// Now, or what SOURCE_DATE_EPOCH says, which makes a run reproducible.
[[nodiscard]] std::time_t time_of_run();

[[nodiscard]] Report make_report(const workspace::ProjectCheck& check, const workspace::LoadedSchema& schema,
                                 const workspace::Configuration& configuration);

}  // namespace rowtype::cli
