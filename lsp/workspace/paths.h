// Paths as text, with forward slashes. Only real_path and current_folder look at the file system.
#pragma once

#include <string>
#include <string_view>

namespace rowtype::workspace {

[[nodiscard]] std::string current_folder();  // "/" where it is gone
[[nodiscard]] bool has_current_folder();
// Absolute, against the current folder, without "." and ".."; links are not followed.
[[nodiscard]] std::string absolute_path(const std::string& path);
// Without ".", ".." and doubled slashes; "" becomes ".".
[[nodiscard]] std::string normalized_path(const std::string& path);
// Links followed as far as the path exists; what does not exist is appended as it is.
[[nodiscard]] std::string real_path(const std::string& path);
// `path` as seen from `base`, both absolute: "app/a.py", "../b.py", "." for base itself.
[[nodiscard]] std::string relative_path(const std::string& path, const std::string& base);
// Whether `path` is `folder` or lies under it; both absolute and normalised.
[[nodiscard]] bool is_inside(std::string_view path, std::string_view folder);
[[nodiscard]] std::string parent_folder(const std::string& path);  // "/" of "/a"; "." of "a"
[[nodiscard]] std::string file_name(const std::string& path);
[[nodiscard]] std::string join_path(const std::string& folder, const std::string& path);  // an absolute path wins
[[nodiscard]] bool is_folder(const std::string& path);
[[nodiscard]] bool is_file(const std::string& path);

}  // namespace rowtype::workspace
