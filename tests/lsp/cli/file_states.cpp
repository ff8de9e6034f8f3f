#include "tests/lsp/cli/file_states.h"

#include <sys/stat.h>

#include <filesystem>

namespace rowtype::testing {

FileStates file_states(const TemporaryFolder& folder) {
    namespace fs = std::filesystem;
    FileStates found;
    for (fs::recursive_directory_iterator entry(folder.path()), end; entry != end; ++entry) {
        const std::string name = entry->path().lexically_relative(folder.path()).string();
        if (name == ".git" || name == ".rowtype") {
            entry.disable_recursion_pending();
            continue;
        }
        struct stat status {};
        ::lstat(entry->path().c_str(), &status);
        if (S_ISLNK(status.st_mode)) found[name] = "-> " + fs::read_symlink(entry->path()).string();
        if (S_ISREG(status.st_mode))
            found[name] = std::to_string(status.st_mode) + " " + std::to_string(status.st_uid) + "\n" + folder.read(name);
    }
    return found;
}

}  // namespace rowtype::testing
