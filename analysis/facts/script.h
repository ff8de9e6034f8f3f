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
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "analysis/facts/facts.h"
#include "analysis/facts/free_names.h"
#include "analysis/facts/row_index.h"
#include "analysis/facts/script_names.h"

namespace rowtype::facts {

// Of more statements that are concerned nothing is followed from one to the next: an edit has every statement that asks for rows bound
// again, each over the whole flow, and a keystroke must not wait for that.
inline constexpr std::size_t kLongestScript = 1000;
// What all of its statements together may look at for that, in places of the flow (RowValues::steps); each has an equal share.
inline constexpr std::size_t kMostScriptSteps = 400000;

// Says the same from its making on. The flow is made when it is first asked for, and the last comparison is kept, both by any thread. What
// a statement's answer depends on is compared with that of a later text by means_the_same().
class Script {
public:
    // Of a file whose statements were read with these names, of which there is one at least. `before`: of the text before an edit, whose
    // statements are not read again; null where there is none.
    Script(const FileFacts& file, ScriptNames names, std::string_view text, const Script* before = nullptr);

    [[nodiscard]] const ScriptNames& names() const { return names_; }
    // Those of the module that its functions or classes mention: what they do with them, at any time, nobody follows.
    [[nodiscard]] const SortedNames& shared() const { return shared_; }
    // Its statements are over the limit: there are the names, and no flow.
    [[nodiscard]] bool is_too_long() const { return is_too_long_; }
    // Its own, in source order.
    [[nodiscard]] const std::vector<PlacedStatement>& statements() const { return statements_; }
    [[nodiscard]] bool holds(const StatementFacts& statement, std::uint32_t offset) const;
    // The scopes, parameters, assignments and rows of its own statements; spans count from the file's first byte.
    [[nodiscard]] const StatementFacts& flow() const;
    // What is done with which name in that flow.
    [[nodiscard]] const RowIndex& index() const;
    // How much of the flow each of its statements that ask for rows may look at.
    [[nodiscard]] std::size_t steps_of_each() const;

    // How many of the statements that are its own, bind the names, or change what rows are made of, stand before the place.
    [[nodiscard]] std::size_t count_before(std::uint32_t offset) const;
    // Whether the same statements say the same of the names in the same order, wherever they stand. The last answer is remembered: nearly
    // all statements that ask for a script know the same one.
    [[nodiscard]] bool means_the_same(const std::shared_ptr<const Script>& other) const;

    friend bool operator==(const Script& left, const Script& right);

private:
    using Facts = std::shared_ptr<const StatementFacts>;
    struct SharedNames {
        FreeNames free;  // of the functions and classes
        bool looks_names_up = false;
    };

    [[nodiscard]] static SharedNames shared_by(const StatementFacts& facts, std::string_view bytes, const ScriptNames& names);
    void make_flow() const;
    [[nodiscard]] bool says_the_same(const Script& other) const;

    ScriptNames names_;
    SortedNames shared_;
    // What the bytes of each statement say of it.
    std::unordered_map<Facts, SharedNames> shared_by_;
    bool is_too_long_ = false;
    std::vector<PlacedStatement> statements_;
    std::size_t asking_ = 0;                  // of these, how many ask for rows
    std::vector<PlacedStatement> concerned_;  // these, and those that bind one of the names or set a row_factory
    mutable std::once_flag once_;
    mutable StatementFacts flow_;
    mutable RowIndex index_;
    mutable std::mutex mutex_;                      // of these:
    mutable std::weak_ptr<const Script> compared_;  // weak: each script would keep all those before it
    mutable bool is_same_ = false;
};

// The names that the module's own statements give rows to; none where no statement executes a query at module level.
[[nodiscard]] ScriptNames script_names(const FileFacts& file);

// Null where there are no names. `before`: as of Script.
[[nodiscard]] std::shared_ptr<const Script> make_script(const FileFacts& file, ScriptNames names, std::string_view text,
                                                        const Script* before = nullptr);

}  // namespace rowtype::facts
