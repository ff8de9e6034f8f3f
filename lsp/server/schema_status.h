// What the client shows about a project's schema.
#pragma once

#include "lsp/server/projects.h"
#include "lsp/server/protocol.h"

namespace rowtype::server {

[[nodiscard]] SchemaStatusParams schema_status(const Project& project);

}  // namespace rowtype::server
