// What the call says that a field of a class is assigned from: Field(…), field(…), attr.ib(…).
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/value.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

// Besides constraints.
struct FieldOptions {
    std::vector<std::string> validation_aliases;
    std::string alias;
    std::string serialization_alias;
    bool has_default = false;
    bool excluded = false;
    bool alias_unknown = false;  // an alias that is not a literal
    bool is_part = false;        // AliasPath("home", "street"): what it reads is inside of the column's value
    bool is_converted = false;   // attr.ib(converter=…)
};

// "..." as a value: facts keep it as Unknown with that text.
[[nodiscard]] bool is_ellipsis(const facts::Value& value);

// Whether a call by that canonical name describes a field as pydantic's Field does.
[[nodiscard]] bool is_pydantic_field(std::string_view maker);

// Takes over what the call says; `maker` is its callee's canonical name. Any other call is a default.
void read_field_options(const facts::Value& call, std::string_view maker, const types::ModuleScope& module,
                        FieldOptions& options);

}  // namespace rowtype::binding
