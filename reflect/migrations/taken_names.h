// The names of indexes and constraints that relations have, found without looking at every relation.
#pragma once

#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <vector>

#include "reflect/catalog/types.h"

namespace rowtype::migrations {

// Follows relations that statements change in place: whoever is about to change one says so, and its names are read again
// whenever a name is asked for until the statement is over.
class TakenNames {
public:
    using Relations = std::map<catalog::QualifiedName, struct RelationState>;

    void touch(const catalog::QualifiedName& relation) { touched_.insert(relation); }
    void touch_all(const Relations& relations);
    // The next statement starts: what was touched stays as it is now.
    void settle(const Relations& relations);

    // Of an index, or of a key's or exclusion's.
    [[nodiscard]] bool has_index(const Relations& relations, const catalog::QualifiedName& name);
    [[nodiscard]] bool has_constraint(const Relations& relations, const catalog::QualifiedName& name);

private:
    // The names of each list of a relation, as they were counted last.
    struct Names {
        std::vector<std::string> primary_key;
        std::vector<std::string> unique_keys;
        std::vector<std::string> foreign_keys;
        std::vector<std::string> checks;
        std::vector<std::string> exclusions;
        std::vector<std::string> indexes;
    };
    enum class Counts : std::uint8_t { Index, Constraint, Both };
    void read_touched(const Relations& relations, bool thoroughly);
    void read(const catalog::QualifiedName& relation, const struct RelationState* state, bool thoroughly);
    template <class Part>
    void read_list(const std::string& schema, std::vector<std::string>& known, const std::vector<Part>& parts, Counts counts,
                   bool thoroughly);
    void count(const std::string& schema, const std::string& name, Counts counts, int by);

    std::set<catalog::QualifiedName> touched_;
    std::map<catalog::QualifiedName, Names> known_;
    std::map<catalog::QualifiedName, int> indexes_;
    std::map<catalog::QualifiedName, int> constraints_;
};

}  // namespace rowtype::migrations
