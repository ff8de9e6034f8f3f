// Changing files so that everything can be had back: after `undo`, and after a power cut or a kill at any moment.
//
// A change of several files goes like this: copies of all of them in <root>/.rowtype/backup/ID/, each on the disk; a journal beside the
// copies, "started", which names the files with the hashes of what was and what will be; the files, one by one, each replaced as a whole
// (safe_write.h); the journal, "done". Whoever finds a journal that is still "started" puts back what was written by then. So a command
// that was killed happened in whole or not at all, and a file that somebody changed in the meantime is never touched.
//
// Where all files are new, there is nothing to have back, and no copy and no journal unless `undo` is to know of it. Such files
// are then not waited for: each is there as a whole or not at all while the system runs, but a power cut may cost some, or their bytes. Whoever
// makes them can make them again.
//
// A repository could bring a journal along that names other files than its own: what lies outside of the root, or below .git, is not
// restored by itself.
//
// Thread: any; processes take turns by a lock on the folder of the backups.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lsp/workspace/journal_file.h"
#include "reflect/base/result.h"

namespace rowtype::workspace {

// What becomes of one file.
struct FileChange {
    std::string file;                            // absolute
    std::optional<std::string> content;          // none: the file is removed
    std::optional<std::uint64_t> expected_hash;  // see WriteOptions
    std::string confined_to;                     // see WriteOptions
};

struct ChangedFiles {
    std::string folder;                // of the backup; empty where nothing was there before
    std::vector<std::string> written;  // absolute
    std::vector<Error> failures;       // of the other files; `file` says which
};

// When a change is one that `undo` knows, and so is on the disk when it is done: where a file was there before, or also where all of them
// are new. AllOrNothing: always, and the first file that cannot be changed ends it.
enum class Journaling : std::uint8_t { OfOldFiles, Always, AllOrNothing };

// Makes the changes. A file that changed meanwhile, that must not be written, or leads out of where it is confined to, stays as it is,
// and the others do not wait for it. Fails where nothing is written: what was is put back then. Where not even that can be done, the
// journal stays "started" (is_interrupted), and the next command puts it back.
[[nodiscard]] Result<ChangedFiles> change_files(const std::string& root, const std::string& command,
                                                const std::vector<FileChange>& changes,
                                                Journaling journaling = Journaling::OfOldFiles);

// One command that was interrupted and what was made of it.
struct Recovery {
    Journal journal;
    std::vector<std::string> restored;  // absolute
    std::vector<std::string> left;      // that were changed since, are not to be restored by themselves, or could not be
};
// Puts back what interrupted commands left half done. For every command that changes files, before it reads them.
[[nodiscard]] Result<std::vector<Recovery>> recover_changes(const std::string& root);

// Whether some command was interrupted and nothing was put back yet.
[[nodiscard]] bool is_interrupted(const std::string& root);

// The journals of <root>/.rowtype/backup/, the newest first; what is no journal is left out.
[[nodiscard]] Result<std::vector<Journal>> list_journals(const std::string& root);

// Puts back what a command changed, as a change of its own, so that it can be undone as well. Fails, and touches nothing, where a file
// is not as the command left it or lies outside of the root, unless `force`.
[[nodiscard]] Result<ChangedFiles> undo_changes(const std::string& root, const Journal& journal, bool force);

// Where each change of a run over several projects is journaled: in the outermost of `roots` that holds the project's.
[[nodiscard]] std::string outermost_root(const std::string& root, const std::vector<std::string>& roots);

}  // namespace rowtype::workspace
