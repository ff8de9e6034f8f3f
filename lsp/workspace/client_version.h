// Which supabase-py a project uses, by its own files: some versions send values that older ones refuse.
#pragma once

#include <string>

namespace rowtype::workspace {

// The version of postgrest or supabase (they share one) in uv.lock, poetry.lock or pdm.lock of the folder, else the lowest one that
// requirements.txt or pyproject.toml allow: "2.30.0". Empty where none of them tells.
[[nodiscard]] std::string client_version(const std::string& folder);

}  // namespace rowtype::workspace
