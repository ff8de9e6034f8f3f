// Which clients a project uses, by its own files: some versions of supabase-py send values that older ones refuse, and the calls of
// postgres.py have names that say nothing by themselves.
#pragma once

#include <string>

namespace rowtype::workspace {

struct ProjectClients {
    // The version of postgrest or supabase (they share one) in uv.lock, poetry.lock or pdm.lock of the folder, else the lowest one that
    // requirements.txt or pyproject.toml allow: "2.30.0". Empty where none of them tells.
    std::string version;
    // Whether requirements*.txt, pyproject.toml or a lock asks for postgres, the client of that name (`db.one("SELECT …")`).
    bool uses_postgres = false;
};

// Reads each of these files of the folder once.
[[nodiscard]] ProjectClients clients_of(const std::string& folder);

}  // namespace rowtype::workspace
