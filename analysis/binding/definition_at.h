// What a dotted name stands for at a place.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "analysis/binding/class_at.h"
#include "analysis/facts/facts.h"
#include "analysis/types/module_scope.h"

namespace rowtype::binding {

// The import that binds the name in that very scope; null where there is none.
[[nodiscard]] const facts::Import* import_in(std::string_view name, std::uint32_t scope, const facts::StatementFacts& facts);
// Whether that very scope binds it otherwise.
[[nodiscard]] bool binds(std::string_view name, std::uint32_t scope, const facts::StatementFacts& facts);

// By the innermost import around the place, or the module; nothing where a scope below the module binds the name otherwise. The body of a
// class is no scope to the functions in it.
[[nodiscard]] types::Definition definition_at(const std::string& dotted, const Place& place);

}  // namespace rowtype::binding
