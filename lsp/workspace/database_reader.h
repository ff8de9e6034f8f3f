// Reads a live database's schema through rowtype-db, the child process that alone holds libpq and credentials.
//
// Thread: blocks up to the deadline; call it on a thread that lives longer than the child (a pool thread).
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::workspace {

struct DatabaseRequest {
    std::string connection;  // URL or keyword=value list; empty: libpq's own variables. A secret
    // A file of the repository wrote the connection string: no credential of the user's environment goes with it.
    bool from_workspace = false;
    std::vector<std::string> schemas;  // empty: every schema that is not PostgreSQL's own
    std::chrono::milliseconds deadline{20'000};
};

// Which database a connection string leads to, without its password. Several hosts stand side by side, with commas.
struct DatabaseEndpoint {
    std::string host;  // "[local]" for the default socket; with the address where that is given apart from the name
    std::string port;
    std::string database;
    std::string user;  // empty: the operating system's

    friend bool operator==(const DatabaseEndpoint&, const DatabaseEndpoint&) = default;
};

struct DatabaseSchema {
    catalog::CatalogData data;
    std::string description;               // "localhost:5432/shop"
    snapshot::MigrationRecord migrations;  // none where the server does not tell
};

[[nodiscard]] Result<DatabaseSchema> read_database(const DatabaseRequest& request);

// The path of rowtype-db.
[[nodiscard]] Result<std::string> database_program();

// "localhost:5432/shop" without looking at the database; an Error when the connection string is malformed.
[[nodiscard]] Result<std::string> describe_database(const std::string& connection, bool from_workspace = false);

// The same in parts, and for people: "localhost:5432/shop as app".
[[nodiscard]] Result<DatabaseEndpoint> endpoint_of_database(const std::string& connection, bool from_workspace);
[[nodiscard]] std::string to_string(const DatabaseEndpoint& endpoint);

}  // namespace rowtype::workspace
