// Whether a key that code makes is one of those that a pattern of the configuration means.
#pragma once

#include <string_view>

#include "analysis/binding/folded_text.h"

namespace rowtype::binding {

// "*" of the pattern stands for any text, parts of the key that are not known included, but for no ":" that the code writes out: "users:*" means
// f"users:{id}", and not f"users:{id}:sessions". A part that is not known is met by a "*" alone: it proves nothing.
[[nodiscard]] bool is_meant(std::string_view pattern, const FoldedText& key);
// The same of a key that a server has.
[[nodiscard]] bool is_meant(std::string_view pattern, std::string_view key);

}  // namespace rowtype::binding
