// Values that a model for inserts and updates says it takes and that the column refuses.
#pragma once

#include <string>
#include <vector>

#include "analysis/types/annotation.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::types {

// One text a limit, empty where the annotation says nothing or is as tight as the column: "max_length=100 takes more than the column's 40
// characters". Only limits that are written: what a model leaves out is the database's to refuse.
[[nodiscard]] std::vector<std::string> loose_limits(const Annotation& annotation, const catalog::Column& column,
                                                    const catalog::Relation* relation, const catalog::Catalog& catalog);

}  // namespace rowtype::types
