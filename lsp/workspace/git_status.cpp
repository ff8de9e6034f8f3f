#include "lsp/workspace/git_status.h"

#include <algorithm>
#include <set>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/git_command.h"
#include "lsp/workspace/paths.h"

namespace rowtype::workspace {

namespace {

// "XY PATH", each with a NUL behind it; a renamed file's old path follows as an entry of its own.
struct StatusEntry {
    std::string code;
    std::string path;  // from the repository's folder
};
std::vector<StatusEntry> read_status(const std::string& output) {
    std::vector<StatusEntry> entries;
    for (std::size_t at = 0; at + 3 < output.size();) {
        const std::size_t end = std::min(output.find('\0', at), output.size());
        entries.push_back({output.substr(at, 2), output.substr(at + 3, end - at - 3)});
        at = end + 1;
        const char first = entries.back().code.front();
        if (first == 'R' || first == 'C') at = std::min(output.find('\0', at), output.size()) + 1;
    }
    return entries;
}

}  // namespace

Result<std::vector<std::string>> uncommitted_files(const std::string& folder, const std::vector<std::string>& concerned) {
    std::vector<std::string> files;
    if (repository_root(folder).empty()) return files;
    if (!has_git()) return git_error("git is not on PATH, so that nobody knows whether all is committed", "install git", folder);
    const Result<std::string> top = run_git(folder, {"rev-parse", "--show-toplevel"});
    if (!top) {
        if (top.error().message.find("not a git repository") != std::string::npos) return files;
        return top.error();
    }
    // fsmonitor is a program that a repository's configuration names.
    const Result<std::string> status = run_git(folder, {"-c", "core.fsmonitor=false", "status", "--porcelain=v1", "-z",
                                                        "--untracked-files=all", "--ignore-submodules", "."});
    if (!status) return status.error();
    std::set<std::string> real_concerned;
    for (const std::string& file : concerned) real_concerned.insert(real_path(file));
    for (const StatusEntry& entry : read_status(*status)) {
        std::string file = join_path(top->substr(0, top->find('\n')), entry.path);
        if (entry.code != "??" || real_concerned.contains(real_path(file))) files.push_back(std::move(file));
    }
    std::ranges::sort(files);
    return files;
}

}  // namespace rowtype::workspace
