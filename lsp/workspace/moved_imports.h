// What the imports of one file lead to, where classes moved to a module that may not be there yet. Internal to lsp/workspace.
//
// Thread: one.
#pragma once

#include <map>
#include <string>

#include "analysis/migration/rewrite_imports.h"
#include "lsp/workspace/workspace_facts.h"

namespace rowtype::workspace {

// By the file that they moved out of, relative to the root.
using MovedByFile = std::map<std::string, migration::MovedNames>;

class MovedImports final : public migration::MovedModules {
public:
    // `root`: of the configuration, absolute. `file`, which imports, and `target`, which the classes moved to: relative to it.
    MovedImports(std::string root, std::string file, std::string target, const MovedByFile& moved, WorkspaceFacts& facts)
        : root_(std::move(root)), file_(std::move(file)), target_(std::move(target)), moved_(moved), facts_(facts) {}

    const migration::MovedNames* moved_names(const facts::ModuleReference& module) override;
    std::optional<facts::ModuleReference> new_module(const facts::ModuleReference& module) override;

private:
    [[nodiscard]] const std::string& old_file(const facts::ModuleReference& module);
    [[nodiscard]] std::optional<facts::ModuleReference> relative_module(const facts::ModuleReference& module) const;

    std::string root_;
    std::string file_;
    std::string target_;
    const MovedByFile& moved_;
    WorkspaceFacts& facts_;
    std::map<facts::ModuleReference, std::string> found_;  // what was looked up
};

// "app/models" of app/models.py as of app/models/__init__.py
[[nodiscard]] std::string module_path(const std::string& file);

}  // namespace rowtype::workspace
