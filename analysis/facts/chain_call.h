// One call in a chain of calls. See facts.h.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/value.h"
#include "reflect/base/text.h"

namespace rowtype::facts {

// One link of a chain: ".table('users')", or ".not_", which is a property.
struct ChainCall {
    std::string method;
    Span method_span;
    Span span;  // from the dot to the closing parenthesis
    bool is_property = false;
    std::vector<Argument> arguments;

    // ".table('users')": a query starts here.
    [[nodiscard]] bool names_table() const { return method == "table" || method == "from_" || method == "from_table"; }
    [[nodiscard]] const Value* keyword(std::string_view name) const;
    [[nodiscard]] const Value* positional(std::size_t index) const;
    [[nodiscard]] const Value* argument(std::string_view name, std::size_t index) const;

    friend bool operator==(const ChainCall&, const ChainCall&) = default;
};

}  // namespace rowtype::facts
