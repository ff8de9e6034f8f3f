// How `rowtype` has `rowtype-db` look into a Redis: rowtype-db --redis OPTIONS, with the URL on standard input.
//
//   rowtype-db --redis --pattern GLOB [--sample N] [--rate N] [--deadline-seconds N]
//
// Only SCAN, TYPE, STRLEN, GET, HLEN and HGETALL are sent (and AUTH, SELECT): nothing is changed. At most `rate` commands a second.
//
// Answers, on standard output:
//   exit 0  one JSON object: {"entries": [...], "seen": N, "complete": B}; an entry is {"key", "type", "fields": [[name, value]...]}
//           (a hash), or {"key", "type", "text"} (a string), or {"key", "type"} (of another type, or too large). Bytes that are no
//           UTF-8 become U+FFFD
//   exit 1, 2  the line of JSON that reflect/postgres/protocol.h describes
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::redis {

constexpr std::size_t kMaximumUrlBytes = std::size_t{16} << 10;
constexpr int kMaximumSample = 100'000;
constexpr int kMaximumRate = 1'000'000;
constexpr std::size_t kMaximumEntryBytes = std::size_t{1} << 20;     // a larger value is not read
constexpr std::size_t kMaximumAnswerBytes = std::size_t{128} << 20;  // reading ends there

struct Request {
    std::string pattern;  // Redis's glob: *, ?, [ae], \ before one of them
    int sample = 1'000;   // entries that are looked into, at most
    int rate = 1'000;     // commands a second
    int deadline_seconds = 60;

    friend bool operator==(const Request&, const Request&) = default;
};

struct Entry {
    std::string key;
    std::string type;                                         // as TYPE says: "hash", "string", "list" …
    std::vector<std::pair<std::string, std::string>> fields;  // of a hash that was read
    std::optional<std::string> text;                          // of a string that was read

    friend bool operator==(const Entry&, const Entry&) = default;
};

struct Sample {
    std::vector<Entry> entries;  // sorted by key
    std::size_t seen = 0;        // keys that the pattern matched, as far as was looked
    bool complete = false;       // whether all keys were looked at

    friend bool operator==(const Sample&, const Sample&) = default;
};

[[nodiscard]] std::vector<std::string> to_arguments(const Request& request);
// Without "--redis". Errors of kind Usage.
[[nodiscard]] Result<Request> parse_arguments(const std::vector<std::string>& arguments);

[[nodiscard]] std::string write_sample(const Sample& sample);
[[nodiscard]] std::optional<Sample> read_sample(std::string_view text);

}  // namespace rowtype::redis
