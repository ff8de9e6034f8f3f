// A parse of a text of which some parts are known to say nothing: the parser does not even pass over their bytes.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

#include "analysis/syntax/syntax_tree.h"

namespace rowtype::syntax {

// As parse_within_limits, of the text without the bytes of `gaps` (ascending, apart, not empty; tokens stand before, between and
// behind them). All positions are those of the whole text. Where the parser finds a mistake, or the tree is to be edited, it has to be
// parsed anew.
[[nodiscard]] ParseOutcome parse_without(std::string_view text, const std::vector<Span>& gaps, std::uint32_t headroom);

}  // namespace rowtype::syntax
