// What discovery says to people: what was taken, what was left, and, where nothing could be taken, the exact way out.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lsp/workspace/schema_discovery.h"
#include "reflect/base/result.h"

namespace rowtype::workspace {

// "migrations", "alembic" or "snapshot": the word of what discovery finds, for options and configuration files.
[[nodiscard]] std::string_view word_of(SourceKind kind);

// "--schema migrations:db/schema.sql", with the path as the command line takes it from the working directory.
[[nodiscard]] std::string schema_option(const DiscoveredSource& source);

// Several sources have the same claim.
[[nodiscard]] Error ambiguous_schema(const std::string& root, const SchemaDiscovery& discovery);

// There is none. `remark` says why a connection string that stands somewhere was not used; may be empty.
[[nodiscard]] Error no_schema(const std::string& root, const SchemaDiscovery& discovery, const std::string& remark);

// There is one, but the code is not about it: `places` says how many of its places name a table that it lacks, `absent` which.
[[nodiscard]] Error unfitting_schema(const std::string& root, const DiscoveredSource& source, const std::string& places,
                                     const std::vector<std::string>& absent);

// There is one, of a program in JavaScript, and the Python code makes tables of its own.
[[nodiscard]] Error schema_of_other_program(const std::string& root, const DiscoveredSource& source);

// "found as well and left: a, b and 3 more (choose with --schema)"; empty where nothing was left. `further` are names that
// discovery does not know, such as a variable.
[[nodiscard]] std::string left_note(const std::string& root, const SchemaDiscovery& discovery,
                                    const std::vector<std::string>& further);

}  // namespace rowtype::workspace
