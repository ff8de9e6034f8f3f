// The configuration that holds for one document, as far as the server needs it. Looks at the disk: for pool threads.
#pragma once

#include <string>
#include <vector>

#include "lsp/server/convert.h"
#include "lsp/server/protocol.h"
#include "lsp/workspace/configuration.h"

namespace rowtype::server {

struct ConfigurationRequest {
    std::string document_uri;
    std::string path;  // the document's, or the folder that stands for it
};

struct ReadConfiguration {
    std::string document_uri;
    workspace::LoadedConfiguration loaded;
    FileIdentity identity;
    bool is_excluded = false;
    std::vector<Diagnostic> problems;  // of the configuration file, in `encoding`
};

[[nodiscard]] ReadConfiguration read_configuration(const ConfigurationRequest& request, PositionEncoding encoding);

}  // namespace rowtype::server
