// What the rules about single builder calls share: each reports the problems of one kind.
#pragma once

#include <vector>

#include "analysis/rules/rule.h"

namespace rowtype::rules {

void report_call_problems(binding::CallProblemKind kind, const Rule& rule, const binding::BoundStatement& statement,
                          FindingSink& sink);

// The edits that binding knows for the problem, made anew from the text as it stands.
void mend_call(const Finding& finding, const FixContext& context, std::vector<Fix>& fixes);

}  // namespace rowtype::rules
