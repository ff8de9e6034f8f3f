// A module's own code as one flow: what its statements do with the rows that others of them have. Only where a name of the module
// holds what gives rows.
//
// The statements' own facts stay theirs; here they stand side by side, so that binding follows names from one to the next as it does in
// a function.
#pragma once

#include <cstdint>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/facts.h"
#include "analysis/facts/script_names.h"

namespace rowtype::facts {

struct Script {
    ScriptNames names;
    // Those of the module that its functions or classes mention: what they do with them, at any time, nobody follows.
    std::set<std::string> shared;
    std::vector<PlacedStatement> statements;  // its own, in source order
    std::vector<PlacedStatement> concerned;   // these, and those that mention one of the names
    // The scopes, parameters, assignments and rows of its own statements; spans count from the file's first byte.
    StatementFacts flow;

    [[nodiscard]] bool holds(const StatementFacts& statement) const;

    friend bool operator==(const Script& left, const Script& right);
};

// The names that the module's own statements give rows to; none where no statement executes a query at module level.
[[nodiscard]] ScriptNames script_names(const FileFacts& file);

// Whether one of the names stands in the bytes as a word of its own.
[[nodiscard]] bool mentions_any(std::string_view bytes, const ScriptNames& names);

// Of a file whose statements were read with these names; null where there are none.
[[nodiscard]] std::shared_ptr<const Script> make_script(const FileFacts& file, ScriptNames names, std::string_view text);

}  // namespace rowtype::facts
