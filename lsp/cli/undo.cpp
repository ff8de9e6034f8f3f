// `rowtype undo`: has back what a command changed.
#include <algorithm>

#include "lsp/cli/changes.h"
#include "lsp/cli/commands.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/paths.h"

namespace rowtype::cli {

namespace {

using workspace::Journal;
using workspace::JournalState;

std::string listed(const std::vector<Journal>& journals, const std::string& root);
Result<const Journal*> choose(const std::vector<Journal>& journals, const std::string& id);
std::string root_of(const UndoOptions& options);

}  // namespace

int run_undo(const UndoOptions& options, Console& console) {
    const std::string root = root_of(options);
    if (!options.list) {
        std::vector<std::string> interrupted;
        const Status status = put_back_interrupted(root, console, &interrupted);
        if (!status) return report_error(status.error(), console);
        // What was interrupted was the last, and stands no more; the one before it does, unless this is what the interrupted one undid.
        const auto is_other = [](const std::string& command) { return !command.starts_with("undo "); };
        if (options.id.empty() && std::ranges::any_of(interrupted, is_other)) return kExitClean;
    }
    const Result<std::vector<Journal>> journals = workspace::list_journals(root);
    if (!journals) return report_error(journals.error(), console);
    if (options.list) {
        console.out(listed(*journals, root));
        return kExitClean;
    }
    const Result<const Journal*> chosen = choose(*journals, options.id);
    if (!chosen) return report_error(chosen.error(), console);
    const Journal& journal = **chosen;
    const Result<workspace::ChangedFiles> undone = workspace::undo_changes(root, journal, options.force);
    if (!undone) return report_error(undone.error(), console);
    if (!undone->failures.empty()) {
        console.error(failures_text({{}, {}, undone->failures}, undone->failures.size() + undone->written.size()));
        return kExitUsage;
    }
    if (!options.common.quiet) {
        const std::string what = "rowtype " + printable(journal.command) + " (" + printable(journal.id) + ")";
        console.out(undone->written.empty() ? "Nothing of " + what + " was left to undo.\n"
                                            : "Undone: " + what + ", " + counted(undone->written.size(), "file") + ".\n");
        for (const std::string& file : undone->written) console.out("  " + shown_path(file) + "\n");
    }
    return kExitClean;
}

namespace {

// A configuration that has problems has a folder all the same: one of them may be what is to be undone.
std::string root_of(const UndoOptions& options) {
    const std::string& file = options.common.config_file;
    if (!file.empty()) return workspace::parent_folder(workspace::absolute_path(file));
    return workspace::load_configuration(workspace::current_folder()).configuration.root;
}

// 20261126_125959  check --fix  2 files
//   app/models.py
std::string listed(const std::vector<Journal>& journals, const std::string& root) {
    if (journals.empty()) return "No command has changed a file here.\n";
    std::string text;
    for (const Journal& journal : journals) {
        const char* state = "";
        if (journal.state == JournalState::Started) state = ", interrupted";
        if (journal.state == JournalState::Undone) state = ", undone";
        if (journal.state == JournalState::RolledBack) state = ", interrupted and put back";
        text += printable(journal.id) + "  rowtype " + printable(journal.command) + "  (" +
                counted(journal.entries.size(), "file") + state + ")\n";
        for (const workspace::JournalEntry& entry : journal.entries) {
            text += "  " + shown_path(workspace::join_path(root, entry.file)) + "\n";
        }
    }
    return text;
}

// Without an ID: what was changed last and still stands. An undo is not undone by the next: that would turn in a circle.
Result<const Journal*> choose(const std::vector<Journal>& journals, const std::string& id) {
    for (const Journal& journal : journals) {
        const bool is_it =
            id.empty() ? journal.state == JournalState::Done && !journal.command.starts_with("undo ") : journal.id == id;
        if (!is_it) continue;
        if (journal.state == JournalState::Done) return &journal;
        return Error{Error::Kind::Usage, "this change does not stand any more: it was undone or put back",
                     "rowtype undo --list says what there is", id};
    }
    if (id.empty()) return Error{Error::Kind::Usage, "there is nothing to undo", "", ""};
    return Error{Error::Kind::Usage, "there is no backup of that name", "rowtype undo --list says what there is", id};
}

}  // namespace

}  // namespace rowtype::cli
