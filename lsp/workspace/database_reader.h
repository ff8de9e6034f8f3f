// Reads a live database's schema through rowtype-db, the child process that alone holds libpq and credentials.
//
// Thread: blocks up to the deadline; call it on a thread that lives longer than the child (a pool thread).
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

struct DatabaseRequest {
    std::string connection;            // URL or keyword=value list; empty: libpq's own variables. A secret
    std::vector<std::string> schemas;  // empty: every schema that is not PostgreSQL's own
    std::chrono::milliseconds deadline{20'000};
};

struct DatabaseSchema {
    catalog::CatalogData data;
    std::string description;  // "localhost:5432/shop"
};

[[nodiscard]] Result<DatabaseSchema> read_database(const DatabaseRequest& request);

// "localhost:5432/shop" without looking at the database; an Error when the connection string is malformed.
[[nodiscard]] Result<std::string> describe_database(const std::string& connection);

}  // namespace rowtype::workspace
