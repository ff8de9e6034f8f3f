// Functions of which extraction keeps no more than the head: most of a project's code is about other things. Their bodies need not be
// parsed, and tree-sitter is what a check spends most of its time in.
//
// Found by a scan of the text's logical lines, and by the questions that extraction asks of a function's bytes (statement_walk.cpp) or
// stricter ones. Text whose lines, brackets or quotes leave any doubt is left as it is.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/extraction_settings.h"
#include "reflect/base/text.h"

namespace rowtype::facts {

struct IdleBodies {
    // The text, of the same length and lines, with "(   )" in place of those bodies; the last statement stays where it is a return, whose
    // value may tell something. Empty where there are none.
    std::string text;
    std::vector<Span> gaps;                // what stands between those parentheses; for syntax::parse_without()
    std::vector<std::uint32_t> functions;  // where their "def", or "async def", begins; ascending
};

// Pure; any thread. The tree of the result gives the facts that the tree of `text` gives, where neither has an error in it.
[[nodiscard]] IdleBodies blank_idle_bodies(std::string_view text, const ExtractionSettings& settings);

}  // namespace rowtype::facts
