// What a statement, or a flow of several, does with the names that hold rows, by name: what is asked of one is found without a look at
// all the others.
#pragma once

#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/facts.h"
#include "analysis/facts/row_facts.h"

namespace rowtype::facts {

// Of one name, or dotted path, in all scopes; each list in the order of the facts.
struct RowNameUses {
    std::vector<const Assignment*> assignments;  // whose target it is
    std::vector<const RowAccess*> changes;       // what is executed on it, and where it escapes
    bool is_executed_on = false;
};

// Points into the facts that it was made of, which must outlive it unmoved. Immutable.
class RowIndex {
public:
    RowIndex() = default;
    explicit RowIndex(const StatementFacts& facts);

    [[nodiscard]] const RowNameUses& of(std::string_view name) const;

private:
    std::map<std::string, RowNameUses, std::less<>> uses_;
};

}  // namespace rowtype::facts
