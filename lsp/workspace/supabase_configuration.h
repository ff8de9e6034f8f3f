// supabase/config.toml, which Supabase's own tool keeps: what the API serves, the server's version, where the local stack
// listens. A file of the workspace: what it says is used, never trusted.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "lsp/workspace/configuration.h"

namespace rowtype::workspace {

// Defaults are those of the file's documentation (supabase.com/docs/guides/local-development/cli/config).
struct SupabaseConfiguration {
    std::string file;                          // absolute
    std::vector<std::string> exposed_schemas;  // [api] schemas; empty: not told
    // [api] extra_search_path; empty: not told. What the API's functions and types may name: it gives no table an endpoint, and
    // is not the search path of a connection, so no table is looked for there.
    std::vector<std::string> extra_search_path;
    std::uint32_t major_version = 0;             // [db] major_version; 0: not told
    std::uint16_t port = 54322;                  // [db] port, of the local stack
    std::vector<ConfigurationProblem> problems;  // what could not be read, at its place; everything else holds
};

// The file beside a folder supabase/migrations, or above a project's folder up to the repository's root; none where there is none.
[[nodiscard]] std::optional<SupabaseConfiguration> supabase_beside(const std::string& migrations);
[[nodiscard]] std::optional<SupabaseConfiguration> supabase_above(const std::string& root);

// "PostgreSQL 17; serves public, billing; extra search path public, extensions": what the file says that concerns a schema.
[[nodiscard]] std::string describe(const SupabaseConfiguration& configuration);

[[nodiscard]] SupabaseConfiguration read_supabase_configuration(const std::string& file);

// The same from its text.
[[nodiscard]] SupabaseConfiguration parse_supabase_configuration(std::string_view text, const std::string& file);

}  // namespace rowtype::workspace
