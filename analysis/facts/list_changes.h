// Lists that grow by statements: "conditions.append('a = %s')".
//
// A change of the list that a local name holds is kept as an augmented Assignment to the name followed by kOfList, which no expression
// can name: `value` is the list that is added, or Unknown where what happens to it cannot be told (it is handed to another function,
// sorted, emptied).
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "analysis/facts/extraction.h"

namespace rowtype::facts {

inline constexpr std::string_view kOfList = "[]";

// Of one top-level statement, in the order of its text.
class ListChanges {
public:
    // Of "target = [...]", with the value's node.
    void note_list(const syntax::FlatNode& target, const syntax::FlatNode& value, const Source& source, std::uint32_t scope);
    void read_call(const CallSite& site, const Source& source, const AssignmentPlace& place, StatementFacts& facts);

private:
    [[nodiscard]] bool holds_list(std::string_view name, std::uint32_t scope) const;
    void read_method(const CallSite& site, std::string_view name, const Source& source, const AssignmentPlace& place,
                     StatementFacts& facts) const;

    std::vector<std::pair<std::uint32_t, std::string>> lists_;  // scope and name
};

}  // namespace rowtype::facts
