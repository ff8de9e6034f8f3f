// Syntax that a PostgreSQL newer than our parser may know. An error there is *not understood*, never a finding.
#pragma once

#include <cstdint>
#include <string_view>

namespace rowtype::sql {

// Whether a syntax error at byte `offset` of `sql` stands at, or right behind, words of newer syntax. To add a release's
// novelties: a row in the table of newer_syntax.cpp and a case in tests/reflect/sql/newer_syntax_test.cpp.
[[nodiscard]] bool is_newer_syntax(std::string_view sql, std::uint32_t offset);

}  // namespace rowtype::sql
