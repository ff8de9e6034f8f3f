#include <algorithm>

#include "lsp/server/handle.h"
#include "lsp/server/session.h"

namespace rowtype::server {

void handle_did_change_workspace_folders(Session& session, const DidChangeWorkspaceFoldersParams& params) {
    for (const std::string& uri : params.removed_uris) {
        if (const auto path = path_of_uri(uri)) std::erase(session.folders, *path);
    }
    for (const std::string& uri : params.added_uris) {
        if (auto path = path_of_uri(uri)) session.folders.push_back(std::move(*path));
    }
}

}  // namespace rowtype::server
