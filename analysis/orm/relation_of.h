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

// By schema where one is written, else along the search path. Where the schema cannot be told the only relation of that name is meant.
[[nodiscard]] RelationOf relation_of(const Declaration& declaration, const binding::Context& context);

}  // namespace rowtype::orm
