// `check --fix`: writes what mends the findings, before the report of those that remain.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <vector>

#include "analysis/engine/fixed_text.h"
#include "lsp/cli/changes.h"
#include "lsp/cli/console.h"
#include "lsp/cli/options.h"
#include "lsp/workspace/project_check.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/base/result.h"

namespace rowtype::cli {

// What was done in one file, for a report.
struct FixedFile {
    std::string file;  // absolute
    std::vector<engine::DoneFix> fixes;
};

// Gathers what is to be written, one configuration after the other, in rounds: what a fix changes may bring up a finding in a file that
// imports it. Then writes it or says what it would write.
class FixWriter {
public:
    void begin_round();
    // The check may be one of a later round: of files as `files()` has them.
    void gather(const workspace::ProjectCheck& check, const workspace::ProjectCheckRequest& request, const CheckOptions& options,
                workspace::WorkerPool& pool);

    // Whether the last round found something to do.
    [[nodiscard]] bool has_changed() const { return has_changed_; }
    // The rounds were used up.
    void give_up() { remarks_.emplace_back("fixes in several files went round in a circle; run the command again"); }
    // The bytes that files (absolute) get.
    [[nodiscard]] const std::map<std::string, std::string>& files() const { return bytes_; }
    // From here on files are as they stand on the disk.
    void forget_files() { bytes_.clear(); }
    // What was written, by file; everything before write().
    [[nodiscard]] const std::vector<FixedFile>& fixed() const { return fixed_files_; }

    // With --diff or --dry-run: prints what would change and gives the exit code, which is 1 with --diff where something would.
    int preview(const CheckOptions& options, Console& console) const;
    // Gives whether a file was written. Files that cannot be are said, and `failed` is set.
    [[nodiscard]] Result<bool> write(const CheckOptions& options, Console& console, bool& failed);

private:
    void take(const workspace::CheckedFile& file, const workspace::ProjectCheckRequest& request, engine::FixedText fixed);
    [[nodiscard]] std::size_t count() const;
    [[nodiscard]] std::string described(std::size_t fixed, std::size_t files) const;
    [[nodiscard]] std::string remarks() const;

    std::vector<TextChange> changes_;     // one a file
    std::vector<FixedFile> fixed_files_;  // of each change
    std::map<std::string, std::string> bytes_;
    std::vector<std::string> remarks_;  // fixes that were dropped, files that did not settle
    bool has_changed_ = false;
};

}  // namespace rowtype::cli
