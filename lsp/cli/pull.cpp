#include "lsp/cli/commands.h"
#include "lsp/cli/difference_report.h"
#include "lsp/cli/report.h"
#include "lsp/cli/schema_notes.h"
#include "lsp/cli/setup.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "lsp/workspace/snapshot_file.h"

namespace rowtype::cli {

namespace {

bool may_replace(const std::string& file);

Result<workspace::LoadedSchema> read_source(const PullOptions& options, workspace::Configuration configuration,
                                            const std::string& file, Console& console);
std::string record_text(const workspace::LoadedSchema& schema);
std::string stale_text(const diff::Difference& difference, const PullOptions& options, Console& console);
std::string record_remark(const workspace::LoadedSchema& schema, workspace::SnapshotState state);

}  // namespace

int run_pull(const PullOptions& options, Console& console) {
    set_up_log(options.common.log_level, options.common.log_file, workspace::log::Level::Off, console);
    if (options.check && options.output == "-") {
        return report_error({Error::Kind::Usage, "--check compares a file, not standard output", "name it with -o FILE", ""},
                            console);
    }
    const std::optional<workspace::Configuration> configuration =
        set_up_configuration(options.common, workspace::current_folder(), console);
    if (!configuration) return kExitUsage;
    const std::string name = configuration->database.empty() ? "schema" : configuration->database;
    const std::string file =
        options.output.empty() ? configuration->root + "/.rowtype/" + name + ".json" : workspace::absolute_path(options.output);
    const Result<workspace::LoadedSchema> schema = read_source(options, *configuration, file, console);
    if (!schema) return report_error(schema.error(), console);
    if (!options.common.quiet) {
        console.error(notes_text(schema->catalog->notes(), printable(schema->description), "is unknown in a snapshot"));
    }
    const std::string text = workspace::snapshot_text(*schema);
    if (options.output == "-") {
        console.out(text);
        return kExitClean;
    }
    const std::string shown = shown_path(file);
    const workspace::SnapshotState state = workspace::compare_snapshot(file, text);
    const bool is_current = state == workspace::SnapshotState::Same;
    const std::string source = printable(schema->description) + ", " + counted(own_relations(*schema->catalog), "relation");
    if (options.check) {
        if (state != workspace::SnapshotState::Different) {
            if (!options.common.quiet)
                console.out(shown + " is what " + source + " says" + record_remark(*schema, state) + ".\n");
            return kExitClean;
        }
        workspace::WorkerPool pool(1);
        const auto difference = workspace::compare_with_snapshot(file, *schema->catalog, {}, pool);
        if (difference && difference->empty() && !schema->catalog->notes().empty()) {
            console.out(shown + " could not be compared in whole: nothing that could be read of " + source + " differs.\n");
            return kExitNotAnalysed;
        }
        console.out(shown + (workspace::is_file(file) ? " is stale" : " is missing") + ": it is not what " + source +
                    " says; write it with rowtype pull.\n");
        if (!options.common.quiet && difference) console.out(stale_text(*difference, options, console));
        return kExitFindings;
    }
    if (!is_current && !may_replace(file)) {
        return report_error({Error::Kind::Usage, "this file is no schema snapshot, and is left as it is",
                             "name another one with -o, or remove it", shown},
                            console);
    }
    if (!is_current) {
        const Status written = workspace::write_file_safely(file, text);
        if (!written) return report_error(written.error(), console);
    }
    if (!options.common.quiet) {
        console.out((is_current ? "Unchanged: " : "Written: ") + shown + " (" + source + record_text(*schema) + ").\n");
    }
    return kExitClean;
}

namespace {

// The snapshot that is to be written is no source of itself: discovery, or a configuration that names it, would read back
// what the last pull wrote and call it current.
Result<workspace::LoadedSchema> read_source(const PullOptions& options, workspace::Configuration configuration,
                                            const std::string& file, Console& console) {
    using workspace::SourceKind;
    const bool is_itself = configuration.schema.kind == SourceKind::Snapshot && configuration.schema.path == file;
    if (!options.common.schema && (is_itself || configuration.schema.kind == SourceKind::Automatic)) {
        configuration.schema.kind = SourceKind::Postgres;
        if (configuration.schema.url_env.empty()) configuration.schema.chosen_by_user = true;
    }
    workspace::WorkerPool pool(options.common.jobs);
    return set_up_schema(options.common, configuration, pool, console, Overlay::None);
}

// Newer files of a checkout can be told apart only from a snapshot that records what it contains.
std::string record_text(const workspace::LoadedSchema& schema) {
    return schema.migrations ? ", " + counted(schema.migrations->size(), "migration") + " recorded"
                             : "; it does not tell which migrations it contains, so none is recorded";
}

std::string record_remark(const workspace::LoadedSchema& schema, workspace::SnapshotState state) {
    if (state == workspace::SnapshotState::Same) return "";
    if (state == workspace::SnapshotState::OlderForm) return "; it does not say yet which names were dropped (rowtype pull does)";
    return schema.migrations ? "; it does not record the migrations yet (rowtype pull does)"
                             : "; which migrations it contains could not be compared";
}

// From the file to the schema. Where nothing of the schema differs, it is the record of migrations, or an older form of the file.
std::string stale_text(const diff::Difference& difference, const PullOptions& options, Console& console) {
    if (difference.empty()) return "\nNo table, type or function differs: the migrations that it records, or its form, do.\n";
    return "\n" + difference_text(difference, make_style(options.common.color, console.out_is_terminal())) + "\n" +
           difference_summary(difference) + ".\n";
}

// What is there must at least begin as a snapshot does: a slip of the hand must not cost anybody a source file.
bool may_replace(const std::string& file) {
    if (!workspace::is_file(file)) return true;
    const Result<std::string> text = workspace::read_file(file, snapshot::kMaximumSnapshotBytes);
    if (!text) return false;
    const std::size_t begin = text->find_first_not_of(" \t\r\n");
    return begin == std::string::npos || (*text)[begin] == '{';
}

}  // namespace

}  // namespace rowtype::cli
