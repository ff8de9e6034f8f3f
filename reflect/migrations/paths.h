// Paths as text, with forward slashes: for names of files that need not exist on this machine.
#pragma once

#include <string>
#include <string_view>

namespace rowtype::migrations {

[[nodiscard]] std::string_view file_name(std::string_view path);
// Without the file's name; empty where the path has no folder.
[[nodiscard]] std::string_view folder_of(std::string_view path);
// Without ".", "..", and doubled slashes. A leading ".." stays.
[[nodiscard]] std::string normalized(std::string_view path);
// `path` below `folder`, normalized; an absolute path stands for itself.
[[nodiscard]] std::string joined(std::string_view folder, std::string_view path);

}  // namespace rowtype::migrations
