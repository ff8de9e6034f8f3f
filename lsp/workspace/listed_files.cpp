#include "lsp/workspace/listed_files.h"

#include "lsp/workspace/file_walker.h"
#include "lsp/workspace/worker_pool.h"

namespace rowtype::workspace {

const std::vector<std::string>& ListedFiles::files() {
    std::call_once(once_, [this] {
        WalkRequest request;
        request.roots = {root_};
        request.base = root_;
        request.use_gitignore = false;
        request.endings = {".py", ".sql"};
        WorkerPool pool(2);
        files_ = collect_files(request, pool).files;
    });
    return files_;
}

}  // namespace rowtype::workspace
