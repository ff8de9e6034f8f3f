// Names of a module that its own statements share rows by. What is read of these statements is a function of their bytes and of the names.
// Internal to analysis/facts.
#pragma once

#include <set>
#include <string>

namespace rowtype::facts {

struct ScriptNames {
    std::set<std::string> names;    // that hold what a query gave, or a cursor
    std::set<std::string> cursors;  // those of them

    friend bool operator==(const ScriptNames&, const ScriptNames&) = default;
};

}  // namespace rowtype::facts
