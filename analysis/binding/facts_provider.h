// Where the facts of other files come from. The folder analysis/ reads no files: whoever does implements this.
#pragma once

#include <cstdint>
#include <memory>
#include <string>

#include "analysis/facts/facts.h"
#include "analysis/facts/module_search.h"

namespace rowtype::binding {

// One module of the workspace.
struct ModuleFile {
    std::string path;                               // as in FileIdentity; empty: there is no such module
    std::shared_ptr<const facts::FileFacts> facts;  // null where it could not be analysed
};

// Implementations are thread-safe.
class FactsProvider {
public:
    virtual ~FactsProvider() = default;
    // The module that `importing_file` (a path as in FileIdentity) names so. None where it is not in this workspace, or not
    // known yet: what would need it is unknown.
    virtual ModuleFile find_module(const std::string& importing_file, const facts::ModuleReference& module) = 0;
    // Changes whenever the answer to any such question may have changed.
    [[nodiscard]] virtual std::uint64_t generation() const = 0;
};

}  // namespace rowtype::binding
