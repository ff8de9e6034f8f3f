// What [tool.rowtype.generate] says for `rowtype generate` alone: read when that runs, so that no other part of a configuration carries it.
#pragma once

#include "analysis/settings/generation_settings.h"
#include "lsp/workspace/configuration.h"

namespace rowtype::workspace {

// Of the file that a configuration came from; defaults where there is none. What is wrong in it was reported with the
// configuration's other problems.
[[nodiscard]] GenerationSettings load_generation_settings(const Configuration& configuration);

// "app.money:Money", "app.money.Money" or a name that needs no import, such as "str"; nothing where it is none of these.
[[nodiscard]] std::optional<TypeOverride> parse_type_override(std::string_view text);

}  // namespace rowtype::workspace
