// Relations that a program makes itself.
#pragma once

#include <set>
#include <string>

#include "analysis/facts/facts.h"

namespace rowtype::binding {

// Lower case, without schema.
struct CreatedRelations {
    std::set<std::string> names;
    // Those of them that cannot be the schema's: temporary ones, and tables made without IF NOT EXISTS and without a schema, which
    // would fail beside one of that name. What the code says of them is about its own.
    std::set<std::string> own;

    void add(const CreatedRelations& others);
    friend bool operator==(const CreatedRelations&, const CreatedRelations&) = default;
};

// What the facts tell of one statement, and the names after CREATE [TEMP] TABLE|VIEW and SELECT … INTO in its literal SQL.
[[nodiscard]] CreatedRelations created_relations(const facts::StatementFacts& statement);

}  // namespace rowtype::binding
