// What env.py says that the schema depends on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace rowtype::alembic {

// Where Alembic keeps the revision that a database is at.
struct VersionTable {
    std::string schema;  // empty: by the search path
    std::string name = "alembic_version";
};

// From the text of env.py: version_table and version_table_schema of context.configure(). Nothing where they cannot be told.
[[nodiscard]] std::optional<VersionTable> read_version_table(std::string_view environment);

}  // namespace rowtype::alembic
