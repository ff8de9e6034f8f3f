// Which classes of a file derive from others, and what gives a class another name.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>

#include "analysis/facts/facts.h"

namespace rowtype::facts {

// Asked of ModuleNames as a name is, and noted as one: its bindings are the statements that may_derive(). No name is spelt like that.
constexpr std::string_view kDeriving = "class";

// Whether a statement holds classes with bases, wherever in it, or gives a class another name: "from app import Link as BaseLink",
// "BaseLink = models.Link".
[[nodiscard]] bool may_derive(const StatementFacts& facts);

// How many classes of a file have a base that is called so, by the last name of each; a class that gets another name there counts as
// one, unless a function alone calls it so and derives none ("color = Color.RED"). What DeclaredNames::subclassed says by bytes, but for
// that.
using SubclassCounts = std::map<std::string, std::size_t, std::less<>>;
[[nodiscard]] SubclassCounts subclass_counts(const FileFacts& file);

}  // namespace rowtype::facts
