// The Python and SQL files below a folder, whatever .gitignore and `exclude` say: code that is not checked makes tables, too, and gives
// attributes to classes. Listed once, for all who ask about the whole project.
//
// Thread: any; the first who asks lists them while others wait. Who is told of a file that came or went later keeps it in mind itself.
#pragma once

#include <mutex>
#include <string>
#include <vector>

namespace rowtype::workspace {

class ListedFiles {
public:
    explicit ListedFiles(std::string root) : root_(std::move(root)) {}

    [[nodiscard]] const std::string& root() const { return root_; }
    // Absolute, sorted; valid as long as this.
    [[nodiscard]] const std::vector<std::string>& files();

private:
    std::string root_;
    std::once_flag once_;
    std::vector<std::string> files_;
};

}  // namespace rowtype::workspace
