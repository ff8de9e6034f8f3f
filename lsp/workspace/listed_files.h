// The Python and SQL files below a folder, whatever .gitignore and `exclude` say: code that is not checked makes tables, too, and gives
// attributes to classes. Listed once, for all who ask about the whole project.
//
// Thread: any; the first who asks lists them while others wait. Who is told of a file that came or went later keeps it in mind itself.
#pragma once

#include <cstddef>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::workspace {

class ListedFiles {
public:
    static constexpr std::size_t kMostEntries = 200'000;  // files and folders, of any kind

    explicit ListedFiles(std::string root, std::size_t most_entries = kMostEntries)
        : root_(std::move(root)), most_entries_(most_entries) {}

    [[nodiscard]] const std::string& root() const { return root_; }
    // Absolute, sorted; valid as long as this. Also those in folders called build or dist.
    [[nodiscard]] const std::vector<std::string>& files();
    // Whether there is more than anybody looks at: some files are not among files(), so that nobody can tell what the project does not do.
    [[nodiscard]] bool is_too_large();
    // Whether one of files() stands in a folder called build or dist that is no package: it may be a copy of another, of yesterday.
    [[nodiscard]] bool is_built(std::string_view file);

private:
    void list();

    std::string root_;
    std::size_t most_entries_;
    std::once_flag once_;
    std::vector<std::string> files_;
    bool is_too_large_ = false;
};

}  // namespace rowtype::workspace
