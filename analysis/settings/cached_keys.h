// Keys of a Redis whose entries are rows of a table, as [[tool.rowtype.redis]] says.
#pragma once

#include <string>
#include <vector>

namespace rowtype {

struct CachedKey {
    std::string pattern;                    // "users:*": binding/key_pattern.h says what it matches
    std::string table;                      // "users" or "schema.users"
    std::vector<std::string> extra_fields;  // that entries have besides the table's columns

    friend bool operator==(const CachedKey&, const CachedKey&) = default;
};

}  // namespace rowtype
