// Python text with a cursor and expected ranges written into it: "^" is the cursor, "[[" and "]]" enclose a range.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "reflect/base/text.h"

namespace rowtype::test {

struct Annotated {
    std::string code;
    std::uint32_t cursor = 0;
    std::optional<Span> range;
};

[[nodiscard]] inline Annotated annotated(std::string_view text) {
    Annotated result;
    Span range;
    for (std::size_t index = 0; index < text.size(); ++index) {
        const auto here = static_cast<std::uint32_t>(result.code.size());
        const std::string_view rest = text.substr(index);
        if (rest.starts_with('^')) {
            result.cursor = here;
        } else if (rest.starts_with("[[")) {
            range.begin = here;
            ++index;
        } else if (rest.starts_with("]]")) {
            range.end = here;
            result.range = range;
            ++index;
        } else {
            result.code += text[index];
        }
    }
    return result;
}

}  // namespace rowtype::test
