// What the project's configuration tells the extraction: facts are a function of a file's bytes and of these.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::facts {

struct ExtractionSettings {
    // The last names of the calls that are facts beside those that rowtype knows by itself: those that [[tool.rowtype.calls]] teaches
    // ("run" of "db.run") and, with [[tool.rowtype.redis]], a Redis client's methods. Sorted, each once.
    std::vector<std::string> call_names;

    [[nodiscard]] bool knows_call(std::string_view name) const;
    // Stands for these settings in the keys of caches: equal settings have equal ones, in every process and on every machine.
    [[nodiscard]] std::uint64_t fingerprint() const;

    friend bool operator==(const ExtractionSettings&, const ExtractionSettings&) = default;
};

inline const ExtractionSettings kNoExtractionSettings;  // of texts that no project's configuration is about

}  // namespace rowtype::facts
