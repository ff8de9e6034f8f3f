// Where single entries of a configuration file stand: a Configuration does not carry their places, because they are needed only
// when something is to be said of one.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lsp/workspace/configuration.h"

namespace rowtype::workspace {

struct ConfigurationEntry {
    std::string key;    // "models", "exclude", "schemas", "per-path", "tables" or "redis.table"
    std::string value;  // the text in a list, or the name in a table
    LineColumn place;   // one-based
    Span span;          // bytes of the file
};

// In the order of the file, `file` being its path; none where the text is not valid TOML.
[[nodiscard]] std::vector<ConfigurationEntry> configuration_entries(std::string_view text, const std::string& file);
// Of the file that the configuration came from, as it is now.
[[nodiscard]] std::vector<ConfigurationEntry> read_configuration_entries(const Configuration& configuration);

}  // namespace rowtype::workspace
