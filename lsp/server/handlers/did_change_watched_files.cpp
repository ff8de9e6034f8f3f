#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

void handle_did_change_watched_files(Session& session, const DidChangeWatchedFilesParams& params) {
    std::vector<std::string> paths;
    for (const std::string& uri : params.uris) {
        if (auto path = path_of_uri(uri)) paths.push_back(std::move(*path));
    }
    session.projects().files_changed(paths);
}

}  // namespace rowtype::server
