// The Python and SQL files below a folder, whatever .gitignore and `exclude` say: code that is not checked makes tables, too, and gives
// attributes to classes. Listed once, for all who ask about the whole project.
//
// Thread: any; the first who asks lists them while others wait. Who is told of a file that came or went later keeps it in mind itself.
#pragma once

#include <atomic>
#include <cstddef>
#include <mutex>
#include <string>
#include <utility>
#include <vector>

#include "lsp/workspace/file_walker.h"

namespace rowtype::workspace {

class ListedFiles {
public:
    static constexpr std::size_t kMostEntries = 200'000;  // of those files, with folders and links

    explicit ListedFiles(std::string root, std::size_t most_entries = kMostEntries)
        : root_(std::move(root)), most_entries_(most_entries) {}

    [[nodiscard]] const std::string& root() const { return root_; }
    // Absolute, sorted; valid as long as this. Also those in folders called build or dist.
    [[nodiscard]] const std::vector<std::string>& files();
    // Whether there is more than anybody looks at: some files are not among files(), so that nobody can tell what the project does not do.
    [[nodiscard]] bool is_too_large();
    // Whether somebody asked for the files and it was so. Does not look at the disk.
    [[nodiscard]] bool is_known_too_large() const { return is_too_large_; }
    // What the disk has below a folder (absolute) now, as files(). Many files in one folder may be too many for this as well.
    [[nodiscard]] std::vector<std::string> files_now_below(const std::string& folder) const;
    // Whether a file (absolute, below the root) stands in a folder called build or dist that is no package, as the disk has it now: it may
    // be a copy of another, of yesterday.
    [[nodiscard]] bool is_built(const std::string& file) const;

private:
    void list();
    [[nodiscard]] Walk walk(const std::string& folder) const;

    std::string root_;
    std::size_t most_entries_;
    std::once_flag once_;
    std::vector<std::string> files_;
    std::atomic<bool> is_too_large_ = false;
};

// What people are told of a folder, as they are shown it, that is too large.
[[nodiscard]] std::string too_large_note(const std::string& folder);

}  // namespace rowtype::workspace
