#include "lsp/workspace/name_list.h"

#include <algorithm>

namespace rowtype::workspace {

std::string name_list(const std::vector<std::string>& names, std::size_t most, std::string_view last) {
    std::string text;
    const std::size_t count = std::min(names.size(), most);
    for (std::size_t i = 0; i < count; ++i) {
        if (i > 0) text += i + 1 == names.size() ? last : ", ";
        text += names[i];
    }
    if (names.size() > count) text += " and " + std::to_string(names.size() - count) + " more";
    return text;
}

}  // namespace rowtype::workspace
