// The JSON schema (draft 7) of rowtype.toml and of [tool.rowtype]: lsp/cli/configuration.schema.json, embedded at build.
#pragma once

#include <string_view>

namespace rowtype::cli {

[[nodiscard]] std::string_view configuration_schema();

}  // namespace rowtype::cli
