// Defaults as PostgreSQL prints them, as Python values. Internal to analysis/codegen.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/codegen/annotations.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::codegen {

struct PythonDefault {
    enum class Kind : std::uint8_t {
        None,     // there is no default
        Value,    // "True", "5", "Decimal(\"1.50\")", "Mood.HAPPY"
        Factory,  // of a new list or dict each time: "list[str]", "lambda: [1, 2]"
        Server,   // what only the database can make: now(), nextval(…), or a text that was not understood
    };
    Kind kind = Kind::None;
    std::string text;
    std::vector<ImportedName> imports = {};
};

// `label`: the Python value of an enum's label. `annotation`: the field's own, without None. The default of a domain counts where the
// column has none.
[[nodiscard]] PythonDefault python_default(
    const catalog::Column& column, const catalog::Catalog& catalog, const std::string& annotation,
    const std::function<std::string(const catalog::QualifiedName&, const std::string&)>& label);

}  // namespace rowtype::codegen
