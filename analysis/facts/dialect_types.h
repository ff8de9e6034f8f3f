// What load_dialect_impl() of SQLAlchemy's TypeDecorator gives. Internal to analysis/facts.
#pragma once

#include <optional>
#include <string_view>

#include "analysis/facts/source.h"
#include "analysis/facts/value.h"
#include "analysis/syntax/flat_tree.h"

namespace rowtype::facts {

constexpr std::string_view kDialectType = "load_dialect_impl";

// Of "def load_dialect_impl(self, dialect)" the type that it gives for PostgreSQL ("self.impl" among others); nothing where that is not
// certain. It becomes the method's only result, and no scope is made for its body.
[[nodiscard]] std::optional<Value> dialect_type(const syntax::FlatNode& function, const Source& source);

}  // namespace rowtype::facts
