// Reads what orm_facts.h describes, node by node, as the walk over a statement meets them. Internal to analysis/facts.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/call_site.h"
#include "analysis/facts/facts.h"
#include "analysis/facts/source.h"
#include "analysis/syntax/flat_tree.h"

namespace rowtype::facts {

// Of one top-level statement.
class OrmReader {
public:
    // The attribute node, unless it belongs to a path that was read. False: nothing inside needs another look.
    bool read_attribute(const syntax::FlatNode& attribute, const Source& source, std::uint32_t scope, OrmFacts& facts);
    // "users.c['name']". True where it was one.
    bool read_subscript(const syntax::FlatNode& subscript, const Source& source, std::uint32_t scope, OrmFacts& facts);
    // `call` is the outermost of its chain, or an inner one, which is then left alone.
    void read_call(const CallSite& site, const Source& source, std::uint32_t scope, OrmFacts& facts);
    // "User.state == 'open'": met before its sides are.
    void read_comparison(const syntax::FlatNode& comparison, const Source& source);
    // The target of an assignment is no use.
    void pass_over(const syntax::FlatNode& target) { passed_over_ = target.id(); }
    // "name = aliased(User)": attributes of that name count from there on.
    void note_assignment(std::string_view name, const syntax::FlatNode& value, const Source& source);

private:
    [[nodiscard]] bool concerns_entity(std::string_view path) const;

    // A call whose arguments may hold the next node.
    struct Clause {
        Span arguments;
        std::string_view method;
    };
    [[nodiscard]] std::string clause_at(std::uint32_t position);
    // The texts that a node is compared with, which is met but once.
    [[nodiscard]] std::vector<Value> texts_beside(const syntax::FlatNode& path);

    struct Compared {
        const void* path = nullptr;
        std::vector<Value> texts;
    };

    std::vector<Clause> clauses_;           // by their begin; of those that overlap one holds the other
    std::vector<const void*> inner_calls_;  // of the chain read last; the next to be met last
    std::vector<Compared> compared_;        // whose paths are yet to be met
    std::vector<std::string> aliases_;
    const void* passed_over_ = nullptr;
};

}  // namespace rowtype::facts
