// What env.py says that the schema depends on.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "analysis/alembic/naming.h"
#include "analysis/alembic/revision.h"

namespace rowtype::alembic {

// Where Alembic keeps the revision that a database is at.
struct VersionTable {
    std::string schema;  // empty: by the search path
    std::string name = "alembic_version";
};

struct Environment {
    std::optional<VersionTable> version_table = VersionTable{};  // nothing where it cannot be told
    NamingConvention convention;                                 // of the metadata that context.configure() gets
    std::string search_path;                                     // a literal SET search_path, as SQL; empty: there is none
    std::string first_schema;                                    // of that path
    bool has_unknown_schema = false;  // the search path or schema_translate_map is one that cannot be told
};

// From the text of env.py. `path` is passed to `find_module`, which may be empty.
[[nodiscard]] Environment read_environment(std::string_view text, const std::string& path, const FindModule& find_module);

}  // namespace rowtype::alembic
