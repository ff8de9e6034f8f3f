#include "lsp/workspace/toml_text.h"

#include <algorithm>
#include <cstddef>

#include "reflect/base/text.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kDeepestKey = 128;

}  // namespace

bool is_nested_too_deeply(std::string_view toml) {
    std::size_t dots = 0;
    for (const char letter : toml) {
        const bool continues_key = letter == '_' || letter == '-' || letter == ' ' || letter == '\t' || letter == '"' ||
                                   letter == '\'' || (letter >= '0' && letter <= '9') || (letter >= 'a' && letter <= 'z') ||
                                   (letter >= 'A' && letter <= 'Z');
        if (letter == '.') {
            if (++dots > kDeepestKey) return true;
        } else if (!continues_key) {
            dots = 0;
        }
    }
    return false;
}

std::uint32_t toml_offset(std::string_view toml, std::uint32_t line, std::uint32_t column) {
    std::size_t offset = 0;
    for (std::uint32_t at = 1; at < line; ++at) {
        const std::size_t end = toml.find('\n', offset);
        if (end == std::string_view::npos) break;
        offset = end + 1;
    }
    if (line == 1 && toml.starts_with("\xEF\xBB\xBF")) offset += 3;
    for (std::uint32_t at = 1; at < column && offset < toml.size(); ++at) {
        offset += utf8_length(toml, static_cast<std::uint32_t>(offset));
    }
    return static_cast<std::uint32_t>(std::min(offset, toml.size()));
}

}  // namespace rowtype::workspace
