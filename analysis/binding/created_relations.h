// Relations that a program makes itself.
#pragma once

#include <set>
#include <string>

#include "analysis/facts/facts.h"

namespace rowtype::binding {

// What the facts tell of one statement, and the names after CREATE [TEMP] TABLE|VIEW and SELECT … INTO in its literal SQL; without
// schema.
[[nodiscard]] std::set<std::string> created_relations(const facts::StatementFacts& statement);

}  // namespace rowtype::binding
