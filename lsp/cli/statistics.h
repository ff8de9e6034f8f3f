// `check --statistics`: what was seen, checked and left, and why.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/mute.h"
#include "lsp/cli/report.h"

namespace rowtype::cli {

// One kind of thing that a run looks at.
struct SubjectCounts {
    std::string_view name;   // "queries"; also the key of the JSON report
    std::uint32_t seen = 0;  // checked, and those that were not
    // Of those: what is not held against the schema by its nature, as texts of Alembic revisions and calls of other libraries are not.
    std::uint32_t left_alone = 0;
    std::uint32_t checked = 0;
    std::uint32_t in_part = 0;  // of those checked: not all of it
    struct Reason {
        const binding::MuteWords* words = nullptr;
        std::uint32_t count = 0;
    };
    std::vector<Reason> reasons;  // with a count, most frequent first
};
[[nodiscard]] std::vector<SubjectCounts> subject_counts(const engine::Statistics& statistics);

// Lines, each ended.
[[nodiscard]] std::string statistics_text(const Report& report);

}  // namespace rowtype::cli
