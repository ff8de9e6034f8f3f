// A module's own code as one flow: what its statements do with the rows that others of them have. Only where a name of the module
// holds what gives rows.
//
// The statements' own facts stay theirs; here they stand side by side, so that binding follows names from one to the next as it does in
// a function.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <set>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/facts.h"
#include "analysis/facts/row_index.h"
#include "analysis/facts/script_names.h"

namespace rowtype::facts {

// Of more statements that are concerned nothing is followed: an edit has every statement that asks for rows bound again, each over the
// whole flow, and a keystroke must not wait for that.
inline constexpr std::size_t kLongestScript = 1000;

// Immutable. What a statement's answer depends on is compared with that of a later text by means_the_same().
struct Script {
public:
    // Of a file whose statements were read with these names, of which there is one at least.
    Script(const FileFacts& file, ScriptNames names, std::string_view text);

    [[nodiscard]] const ScriptNames& names() const { return names_; }
    // Those of the module that its functions or classes mention: what they do with them, at any time, nobody follows.
    [[nodiscard]] const std::set<std::string>& shared() const { return shared_; }
    // Its statements are over the limit: there are the names, and nothing else.
    [[nodiscard]] bool is_too_long() const { return is_too_long_; }
    // Its own, in source order.
    [[nodiscard]] const std::vector<PlacedStatement>& statements() const { return statements_; }
    [[nodiscard]] bool holds(const StatementFacts& statement, std::uint32_t offset) const;
    // The scopes, parameters, assignments and rows of its own statements; spans count from the file's first byte. Made when it is first
    // asked for, by any thread.
    [[nodiscard]] const StatementFacts& flow() const;
    // What is done with which name in that flow.
    [[nodiscard]] const RowIndex& index() const;

    // How many of the statements that are its own, bind the names, or change what rows are made of, stand before the place.
    [[nodiscard]] std::size_t count_before(std::uint32_t offset) const;
    // Whether the same statements say the same of the names in the same order, wherever they stand.
    [[nodiscard]] bool means_the_same(const Script& other) const;

    friend bool operator==(const Script& left, const Script& right);

private:
    void make_flow() const;

    ScriptNames names_;
    std::set<std::string> shared_;
    bool is_too_long_ = false;
    std::vector<PlacedStatement> statements_;
    std::vector<PlacedStatement> concerned_;  // these, and those that bind one of the names or set a row_factory
    mutable std::once_flag once_;
    mutable StatementFacts flow_;
    mutable RowIndex index_;
};

// The names that the module's own statements give rows to; none where no statement executes a query at module level.
[[nodiscard]] ScriptNames script_names(const FileFacts& file);

// Null where there are no names.
[[nodiscard]] std::shared_ptr<const Script> make_script(const FileFacts& file, ScriptNames names, std::string_view text);

}  // namespace rowtype::facts
