#include "lsp/workspace/toml_text.h"

#include <cstddef>

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

}  // namespace rowtype::workspace
