// Files of tests and examples, by their names: what they declare and make is theirs, and not the program's.
#pragma once

#include <algorithm>
#include <array>
#include <string>
#include <string_view>

namespace rowtype::facts {

// test_orders.py, orders_test.py, conftest.py, and whatever lies in a folder "test" or "tests". `path` is relative, with slashes.
[[nodiscard]] inline bool is_test_path(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const auto lies_in = [path](std::string_view folder) {  // "/tests/"
        return path.starts_with(folder.substr(1)) || path.find(folder) != std::string_view::npos;
    };
    return name.starts_with("test_") || name == "conftest.py" || name.ends_with("_test.py") || lies_in("/tests/") ||
           lies_in("/test/");
}

// Of a file or folder that is an example's, or lies in one. `path` is relative, with slashes.
[[nodiscard]] inline bool is_example_path(std::string_view path) {
    static constexpr std::array<std::string_view, 5> kExamples = {"/example/", "/examples/", "/samples/", "/doc/", "/docs/"};
    const std::string folders = "/" + std::string(path) + "/";
    return std::ranges::any_of(kExamples, [&](std::string_view name) { return folders.find(name) != std::string::npos; });
}

}  // namespace rowtype::facts
