// A cache entry as it was found in Redis, beside the table whose row it should be.
#pragma once

#include <string>
#include <vector>

#include "analysis/binding/bound_cache_entry.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::cache_entries {

using binding::EntryField;

// What contradicts the table in one field; `message` is a sentence without the names and never repeats the value, which may be private.
struct EntryProblem {
    std::string field;
    std::string message;

    friend bool operator==(const EntryProblem&, const EntryProblem&) = default;
};

// An entry may hold some of the columns only. A value contradicts its column where PostgreSQL would certainly refuse it. The empty text
// of a hash's field is how NULL is often written, since Redis has none: it passes where the column is nullable.
[[nodiscard]] std::vector<EntryProblem> check_entry(const std::vector<EntryField>& fields, const catalog::Relation& relation,
                                                    const catalog::Catalog& catalog);

}  // namespace rowtype::cache_entries
