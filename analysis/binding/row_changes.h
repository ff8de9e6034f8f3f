// What statements of a function do to the entries of a row in a local name before it is used.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "analysis/facts/facts.h"

namespace rowtype::binding {

// Those of `statement.item_changes`, in source order, that may have happened to the value which `target` (a name or dotted path) of that
// scope holds at `position`: behind its last assignment. Of changes on branches only those that add entries need to lead there: what may
// be taken away on another way is not certainly there. Positions are bytes within the statement.
[[nodiscard]] std::vector<const facts::ItemChange*> row_changes(const facts::StatementFacts& statement, std::uint32_t scope,
                                                                const std::string& target, std::uint32_t position);

// What those changes set a key to. Pointers into the statement.
struct SetValue {
    const facts::Value* key = nullptr;
    const facts::Value* value = nullptr;
    bool appends = false;  // of a further row: ItemChange::appends
};

// Those that hold at `position` for certain: no other statement sets the key or takes it away. Where one may do that to any key, only those
// of appended rows are told.
[[nodiscard]] std::vector<SetValue> set_values(const facts::StatementFacts& statement, std::uint32_t scope,
                                               const std::string& target, std::uint32_t position);

}  // namespace rowtype::binding
