#include "lsp/workspace/listed_files.h"

#include "lsp/workspace/log.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/worker_pool.h"

namespace rowtype::workspace {

const std::vector<std::string>& ListedFiles::files() {
    std::call_once(once_, [this] { list(); });
    return files_;
}

bool ListedFiles::is_too_large() {
    std::call_once(once_, [this] { list(); });
    return is_too_large_;
}

std::vector<std::string> ListedFiles::files_now_below(const std::string& folder) const { return walk(folder).files; }

bool ListedFiles::is_built(const std::string& file) const {
    const std::string path = relative_path(file, root_);
    std::size_t begin = 0;
    for (std::size_t slash = path.find('/'); slash != std::string::npos; slash = path.find('/', begin)) {
        const bool may_be = is_build_folder(std::string_view(path).substr(begin, slash - begin));
        if (may_be && !is_file(join_path(root_, path.substr(0, slash)) + "/__init__.py")) return true;
        begin = slash + 1;
    }
    return false;
}

void ListedFiles::list() {
    Walk found = walk(root_);
    files_ = std::move(found.files);
    is_too_large_ = found.is_cut_off;
    if (found.is_cut_off) log::warning(too_large_note(root_));
}

Walk ListedFiles::walk(const std::string& folder) const {
    WalkRequest request;
    request.roots = {folder};
    request.base = folder;
    request.use_gitignore = false;
    request.endings = {".py", ".sql"};
    request.enters_build_folders = true;  // a script that packs a program makes tables like any other
    request.most_entries = most_entries_;
    WorkerPool pool(2);
    return collect_files(request, pool);
}

std::string too_large_note(const std::string& folder) {
    static_assert(ListedFiles::kMostEntries == 200'000);
    return "more than 200,000 folders and files of Python and SQL stand below " + folder +
           ": any of them may make tables and columns, so that none is reported as unknown";
}

}  // namespace rowtype::workspace
