// The JSON of shapes: what `rowtype redis export` writes and other programs read. An interface: members are added, never changed.
//
//   {"users": {"table": "users", "primary_key": ["id"],
//              "fields": {"id": {"type": "bigint", "nullable": false, "indexed": true}},
//              "indexes": [{"name": "users_name", "columns": ["name"], "unique": false, "where": null}]}}
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/cache_entries/drift.h"
#include "analysis/cache_entries/entry_check.h"
#include "analysis/cache_entries/shapes.h"
#include "reflect/base/result.h"

namespace rowtype::cli {

// The same contradiction in any number of entries.
struct RedisFinding {
    std::string field;
    std::string message;
    std::size_t entries = 0;
    std::vector<std::string> keys;  // the first few
};

// What `redis verify` found.
struct RedisReport {
    std::string source;  // "localhost:6379/0"
    std::string pattern;
    std::string table;                                  // "public.users"
    std::size_t seen = 0;                               // keys that the pattern matched, as far as was looked
    std::size_t checked = 0;                            // entries that were read and understood
    bool complete = false;                              // whether all that match were
    std::map<std::string, std::size_t> not_understood;  // keys by type
    std::vector<RedisFinding> findings;                 // by field and message
};

[[nodiscard]] std::string shapes_json(const std::vector<cache_entries::TableShape>& shapes);
// Members that are not known are passed over. Errors, of kind Invalid, name `file` and the member.
[[nodiscard]] Result<std::vector<cache_entries::TableShape>> read_shapes(std::string_view text, const std::string& file);

// A JSON Schema (2020-12) with a definition a table: what to_json() and model_dump(mode="json") make of a row.
[[nodiscard]] std::string shapes_json_schema(const std::vector<const catalog::Relation*>& tables,
                                             const catalog::Catalog& catalog);

[[nodiscard]] std::string drift_json(const std::vector<cache_entries::Drift>& found);
[[nodiscard]] std::string redis_report_json(const RedisReport& report);
// {"patterns": [...]}, each of them as redis_report_json() has it.
[[nodiscard]] std::string redis_reports_json(const std::vector<RedisReport>& reports);

// The rows that a string holds: those of an object, or of each object of an array. None where it is no such JSON.
[[nodiscard]] std::optional<std::vector<std::vector<cache_entries::EntryField>>> json_rows(std::string_view text);

}  // namespace rowtype::cli
