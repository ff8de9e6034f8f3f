// The baseline file, .rowtype/baseline.json: versioned, sorted, one finding a line, the same for equal baselines.
//
// Thread: any.
#pragma once

#include <memory>
#include <string>
#include <string_view>

#include "analysis/findings/baseline.h"
#include "lsp/workspace/configuration.h"
#include "reflect/base/result.h"

namespace rowtype::workspace {

constexpr int kBaselineVersion = 1;

// Where the configuration's baseline stands: absolute; the default place where none is configured.
[[nodiscard]] std::string baseline_path_of(const Configuration& configuration);

struct LoadedBaseline {
    std::string file;                                    // absolute
    bool exists = false;                                 // without a file the baseline is empty
    std::string text;                                    // of the file
    std::shared_ptr<const findings::Baseline> baseline;  // never null
};
// An Error names the place in the file and the remedy.
[[nodiscard]] Result<LoadedBaseline> load_baseline(const std::string& file);

[[nodiscard]] Result<findings::Baseline> parse_baseline(std::string_view text, const std::string& file);
[[nodiscard]] std::string baseline_text(const findings::Baseline& baseline);

}  // namespace rowtype::workspace
