// What a file uses of the schema, beside its findings: for `usage` and `impact`.
#pragma once

#include <string>

#include "analysis/engine/engine.h"
#include "analysis/usage/uses.h"

namespace rowtype::engine {

// As analyse_text; `uses` gets what the file uses, spans absolute. Its pointers are those of the environment's catalog.
[[nodiscard]] Analysis analyse_with_uses(const FileIdentity& identity, const std::string& text, const Environment& environment,
                                         usage::Uses& uses);

}  // namespace rowtype::engine
