// Column types of models as the catalog has types.
#pragma once

#include <optional>
#include <string>

#include "analysis/binding/bound_table.h"
#include "analysis/facts/value.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::orm {

struct TypeOfColumn {
    // With an empty schema: a type of that name which the catalog does not have, or that several schemas may have.
    std::optional<catalog::Type> type;
    std::string text;  // for people: "varchar(50)"
    std::optional<binding::DeclaredEnum> enumeration;
};

// Of sqlalchemy.String(50) and the like, evaluated. Nothing of types of the project and of what cannot be told.
[[nodiscard]] TypeOfColumn column_type_of(const facts::Value& type, const catalog::Catalog& catalog);

}  // namespace rowtype::orm
