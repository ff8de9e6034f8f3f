// A dotted name of code as the import of its first part spells it.
#pragma once

#include <cstdint>
#include <string>

#include "analysis/binding/context.h"

namespace rowtype::binding {

// "app.db.engine" of "db.engine" behind "from app import db"; of an import with leading dots, below the file's own package. Empty where
// the first part is not imported. `scope`: where the name is used.
[[nodiscard]] std::string imported_name(const std::string& dotted, std::uint32_t scope, const StatementView& statement,
                                        const Context& context);

}  // namespace rowtype::binding
