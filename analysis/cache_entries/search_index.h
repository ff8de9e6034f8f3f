// RediSearch indexes over cached rows: FT.CREATE commands as redis-cli reads them.
//
// Source: the reference of FT.CREATE. A hash's index reads fields, one over JSON documents their top level.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::cache_entries {

enum class EntryKind : std::uint8_t { Hash, Json };

struct SearchIndex {
    std::string command;                // one line, without its end
    std::vector<std::string> left_out;  // columns whose values no index can read: documents, bytes, and arrays in hashes
};

// Keys begin with `prefix` ("users:"). Columns of keys and foreign keys, enums, uuid, booleans and times are TAG, found as a whole; numbers are
// NUMERIC, other text is TEXT. Indexed columns are SORTABLE. An empty command where nothing could be indexed.
[[nodiscard]] SearchIndex search_index(const catalog::Relation& relation, const catalog::Catalog& catalog, EntryKind kind,
                                       const std::string& prefix);

}  // namespace rowtype::cache_entries
