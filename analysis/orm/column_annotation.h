// What an annotation of a model says of a column: Mapped[Optional[str]], an alias of Annotated[int, mapped_column(…)], int | None.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/facts/value.h"
#include "analysis/orm/class_line.h"
#include "analysis/types/module_scope.h"

namespace rowtype::orm {

struct ColumnAnnotation {
    bool is_mapped = false;                             // Mapped[…] around it
    bool known = true;                                  // false: of several types, or not understood
    bool optional = false;                              // None is one of its arms
    bool optional_told = false;                         // not known, but all of its types are: there is no other None
    std::string path;                                   // of a type without arguments: "int", "datetime.datetime"; else empty
    std::optional<types::Definition> class_definition;  // of a class of the project
    facts::Value whole;                                 // evaluated, without None; for types with arguments: dict[str, Any]
    std::vector<facts::Value> extras;                   // evaluated: what Annotated adds
    std::vector<const facts::Assignment*> aliases;      // names of the project that it went through, outermost first
};

[[nodiscard]] ColumnAnnotation read_annotation(const facts::Value& annotation, const types::Definition& declared_in);

// The column type that the mapper makes of it, evaluated: an entry of the base's type_annotation_map, else SQLAlchemy's own. Unknown where
// that cannot be told.
[[nodiscard]] facts::Value type_of_annotation(const ColumnAnnotation& annotation, const ClassLine& line);

}  // namespace rowtype::orm
