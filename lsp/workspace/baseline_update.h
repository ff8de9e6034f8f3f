// What became of a baseline in one run: which of its findings are gone, and what it would be without them.
//
// To be judged gone, a finding must have been looked for: its file was checked whole (or is deleted), its rule was on, and the project was
// not too large to tell what is missing (ProjectCheck::too_large_roots).
// What was not looked for stays, so a check of a part of the tree, or of some rules, takes nothing away.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "analysis/findings/baseline.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/project_check.h"

namespace rowtype::workspace {

struct GoneFinding {
    std::string file;
    std::string rule;
    std::string symbol;
    std::uint32_t was = 0;  // findings that the baseline counts
    std::uint32_t is = 0;   // findings that are still there

    friend bool operator==(const GoneFinding&, const GoneFinding&) = default;
};

struct BaselineComparison {
    std::size_t excused = 0;        // findings of this run that the baseline excuses
    std::vector<GoneFinding> gone;  // in the order of the file
    findings::Baseline remaining;   // the baseline without them
};

// `check` was run with `baseline` in its request; `paths` are those of the request.
[[nodiscard]] BaselineComparison compare_baseline(const findings::Baseline& baseline, const ProjectCheck& check,
                                                  const Configuration& configuration, const std::vector<std::string>& paths);

// The baseline that excuses everything of a run without one. What the run did not look at keeps the entries of `before`.
[[nodiscard]] findings::Baseline baseline_of(const ProjectCheck& check, const findings::Baseline& before,
                                             const Configuration& configuration, const std::vector<std::string>& paths);

}  // namespace rowtype::workspace
