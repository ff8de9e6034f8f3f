// Types that the modules of style pydantic define for themselves. Internal to analysis/codegen.
#pragma once

#include "analysis/codegen/module_text.h"

namespace rowtype::codegen {

// Those that a type names which the module has noted: that of a field, of a composite's attribute, of a domain.
void add_pydantic_helpers(ModuleText& module);

}  // namespace rowtype::codegen
