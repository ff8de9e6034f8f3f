// The configuration that holds for one document, as far as the server needs it. Looks at the disk: for pool threads.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "analysis/findings/baseline.h"
#include "lsp/server/convert.h"
#include "lsp/server/protocol.h"
#include "lsp/workspace/configuration.h"

namespace rowtype::server {

struct ConfigurationRequest {
    std::string document_uri;
    std::string path;    // the document's, or the folder that stands for it
    std::string folder;  // the editor's that it lies in, or empty
};

struct ReadBaseline {
    std::string file;                                    // absolute; it need not exist
    std::shared_ptr<const findings::Baseline> baseline;  // never null; empty where the file cannot be read
    std::vector<Diagnostic> problems;                    // of the file, in `encoding`
};
// What one round of reading has read already, by file.
using ReadBaselines = std::map<std::string, std::shared_ptr<const ReadBaseline>>;

struct ReadConfiguration {
    std::string document_uri;
    workspace::LoadedConfiguration loaded;
    FileIdentity identity;
    bool is_excluded = false;
    std::vector<Diagnostic> problems;              // of the configuration file, in `encoding`
    std::shared_ptr<const ReadBaseline> baseline;  // never null
};

[[nodiscard]] ReadConfiguration read_configuration(const ConfigurationRequest& request, PositionEncoding encoding,
                                                   ReadBaselines& baselines);

// What is wrong in one configuration file, in that file as it is on the disk.
[[nodiscard]] std::vector<Diagnostic> diagnostics_of_problems(const std::vector<workspace::ConfigurationProblem>& problems,
                                                              PositionEncoding encoding, DiagnosticSeverity severity);

}  // namespace rowtype::server
