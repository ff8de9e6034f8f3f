#include "lsp/cli/changes.h"

#include <iterator>
#include <map>
#include <set>

#include "lsp/cli/project_runs.h"
#include "lsp/cli/setup.h"
#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/paths.h"
#include "reflect/base/hash.h"

namespace rowtype::cli {

Status put_back_interrupted(const std::string& root, Console& console, std::vector<std::string>* commands) {
    const Result<std::vector<workspace::Recovery>> recoveries = workspace::recover_changes(root);
    if (!recoveries) return recoveries.error();
    for (const workspace::Recovery& recovery : *recoveries) {
        if (commands != nullptr) commands->push_back(recovery.journal.command);
        std::string text = "note: an earlier run (rowtype " + printable(recovery.journal.command) + ") was interrupted; " +
                           counted(recovery.restored.size(), "file was", "files were") + " put back as before\n";
        const std::string copies = shown_path(root + "/.rowtype/backup/" + recovery.journal.id);
        for (const std::string& file : recovery.left) {
            text += "  " + shown_path(file) + " was changed since or cannot be put back, and is left; its copy is in " + copies +
                    "\n";
        }
        console.error(text);
    }
    return {};
}

Status put_back_interrupted(const std::vector<ProjectRun>& runs, Console& console) {
    std::set<std::string> roots;
    for (const ProjectRun& run : runs) roots.insert(run.configuration.root);
    for (const std::string& root : roots) {
        if (Status status = put_back_interrupted(root, console); !status) return status;
    }
    return {};
}

// A file that changed meanwhile, that must not be written, or leads out of the project by a link, stays as it is.
Result<WrittenTexts> write_texts(const std::string& command, const std::vector<TextChange>& changes) {
    std::vector<std::string> roots;
    for (const TextChange& change : changes) roots.push_back(change.root);
    std::map<std::string, std::vector<workspace::FileChange>> by_root;
    for (const TextChange& change : changes) {
        workspace::FileChange file;
        file.file = change.file;
        file.content = workspace::encode_python(change.after, change.encoding);
        file.expected_hash = hash_bytes(workspace::encode_python(change.before, change.encoding));
        if (workspace::is_inside(change.file, change.root)) file.confined_to = change.root;
        by_root[workspace::outermost_root(change.root, roots)].push_back(std::move(file));
    }
    WrittenTexts result;
    for (const auto& [root, files] : by_root) {
        Result<workspace::ChangedFiles> changed = workspace::change_files(root, command, files);
        if (!changed && result.files.empty()) return changed.error();
        if (!changed) {
            result.failures.push_back(changed.error());
            continue;
        }
        if (!changed->folder.empty()) result.copies.push_back(changed->folder);
        std::move(changed->written.begin(), changed->written.end(), std::back_inserter(result.files));
        std::move(changed->failures.begin(), changed->failures.end(), std::back_inserter(result.failures));
    }
    return result;
}

std::string copies_text(const std::vector<std::string>& copies) {
    std::string folders;
    for (const std::string& folder : copies) folders += (folders.empty() ? "" : ", ") + shown_path(folder);
    return "the old files are in " + folders + " (rowtype undo restores them)";
}

std::string failures_text(const WrittenTexts& written, std::size_t wanted) {
    std::string text =
        "error: " + counted(written.failures.size(), "file") + " of " + std::to_string(wanted) + " could not be written:\n";
    for (const Error& failure : written.failures) {
        text += "  " + shown_path(failure.file) + ": " + printable(failure.message) +
                (failure.remedy.empty() ? "" : "; " + printable(failure.remedy)) + "\n";
    }
    return text;
}

}  // namespace rowtype::cli
