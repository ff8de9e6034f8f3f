// What context managers of the project yield (row_facts.h). Internal to the extraction.
#pragma once

#include <cstdint>
#include <string_view>

#include "analysis/facts/facts.h"
#include "analysis/facts/find_bytes.h"
#include "analysis/facts/source.h"
#include "analysis/syntax/flat_tree.h"

namespace rowtype::facts {

// Of an expression statement of a function: "yield cur" and "yield self.conn" go into its row facts.
void read_yielded_value(const syntax::FlatNode& statement, const Source& source, std::uint32_t scope, StatementFacts& facts);

// Whether a function with these bytes may yield a connection or a session that it opens.
[[nodiscard]] inline bool may_yield_connection(std::string_view function) {
    const auto holds = [&](std::string_view word) { return find_bytes(function, word) != std::string_view::npos; };
    return holds("yield ") && (holds("ession") || holds("onnect") || holds("engine") || holds("ursor"));
}

}  // namespace rowtype::facts
