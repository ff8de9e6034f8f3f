// Python's logical lines by a scan of the bytes: where statements begin and end, without parsing them. Internal to analysis/facts.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace rowtype::facts {

// A line of code with those that continue it; blank ones and comments are none.
struct LogicalLine {
    std::uint32_t begin = 0;  // its first byte that is no white space
    std::uint32_t end = 0;    // behind its last byte of code, comments left out
    std::uint32_t indent = 0;
    bool has_arrow = false;      // "->" outside of brackets
    bool has_semicolon = false;  // outside of brackets
};

// Nothing where the scan cannot be sure of what it sees: quotes or brackets that stay open, indentation that fits no block, quotes inside
// f-strings, bytes that Python or the parser take otherwise than as white space.
[[nodiscard]] std::optional<std::vector<LogicalLine>> logical_lines(std::string_view text);

}  // namespace rowtype::facts
