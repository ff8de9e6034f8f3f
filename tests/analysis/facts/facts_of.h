// What the tests of facts share: the facts of a text, and values as one readable line.
#pragma once

#include <string>
#include <string_view>

#include "analysis/facts/extract.h"
#include "analysis/facts/facts.h"

namespace rowtype::test {

[[nodiscard]] facts::FileFacts facts_of(std::string_view text);
// The facts of a text that is one top-level statement.
[[nodiscard]] facts::StatementFacts statement_of(std::string_view text);
// The value assigned by "x = <expression>".
[[nodiscard]] facts::Value value_of(std::string_view expression);

// "Call(Attribute table(Name client), String 'users')".
[[nodiscard]] std::string describe(const facts::Value& value);
// "client .table('users') .select('*')".
[[nodiscard]] std::string describe(const facts::Chain& chain);

}  // namespace rowtype::test
