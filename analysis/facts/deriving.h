// Which classes of a file derive from others, what gives a class another name, and which name the tables that they stand for.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/facts.h"

namespace rowtype::facts {

// Asked of ModuleNames as a name is, and noted as one: its bindings are the statements that may_derive(). No name is spelt like that.
constexpr std::string_view kDeriving = "class";

// Whether a statement holds classes with bases, wherever in it, or gives a class another name: "from app import Link as BaseLink",
// "BaseLink = models.Link".
[[nodiscard]] bool may_derive(const StatementFacts& facts);

// Whether a value is a call of something called Table: worth a look at what the name means.
[[nodiscard]] bool looks_like_table(const Value& value);

// Asked in the same way: the statements that have named_tables().
constexpr std::string_view kNamingTables = "class table";

// The tables that a statement names at module level: what its classes write out as their __tablename__, and its Table("users", …).
[[nodiscard]] std::vector<std::string_view> named_tables(const StatementFacts& facts);

// How many classes of a file have a base that is called so, by the last name of each; a class that gets another name there counts as
// one, unless a function alone calls it so and derives none ("color = Color.RED"). And the named_tables(), behind kTableNamed. What
// DeclaredNames::subclassed says by bytes, but for what functions call so.
using SubclassCounts = std::map<std::string, std::size_t, std::less<>>;
[[nodiscard]] SubclassCounts subclass_counts(const FileFacts& file);

}  // namespace rowtype::facts
