// Names of tables that code computes from the name of a class: `cls.__name__.lower()`, f"{cls.__name__}s", and by the ways in which camel
// case becomes snake case (re.sub, re.split, a comprehension over the letters), in a @declared_attr or a function that it calls.
#pragma once

#include <optional>
#include <string>

#include "analysis/facts/value.h"
#include "analysis/types/module_scope.h"

namespace rowtype::orm {

// What `value`, which stands in the body of `declared_in`, is for a class of that name, to the letter; nothing where any part of it is not
// understood.
[[nodiscard]] std::optional<std::string> computed_name(const facts::Value& value, const std::string& class_name,
                                                       const types::Definition& declared_in);

}  // namespace rowtype::orm
