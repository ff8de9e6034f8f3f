// Python values that supabase-py cannot send: it writes JSON by json.dumps, which raises TypeError for them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "analysis/facts/value.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

enum class Serialisation : std::uint8_t {
    Isoformat,  // by value.isoformat()
    Text,       // by str(value)
    None,       // another value is needed
};

struct Unserialisable {
    std::string type;  // "datetime"
    Serialisation remedy = Serialisation::None;
};

// A quick look at its form.
[[nodiscard]] bool may_be_unserialisable(const facts::Value& value);

// Nothing where the value is, or may be, one that json.dumps takes. `module` resolves the names of calls.
[[nodiscard]] std::optional<Unserialisable> unserialisable(const facts::Value& value, const types::ModuleScope& module);

}  // namespace rowtype::binding
