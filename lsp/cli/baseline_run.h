// The baseline's part in a check: read before, compared when the files were checked, perhaps shrunk in the end. One for each
// configuration.
#pragma once

#include <optional>
#include <string>

#include "lsp/cli/console.h"
#include "lsp/cli/options.h"
#include "lsp/cli/report.h"
#include "lsp/workspace/baseline_file.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/project_check.h"
#include "lsp/workspace/schema_host.h"
#include "reflect/base/result.h"

namespace rowtype::cli {

// Where the baseline of a run stands, and whether the user named the file on the command line.
struct BaselinePlace {
    std::string file;  // absolute
    bool is_named = false;
};
[[nodiscard]] BaselinePlace baseline_place(const std::string& named, const workspace::Configuration& configuration);

class BaselineRun {
public:
    // Reads the file. A broken file, or a named one that does not exist, is an Error; a configured one that does not exist
    // is a note, since nothing is hidden then.
    [[nodiscard]] static Result<BaselineRun> start(const BaselineChoice& choice, const workspace::Configuration& configuration,
                                                   bool quiet, Console& console);

    // For ProjectCheckRequest; null where there is no baseline. Valid as long as the run.
    [[nodiscard]] const findings::Baseline* baseline() const;

    // What became of it: after the check that `request` asked for.
    void compare(const workspace::ProjectCheck& check, const workspace::ProjectCheckRequest& request);

    // For the report; none where there is no baseline. Takes what is gone out of the file when `may_shrink`.
    [[nodiscard]] std::optional<BaselineReport> finish(const workspace::Configuration& configuration, bool may_shrink);

private:
    workspace::LoadedBaseline loaded_;
    bool is_named_ = false;
    BaselineReport report_;
    findings::Baseline remaining_;
};

// Whether a check of this schema with these options tells what is gone for everybody: another schema, or other models, may
// lack what the project has, and in CI nobody commits the file.
[[nodiscard]] bool may_shrink_baseline(const CheckOptions& options, const workspace::Configuration& configuration,
                                       const workspace::LoadedSchema& schema);

// Replaces the file and keeps a copy of the old one; gives the folder of the copy, empty where there was no file.
[[nodiscard]] Result<std::string> write_baseline(const workspace::LoadedBaseline& before, const findings::Baseline& baseline,
                                                 bool is_named, const workspace::Configuration& configuration);

}  // namespace rowtype::cli
