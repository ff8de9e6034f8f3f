// The labels that a mapped column's Enum stores, beside those of the database's type.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "analysis/binding/bound_table.h"

namespace rowtype::rules {

struct LabelComparison {
    std::string type_name;
    std::vector<std::string> not_in_database;
    std::vector<std::string> not_in_model;
    // The database has the members' values, of which the names are none.
    bool by_name = false;
    std::string stored_as;  // by_name: the label of the first of not_in_database
};

// Nothing where one of them is not known, or the column is no enum.
[[nodiscard]] std::optional<LabelComparison> compare_labels(const binding::DeclaredColumn& declared,
                                                            const catalog::Catalog& catalog);

}  // namespace rowtype::rules
