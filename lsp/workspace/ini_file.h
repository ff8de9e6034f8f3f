// Configuration of other tools, as far as it concerns us: values as text.
#pragma once

#include <map>
#include <string>
#include <string_view>

namespace rowtype::workspace {

// One section of an INI file as Python's configparser reads it: "key = value" or "key: value", further lines indented, "#" and
// ";" in front of comments, %(name)s replaced by a value of the section or of `given`. Keys are in lower case.
[[nodiscard]] std::map<std::string, std::string> read_ini_section(std::string_view text, std::string_view section,
                                                                  const std::map<std::string, std::string>& given);

}  // namespace rowtype::workspace
