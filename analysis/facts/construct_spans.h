// The calls, assignments and fields that an ignore comment on their first or last line speaks for.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "analysis/facts/facts.h"
#include "reflect/base/text.h"

namespace rowtype::facts {

// Those of one file, by place, with absolute spans. Of any two, one holds the other or they have nothing in common.
class ConstructSpans {
public:
    explicit ConstructSpans(const FileFacts& file);

    // Those that hold `offset`, the smallest first. The cost is that of the answer, however many there are.
    [[nodiscard]] std::vector<Span> around(std::uint32_t offset) const;

private:
    struct Construct {
        Span span;
        std::size_t outer = 0;  // one past the index of the innermost construct around it; 0: none
    };
    std::vector<Construct> constructs_;  // by begin, the longer first
};

}  // namespace rowtype::facts
