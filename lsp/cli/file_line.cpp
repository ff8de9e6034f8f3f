#include "lsp/cli/file_line.h"

#include <charconv>

#include "lsp/workspace/paths.h"

namespace rowtype::cli {

FileLine file_line(const std::string& given) {
    const std::size_t colon = given.rfind(':');
    if (colon == std::string::npos || workspace::is_file(workspace::absolute_path(given))) return {given, 0};
    FileLine place{given.substr(0, colon), 0};
    const char* const end = given.data() + given.size();
    const auto [stop, problem] = std::from_chars(given.data() + colon + 1, end, place.line);
    const bool is_line = problem == std::errc() && stop == end && place.line != 0;
    return is_line ? place : FileLine{given, 0};
}

}  // namespace rowtype::cli
