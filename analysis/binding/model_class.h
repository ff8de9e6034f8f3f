// What the class itself and its bases say of a model as a whole: the lineage, the configuration, the validators.
#pragma once

#include <set>
#include <string>
#include <vector>

#include "analysis/binding/model_modules.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

enum class AliasGenerator : std::uint8_t { None, Camel, Pascal, Snake, Unknown };

struct ModelConfiguration {
    std::string extra;  // "allow", "forbid", "ignore" or empty
    AliasGenerator alias_generator = AliasGenerator::None;
    bool strict = false;
    bool dumps_by_alias = false;     // serialize_by_alias
    bool dumps_enum_values = false;  // use_enum_values
    bool is_unknown = false;         // a configuration that could not be read: names may be anything
};

// A class and its bases, farthest base first, each once, as pydantic collects fields.
struct Lineage {
    std::vector<types::Definition> classes;  // the class itself last
    bool complete = true;                    // every base was resolved
    // __init__, __post_init__ and the like: what it does with the values that it is given cannot be told.
    bool has_own_constructor = false;
    ModelConfiguration configuration;
    std::set<std::string> before_validated;  // fields that a before, plain or wrap validator sees; "*": all
};

[[nodiscard]] Lineage lineage_of(const types::Definition& definition);

// A name as the generator spells it; the name itself for None and Unknown.
[[nodiscard]] std::string generated_alias(AliasGenerator generator, const std::string& name);

// The canonical external name that an expression or a call's callee has in a module, or empty: "pydantic.Field".
[[nodiscard]] std::string external_name(const facts::Value& value, const types::ModuleScope& module);

}  // namespace rowtype::binding
