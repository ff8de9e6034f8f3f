// The words for a schema source on the command line: of --schema, and of what `diff` compares.
#pragma once

#include <string>

#include "lsp/workspace/configuration.h"
#include "reflect/base/result.h"

namespace rowtype::cli {

// "postgres", "postgres:NAME" with the NAME of the variable that holds the connection string, "local", "migrations:PATH", "alembic:PATH", "snapshot:PATH", "openapi:PATH". Paths become absolute; "openapi:-" is standard input.
// `url_env` names the variable of plain postgres; empty: DATABASE_URL. The Error's message goes on a sentence that begins with what
// the text was given for: "must be postgres, …".
[[nodiscard]] Result<workspace::SchemaSource> parse_schema_source(const std::string& text, const std::string& url_env);

}  // namespace rowtype::cli
