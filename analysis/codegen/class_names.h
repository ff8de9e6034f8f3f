// The names of all classes of a module, each used once. Internal to analysis/codegen.
#pragma once

#include <map>
#include <set>
#include <string>
#include <vector>

#include "analysis/settings/generation_settings.h"
#include "analysis/settings/settings.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::codegen {

struct ModelName {
    std::string class_name;
    std::string failure;  // why there is none: the configured name cannot be used
};

struct ClassNames {
    std::map<catalog::QualifiedName, ModelName> models;
    std::map<catalog::QualifiedName, std::string> definitions;  // of all enums and composites
    std::set<std::string> taken;                                // all of them, and those that a module imports
};

// Decided over the whole catalog, so that a module of some tables names them as the module of all does. A configured name
// wins; of several equal names that of the schema first on the search path stays, others get their schema in front.
[[nodiscard]] ClassNames assign_class_names(const catalog::Catalog& catalog, const Settings& settings,
                                            const GenerationSettings& generation,
                                            const std::vector<const catalog::Relation*>& selected);

// The field of each column, in order: unique, usable as pydantic fields, none called as a class in `classes` is.
[[nodiscard]] std::vector<std::string> field_names(const std::vector<catalog::Column>& columns, bool qualified_datetime,
                                                   const std::set<std::string>& classes);

}  // namespace rowtype::codegen
