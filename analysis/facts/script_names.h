// Names of a module that its own statements share rows by. What is read of a statement is a function of its bytes and of those of the names
// that it mentions. Internal to analysis/facts.
#pragma once

#include <functional>
#include <set>
#include <string>
#include <string_view>

namespace rowtype::facts {

using SortedNames = std::set<std::string, std::less<>>;

struct ScriptNames {
    SortedNames names;    // that hold what a query gave, a cursor, or a query that several statements make
    SortedNames cursors;  // those of them

    friend bool operator==(const ScriptNames&, const ScriptNames&) = default;
};

// Those of the names that stand in the bytes as words of their own. One pass, however many names there are.
[[nodiscard]] ScriptNames mentioned_in(std::string_view bytes, const ScriptNames& names);
// The same up to the first of them.
[[nodiscard]] bool mentions_any(std::string_view bytes, const ScriptNames& names);

// Those that are in one of the two alone, or a cursor in one alone: what is read of statements that mention none of them is the same by
// both.
[[nodiscard]] ScriptNames difference(const ScriptNames& left, const ScriptNames& right);

}  // namespace rowtype::facts
