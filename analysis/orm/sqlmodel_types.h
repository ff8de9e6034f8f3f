// The column types that SQLModel derives from annotations (sqlmodel/main.py, get_sqlalchemy_type).
#pragma once

#include "analysis/facts/value.h"
#include "analysis/orm/column_annotation.h"
#include "analysis/orm/declaration.h"

namespace rowtype::orm {

// Evaluated: sqlalchemy.Integer and the like; Unknown where it cannot be told. Of a field without sa_column=.
[[nodiscard]] facts::Value sqlmodel_type(const DeclaredAttribute& attribute, const ColumnAnnotation& annotation);

}  // namespace rowtype::orm
