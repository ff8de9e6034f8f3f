// What `rowtype show` found, and how it is written. Internal to the command.
#pragma once

#include <string>
#include <vector>

#include "lsp/cli/terminal_text.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::cli {

// All that has one name: a relation, a type and the overloads of a function may share it.
struct ShownObject {
    const catalog::Relation* relation = nullptr;
    const catalog::TypeDefinition* type = nullptr;
    const catalog::Function* function = nullptr;
};

struct UnknownName {
    std::string name;        // as given
    std::string reason;      // why it is not shown
    std::string suggestion;  // what may have been meant; may be empty
};

struct ShownSchema {
    const catalog::Catalog* catalog = nullptr;
    std::string source;  // where the schema comes from
    std::vector<ShownObject> objects;
    std::vector<UnknownName> unknown;
};

[[nodiscard]] std::string show_text(const catalog::Catalog& catalog, const ShownObject& object, const Style& style);
// {"version": 1, "schema": …, "objects": [...], "unknown": [...]}, an interface like the report of `check`.
[[nodiscard]] std::string show_json(const ShownSchema& shown);

}  // namespace rowtype::cli
