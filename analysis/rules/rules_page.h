// RULES.md: the page of all rules, made from the rules themselves.
#pragma once

#include <string>
#include <string_view>

#include "analysis/rules/rule.h"

namespace rowtype::rules {

// One rule as Markdown: `rowtype explain RULE` and a section of the page. `bad_output` is what the engine really
// says of the bad example, one finding a line; may be empty.
[[nodiscard]] std::string rule_section(const Rule& rule, std::string_view bad_output);

// The head of the page: what it is, how rules are configured, and the table of all rules.
[[nodiscard]] std::string rules_page_head();

}  // namespace rowtype::rules
