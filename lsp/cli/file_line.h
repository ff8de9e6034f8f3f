// A place on the command line: FILE or FILE:LINE.
#pragma once

#include <cstdint>
#include <string>

namespace rowtype::cli {

struct FileLine {
    std::string file;
    std::uint32_t line = 0;  // one-based; 0: none was given
};

// A file whose own name ends in ":12" is taken as it is.
[[nodiscard]] FileLine file_line(const std::string& given);

}  // namespace rowtype::cli
