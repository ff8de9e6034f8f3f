// The relation of the catalog that a declaration means.
#pragma once

#include "analysis/binding/context.h"
#include "analysis/orm/declaration.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::orm {

struct RelationOf {
    const catalog::Relation* relation = nullptr;
    bool unknown = false;  // null, but it may exist
};

// By schema where one is written, else along the search path. Where the schema cannot be told, relation_in_any_schema().
[[nodiscard]] RelationOf relation_of(const Declaration& declaration, const binding::Context& context);

// A table of `declaration`'s, whose schema cannot be told, or one that a key of it leads to: the only relation of that name, if all
// tables stand in one schema. In a database of several a table that is not there yet, or no more, has others of its name; only one along
// the search path counts, and only where nothing that is written names a schema. Null where it cannot be told.
[[nodiscard]] const catalog::Relation* relation_in_any_schema(const std::string& name, const Declaration& declaration,
                                                              const binding::Context& context);

}  // namespace rowtype::orm
