// What a statement, or a flow of several, does with the names that hold rows, by name and scope: what is asked of one is found without a
// look at all the others. Of a long flow every statement asks, each time that one of them is edited.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/facts.h"
#include "analysis/facts/row_facts.h"

namespace rowtype::facts {

// Of one name, or dotted path, in one scope.
struct RowScopeUses {
    std::vector<const Assignment*> assignments;  // whose target it is, in the order of the facts
    std::size_t opaque = 0;                      // how often it is among the scope's opaque names
    std::size_t loops = 0;                       // how often it is a loop's target
    bool is_parameter = false;

    [[nodiscard]] bool binds() const { return opaque > 0 || is_parameter || !assignments.empty(); }
};

// Of one name, or dotted path, in all scopes; each list in the order of the facts.
class RowNameUses {
public:
    // What is executed on it, and where it escapes.
    [[nodiscard]] const std::vector<const RowAccess*>& changes() const { return changes_; }
    [[nodiscard]] bool is_executed_on() const { return is_executed_on_; }
    // "with … as name": those with a row_factory first.
    [[nodiscard]] const std::vector<const OpenedName*>& openings() const { return openings_; }
    // "(name := …)"
    [[nodiscard]] const std::vector<const NamedValue*>& named() const { return named_; }
    // The one of a scope; null where there is none, or more.
    [[nodiscard]] const NamedValue* only_named(std::uint32_t scope) const;
    [[nodiscard]] const RowScopeUses& in(std::uint32_t scope) const;
    // The loop around a place whose target it is, the innermost of them; null where there is none. What the iterable of one names, is
    // not of that loop.
    [[nodiscard]] const RowLoop* innermost_loop(std::uint32_t position) const;
    // The loops whose target it is, those that begin later last.
    template <class Visitor>
    void for_each_loop(const Visitor& visit) const {
        for (const Loop& each : loops_) visit(*each.loop);
    }

private:
    friend class RowIndex;
    struct Loop {
        const RowLoop* loop = nullptr;
        std::size_t around = 0;  // one past the index of the next that is around it; 0: there is none
    };
    void nest_loops();

    std::vector<const RowAccess*> changes_;
    std::vector<const OpenedName*> openings_;
    std::vector<const NamedValue*> named_;
    bool is_executed_on_ = false;
    std::map<std::uint32_t, RowScopeUses> scopes_;
    std::vector<Loop> loops_;  // as they begin, those around others first
};

// Points into the facts that it was made of, which must outlive it unmoved. Immutable.
class RowIndex {
public:
    RowIndex() = default;
    explicit RowIndex(const StatementFacts& facts);
    // Of rows that are not the facts' yet, for questions about the names in `asked` (sorted) alone.
    RowIndex(const StatementFacts& facts, const RowFacts& rows, const std::vector<std::string_view>& asked);

    [[nodiscard]] const RowNameUses& of(std::string_view name) const;
    // What sets a key ("row["key"] = …"), or any of them, or may do anything to what it has; in the order of the text.
    [[nodiscard]] const std::vector<const RowAccess*>& changes_of_key(std::string_view key) const;
    [[nodiscard]] const std::vector<const RowAccess*>& changes_of_keys() const { return changes_of_keys_; }
    [[nodiscard]] const std::vector<const RowAccess*>& changes_of_all() const { return changes_of_all_; }

private:
    // `asked`: null for all names.
    using Asked = const std::vector<std::string_view>*;
    void add_names(const StatementFacts& facts, Asked asked);
    void add_rows(const RowFacts& rows, Asked asked);
    void add_accesses(const RowFacts& rows, Asked asked);

    std::map<std::string, RowNameUses, std::less<>> uses_;
    std::map<std::string, std::vector<const RowAccess*>, std::less<>> changes_of_key_;
    std::vector<const RowAccess*> changes_of_keys_;
    std::vector<const RowAccess*> changes_of_all_;
};

}  // namespace rowtype::facts
