// Which relations the project's own code makes, so that no schema tells of them. Beside FactsProvider: a provider that knows
// implements both.
#pragma once

#include <string>

#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

// Implementations are as thread-safe as the provider that they belong to.
class RelationMakers {
public:
    virtual ~RelationMakers() = default;
    // Whether a file of the workspace makes a relation of that name (as written, without schema), or adds the column "table.column" (lower
    // case). Asked of names that the catalog certainly lacks; a SQL file that also makes what the catalog has is one of the schema, of some
    // day, and excuses nothing. The provider's generation changes where the answer may for other reasons than the catalog.
    [[nodiscard]] virtual bool makes_relation(const std::string& name, const catalog::Catalog& catalog) = 0;
};

}  // namespace rowtype::binding
