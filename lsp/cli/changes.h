// Changing the user's files from the command line: always by the journal of lsp/workspace/change_journal.h.
#pragma once

#include <string>
#include <vector>

#include "lsp/cli/console.h"
#include "lsp/workspace/change_journal.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/python_text.h"
#include "reflect/base/result.h"

namespace rowtype::cli {

struct ProjectRun;

// What an interrupted command left half done is put back, and said. For each command that changes files, before it reads them.
// `commands`: gets the names of those that were interrupted; may be null.
Status put_back_interrupted(const std::string& root, Console& console, std::vector<std::string>* commands = nullptr);

// The same for all projects of a run.
Status put_back_interrupted(const std::vector<ProjectRun>& runs, Console& console);

// A Python file with another text.
struct TextChange {
    std::string file;    // absolute
    std::string root;    // of its configuration: links must not lead out of it
    std::string before;  // the text that was looked at
    std::string after;
    workspace::PythonEncoding encoding = workspace::PythonEncoding::Utf8;
};

struct WrittenTexts {
    std::vector<std::string> copies;  // folders of the backups
    std::vector<std::string> files;   // absolute
    std::vector<Error> failures;      // of the other files
};
// Writes all of them, each project's below the outermost of their roots. Fails where nothing was written.
[[nodiscard]] Result<WrittenTexts> write_texts(const std::string& command, const std::vector<TextChange>& changes);

// "The old files are in .rowtype/backup/20260101_120000 (rowtype undo restores them)", without full stop; begins small.
[[nodiscard]] std::string copies_text(const std::vector<std::string>& copies);
// "error: 1 file of 3 could not be written:" and a line each.
[[nodiscard]] std::string failures_text(const WrittenTexts& written, std::size_t wanted);

}  // namespace rowtype::cli
