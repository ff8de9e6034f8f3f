// Which database a project means, who says so, and whether it may be opened.
//
// A workspace names a database by a variable (url-env), by its .env, or by supabase/config.toml. The command line uses what is
// named after saying so; the server only what the user consented to (consent.h). What a file of the repository wrote gets
// nothing of the user's environment (reflect/postgres/connection_string.h, Author).
#pragma once

#include <optional>
#include <string>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/schema_host.h"
#include "reflect/base/result.h"

namespace rowtype::workspace {

struct DatabaseSource {
    std::string connection;       // a secret; empty: libpq's own variables
    bool from_workspace = false;  // a file of the repository wrote the string
    bool needs_consent = false;   // the workspace chose it, also where the user's environment holds the string
    std::string named_by;         // for people: "DATABASE_URL", "DATABASE_URL in .env", "supabase/config.toml"
};

// Of schema.url_env: from our environment, else from the project's .env. Where that names none, as on the command line without
// --database-url-env: what discovered_database finds.
[[nodiscard]] Result<DatabaseSource> configured_database(const Configuration& configuration);

// Supabase's local stack, at the port that supabase/config.toml says, with the documented name and password.
[[nodiscard]] Result<DatabaseSource> local_database(const Configuration& configuration);

// Where nothing is configured: DATABASE_URL, SUPABASE_DB_URL or libpq's variables of our environment, where that may be used,
// else of the project's .env. `remark` says why a variable that stands there is not used.
[[nodiscard]] std::optional<DatabaseSource> discovered_database(const Configuration& configuration, bool allow_environment,
                                                                std::string& remark);

// The database that the server would ask about for this project; an Error where it would open none, or one without asking.
[[nodiscard]] Result<DatabaseSource> database_to_consent_to(const Configuration& configuration);

// Says that it is opened, or looks whether the user consented, and has them asked where they did not answer yet. Blocks on
// nothing but the consent file.
[[nodiscard]] Status admit(const DatabaseSource& source, const Configuration& configuration, const LoadOptions& options);

}  // namespace rowtype::workspace
