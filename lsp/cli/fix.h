// `check --fix`: writes what mends the findings, before the report of those that remain.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include "lsp/cli/changes.h"
#include "lsp/cli/console.h"
#include "lsp/cli/options.h"
#include "lsp/workspace/project_check.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/base/result.h"

namespace rowtype::cli {

// Gathers what is to be written, one configuration after the other, then writes it or says what it would write.
class FixWriter {
public:
    void gather(const workspace::ProjectCheck& check, const workspace::ProjectCheckRequest& request, const CheckOptions& options,
                workspace::WorkerPool& pool);

    // With --diff or --dry-run: prints what would change and gives the exit code, which is 1 with --diff where something would.
    int preview(const CheckOptions& options, Console& console) const;
    // Gives whether a file was written. Files that cannot be are said, and `failed` is set.
    [[nodiscard]] Result<bool> write(const CheckOptions& options, Console& console, bool& failed) const;

private:
    struct Change {
        TextChange text;
        std::size_t fixed = 0;
    };
    [[nodiscard]] std::string described(std::size_t fixed, std::size_t files) const;
    [[nodiscard]] std::string remarks() const;

    std::vector<Change> changes_;
    std::vector<std::string> remarks_;  // fixes that were dropped, files that did not settle
    std::size_t fixed_ = 0;
};

}  // namespace rowtype::cli
