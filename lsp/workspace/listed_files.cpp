#include "lsp/workspace/listed_files.h"

#include <algorithm>
#include <utility>

#include "lsp/workspace/file_walker.h"
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

bool ListedFiles::is_built(std::string_view file) {
    std::size_t begin = root_.size() + 1;
    for (std::size_t slash = file.find('/', begin); slash != std::string_view::npos; slash = file.find('/', begin)) {
        const bool may_be = is_build_folder(file.substr(begin, slash - begin));
        if (may_be && !std::ranges::binary_search(files(), std::string(file.substr(0, slash)) + "/__init__.py")) return true;
        begin = slash + 1;
    }
    return false;
}

void ListedFiles::list() {
    WalkRequest request;
    request.roots = {root_};
    request.base = root_;
    request.use_gitignore = false;
    request.endings = {".py", ".sql"};
    request.enters_build_folders = true;  // a script that packs a program makes tables like any other
    request.most_entries = most_entries_;
    WorkerPool pool(2);
    Walk walk = collect_files(request, pool);
    files_ = std::move(walk.files);
    is_too_large_ = walk.is_cut_off;
}

}  // namespace rowtype::workspace
