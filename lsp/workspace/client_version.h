// Which clients a project uses, by its own files: some versions of supabase-py send values that older ones refuse, and the calls of
// postgres.py have names that say nothing by themselves.
#pragma once

#include <string>

namespace rowtype::workspace {

// The version of postgrest or supabase (they share one) in uv.lock, poetry.lock or pdm.lock of the folder, else the lowest one that
// requirements.txt or pyproject.toml allow: "2.30.0". Empty where none of them tells.
[[nodiscard]] std::string client_version(const std::string& folder);

// Whether requirements*.txt, pyproject.toml or a lock of the folder asks for postgres, the client of that name (`db.one("SELECT …")`).
[[nodiscard]] bool uses_postgres_client(const std::string& folder);

}  // namespace rowtype::workspace
