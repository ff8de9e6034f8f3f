// A text that is parsed whatever stands in it. For the tests of analysis/syntax.
#pragma once

#include <gtest/gtest.h>

#include <string_view>
#include <utility>

#include "analysis/syntax/syntax_tree.h"

namespace rowtype::syntax {

[[nodiscard]] inline Tree parsed(std::string_view text) {
    ParseOutcome outcome = parse(text);
    EXPECT_TRUE(outcome.tree.has_value()) << outcome.not_analysed;
    return std::move(*outcome.tree);
}

}  // namespace rowtype::syntax
