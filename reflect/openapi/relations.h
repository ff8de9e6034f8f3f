// Definitions to relations. Internal to this folder.
#pragma once

#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/openapi/document.h"
#include "reflect/openapi/type_names.h"

namespace rowtype::openapi {

[[nodiscard]] std::vector<catalog::Relation> read_relations(const Document& document, const TypeNames& types,
                                                            const std::string& schema);

// Paths below /rpc/ to functions.
[[nodiscard]] std::vector<catalog::Function> read_functions(const Document& document, const TypeNames& types,
                                                            const std::string& schema);

}  // namespace rowtype::openapi
