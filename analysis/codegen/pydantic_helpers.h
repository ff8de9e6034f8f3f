// Types that the modules of style pydantic define for themselves. Internal to analysis/codegen.
#pragma once

#include "analysis/codegen/module_text.h"

namespace rowtype::codegen {

// Those that a field, an attribute of a composite or a domain has.
void add_pydantic_helpers(ModuleText& module);

}  // namespace rowtype::codegen
