// The one order in which findings are shown, so that editor and command line never disagree.
#pragma once

#include <algorithm>
#include <tuple>
#include <vector>

#include "analysis/engine/engine.h"
#include "analysis/findings/finding.h"

namespace rowtype::engine {

// By place, then rule, then message.
[[nodiscard]] inline bool comes_before(const findings::Finding& left, const findings::Finding& right) {
    return std::tie(left.span, left.rule, left.message) < std::tie(right.span, right.rule, right.message);
}

// Sorts, and leaves one of findings that say the same of the same place (two calls may carry one text).
inline void put_in_order(std::vector<findings::Finding>& findings) {
    std::ranges::sort(findings, comes_before);
    const auto repeated = std::ranges::unique(findings, [](const findings::Finding& left, const findings::Finding& right) {
        return !comes_before(left, right) && !comes_before(right, left);
    });
    findings.erase(repeated.begin(), repeated.end());
}

// Puts aside what the environment's baseline excuses; `findings` are in order.
inline void excuse_baselined(const Environment& environment, const FileIdentity& file, Analysis& analysis) {
    if (environment.baseline == nullptr) return;
    analysis.baselined = findings::take_baselined(*environment.baseline, file.path, analysis.findings);
}

}  // namespace rowtype::engine
