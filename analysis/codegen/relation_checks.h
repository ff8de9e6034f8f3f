// The CHECKs of a table as limits of its columns. Internal to analysis/codegen.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <vector>

#include "analysis/codegen/checks.h"
#include "reflect/catalog/types.h"

namespace rowtype::codegen {

struct ColumnLimits {
    Bounds bounds;
    std::optional<std::vector<std::string>> values;  // a text must be one of them
};

struct RelationChecks {
    std::map<std::string, ColumnLimits> columns;  // by name
    std::vector<const catalog::Check*> others;    // not, or not wholly, said by the limits
};

// A check adds limits only where all of it was understood. One that old rows may break (NOT VALID) or that nobody enforces adds
// none: a model must take every row that is there.
[[nodiscard]] RelationChecks checks_of(const catalog::Relation& relation);

}  // namespace rowtype::codegen
