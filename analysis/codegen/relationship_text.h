// What SQLAlchemy must be told of a relationship. Internal to analysis/codegen.
#pragma once

#include <string>
#include <utility>
#include <vector>

#include "analysis/codegen/plan.h"
#include "analysis/codegen/sqlalchemy_columns.h"

namespace rowtype::codegen {

// Arguments of relationship(), each with its value as Python writes it.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> relationship_arguments(const PlannedRelationship& link,
                                                                                      const SqlTables& tables);

}  // namespace rowtype::codegen
