// Expressions of models with names replaced by what they stand for, in the form in which analysis/alembic reads SQLAlchemy's values:
// a Name that is left over is a path ("sqlalchemy.String", "#Colour" for what the project defines).
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/facts/value.h"
#include "analysis/types/module_scope.h"

namespace rowtype::orm {

// "sqlalchemy.Column" of sqlalchemy.sql.schema.Column and of sqlmodel.Column; see library_name in orm_class.h.
[[nodiscard]] std::string canonical_library(std::string_view name);

// "Column" of db.Column, "func.now" of db.func.now, where db holds SQLAlchemy(…) of Flask.
struct FlaskName {
    types::Definition database;  // the assignment
    std::string name;
};
[[nodiscard]] std::optional<FlaskName> flask_name(std::string_view dotted, const types::ModuleScope& module);

// Spans stay those of the statements that the parts come from. What cannot be told is Unknown. The labels of an Enum of a class of ours
// are written out, and beside them stand the keywords kEnumClass (its name) and kEnumValues (a list: the members' values, where
// all are texts).
[[nodiscard]] facts::Value evaluate(const facts::Value& value, const types::ModuleScope& module);

// The text of an Unknown that is a member of an enumeration: some text or number, and never None.
inline constexpr std::string_view kMember = "member";
// Of one that branches bind differently, and none to a text: a type of another name for each database.
inline constexpr std::string_view kNoText = "no text";

inline constexpr std::string_view kEnumClass = "enum.class";
inline constexpr std::string_view kEnumValues = "enum.values";

// The call of sqlalchemy.Enum with the members of a class of ours; nothing where not all are known.
[[nodiscard]] std::optional<facts::Value> enum_of_class(const types::Definition& definition);

}  // namespace rowtype::orm
