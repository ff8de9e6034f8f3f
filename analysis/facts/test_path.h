// Files of tests, by their names: what they declare and make is theirs, and not the program's.
#pragma once

#include <string>
#include <string_view>

namespace rowtype::facts {

// test_orders.py, orders_test.py, conftest.py, and whatever lies in a folder "test" or "tests". `path` is relative, with slashes.
[[nodiscard]] inline bool is_test_path(std::string_view path) {
    const std::string_view name = path.substr(path.rfind('/') + 1);
    const std::string slashed = "/" + std::string(path);
    return name.starts_with("test_") || name == "conftest.py" || name.ends_with("_test.py") ||
           slashed.find("/tests/") != std::string::npos || slashed.find("/test/") != std::string::npos;
}

}  // namespace rowtype::facts
