// Words that no name of Python's may be.
#pragma once

#include <algorithm>
#include <array>
#include <string_view>

namespace rowtype::facts {

inline constexpr std::array<std::string_view, 35> kPythonKeywords = {
    "False",  "None",     "True", "and",    "as",      "assert", "async",  "await",  "break", "class",  "continue", "def",
    "del",    "elif",     "else", "except", "finally", "for",    "from",   "global", "if",    "import", "in",       "is",
    "lambda", "nonlocal", "not",  "or",     "pass",    "raise",  "return", "try",    "while", "with",   "yield"};

[[nodiscard]] inline bool is_python_keyword(std::string_view name) {
    return std::ranges::find(kPythonKeywords, name) != kPythonKeywords.end();
}

}  // namespace rowtype::facts
