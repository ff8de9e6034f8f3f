// `schemas = [...]`: what of a source is read and checked, and what is said where it names schemas that are not there.
#pragma once

#include <functional>
#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"
#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

// Of the listed schemas those that the source certainly does not have.
[[nodiscard]] std::vector<std::string> missing_schemas(const Configuration& configuration, const catalog::CatalogData& data);

// An Error at that key where the source has none of the listed schemas: a check against nothing would find everything unknown.
// A note in `notes` where it lacks some. `source` is named; `existing` is asked for what there is when something is missing.
[[nodiscard]] Status check_listed_schemas(const Configuration& configuration, const catalog::CatalogData& data,
                                          const std::string& source, std::vector<std::string>& notes,
                                          const std::function<std::vector<std::string>()>& existing);

// Takes out what stands in other schemas: its names are unknown, never absent. That holds also for an unqualified name that a
// schema of the search path may have which is not listed.
void keep_listed_schemas(const Configuration& configuration, catalog::CatalogData& data);

// What it makes sense to list of a source that was read in whole; sorted.
[[nodiscard]] std::vector<std::string> schemas_with_relations(const catalog::CatalogData& data);

}  // namespace rowtype::workspace
