// Simple CHECK expressions as bounds. What was not fully understood adds nothing: a looser model is right, a tighter one is
// a lie. Internal to analysis/codegen.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

namespace rowtype::codegen {

// Numbers as Python writes them: "0", "-1.5".
struct Bounds {
    std::optional<std::string> ge;
    std::optional<std::string> gt;
    std::optional<std::string> le;
    std::optional<std::string> lt;
    std::optional<std::string> min_length;  // of texts, in characters
    std::optional<std::string> max_length;
    std::optional<std::string> pattern;  // a regular expression that is found in the text

    friend bool operator==(const Bounds&, const Bounds&) = default;
};

// The bounds that a conjunction of "subject op constant", "subject BETWEEN a AND b" and "length(subject) op constant" sets.
// `subject` is "value" for a domain, else the column's name. Parts of the conjunction that are something else add none.
[[nodiscard]] Bounds bounds_of_check(std::string_view expression, std::string_view subject);

}  // namespace rowtype::codegen
