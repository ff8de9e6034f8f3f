// What a program does to the schema itself: relations that it makes, and where it has PostgreSQL look for them.
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
    // A statement sets search_path: names without a schema are looked for elsewhere from then on.
    bool sets_search_path = false;

    void add(const CreatedRelations& others);
    friend bool operator==(const CreatedRelations&, const CreatedRelations&) = default;
};

// What the facts tell of one statement, and the names after CREATE [TEMP] TABLE|VIEW and SELECT … INTO, and SET search_path, in its
// literal SQL.
[[nodiscard]] CreatedRelations created_relations(const facts::StatementFacts& statement);

}  // namespace rowtype::binding
