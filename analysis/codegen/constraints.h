// What a column's type says beyond the annotation: arguments of pydantic's Field. Internal to analysis/codegen.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/codegen/checks.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::codegen {

// "max_length=50", "max_digits=10", "ge=0" …: of varchar(n), numeric(p,s) and the simple checks of domains. Empty for
// arrays: their elements' limits have no place in Field. `annotation` is the text that they stand beside, `more` what the table's checks
// add.
[[nodiscard]] std::vector<std::string> constraint_arguments(const catalog::Type& type, const catalog::Catalog& catalog,
                                                            std::string_view annotation, const Bounds& more = {});

// Of two bounds the tighter one.
void narrow(Bounds& bounds, const Bounds& other);

}  // namespace rowtype::codegen
