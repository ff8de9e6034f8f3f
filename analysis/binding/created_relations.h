// Relations that a program makes itself.
#pragma once

#include <set>
#include <string>

#include "analysis/facts/facts.h"

namespace rowtype::binding {

// Names after CREATE [TEMP] TABLE|VIEW and SELECT … INTO in the literal SQL of one statement, lower case, without schema.
[[nodiscard]] std::set<std::string> created_relations(const facts::StatementFacts& statement);

}  // namespace rowtype::binding
