// Names in a sentence, of which there may be many.
#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace rowtype::workspace {

// "a, b and c" with `last` between the last two; of more than `most` those, and how many more: "a, b, c and 5 more".
[[nodiscard]] std::string name_list(const std::vector<std::string>& names, std::size_t most = 6, std::string_view last = ", ");

}  // namespace rowtype::workspace
