// Work on thousands of things that several threads share. Internal to analysis/codegen.
#pragma once

#include <algorithm>
#include <cstddef>

#include "analysis/codegen/generate.h"

namespace rowtype::codegen {

// In how many parts work on so many things is shared out: 1 where more would cost more than they save, or nobody shares.
[[nodiscard]] inline std::size_t parts_of(std::size_t things, const RunAll& run_all) {
    constexpr std::size_t kFew = 32;
    constexpr std::size_t kMostParts = 8;
    return run_all ? std::clamp<std::size_t>(things / kFew, 1, kMostParts) : 1;
}

// Calls work(begin, end) until each of the things was in one such range; at once where they are shared out.
template <class Work>
void for_parts(std::size_t things, const RunAll& run_all, const Work& work) {
    const std::size_t count = parts_of(things, run_all);
    if (count == 1) {
        work(std::size_t{0}, things);
        return;
    }
    run_all(count, [&](std::size_t part) { work(things * part / count, things * (part + 1) / count); });
}

}  // namespace rowtype::codegen
