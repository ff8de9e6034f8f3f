// What differs between the mappers whose models are classes. To add one: see orm_class.h.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/orm/declaration.h"

namespace rowtype::orm {

struct OrmReader {
    OrmDialect dialect;
    RootKind root;
    // Whether a class of that line may be mapped at all; abstract ones were sorted out before.
    bool (*may_be_mapped)(const ClassLine& line);
    // What the table is called where no __tablename__ says so; nothing where it has none of its own. `parent`: a base is mapped.
    std::optional<std::string> (*default_name)(const ClassLine& line, bool has_parent);
    // The attribute that a field of a class's body makes; nothing where it makes none. May add others (composites).
    std::optional<DeclaredAttribute> (*read_field)(const types::Definition& declared_in, const facts::Field& field,
                                                   Declaration& declaration);
};

extern const OrmReader kDeclarative;      // declarative.cpp
extern const OrmReader kSqlModel;         // sqlmodel.cpp
extern const OrmReader kFlaskSqlAlchemy;  // flask_sqlalchemy.cpp

// declarative.cpp: of a field of the classes of all of SQLAlchemy's declarative mappers.
[[nodiscard]] std::optional<DeclaredAttribute> read_declarative_field(const types::Definition& declared_in,
                                                                      const facts::Field& field, Declaration& declaration);

}  // namespace rowtype::orm
