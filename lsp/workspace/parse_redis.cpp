// [[tool.rowtype.redis]]: which entries of a Redis are rows of which table.
#include <algorithm>
#include <array>
#include <utility>

#include "lsp/workspace/table_reader.h"

#include <toml++/toml.h>  // behind what keeps its assertions off

namespace rowtype::workspace {

namespace {

constexpr std::array<std::string_view, 3> kKeys = {"key", "table", "extra-fields"};

void read_entry(TableReader& reader, const toml::table& table) {
    std::vector<CachedKey>& known = reader.loaded().configuration.settings.cached_keys;
    reader.report_unknown_keys(table, kKeys, "redis.");
    CachedKey entry;
    reader.read(table, "key", entry.pattern);
    reader.read(table, "table", entry.table);
    reader.read(table, "extra-fields", entry.extra_fields);
    const toml::node* key = table.get("key");
    if (key == nullptr) {
        reader.problem_at(table.source(), "redis needs key: which entries it is about, such as \"users:*\"");
    } else if (key->is_string() && entry.pattern.find_first_of("?[\\") != std::string::npos) {
        reader.problem_at(key->source(), "redis.key knows no pattern but *, which stands for any text but a \":\"");
        entry.pattern.clear();
    } else if (key->is_string() && entry.pattern.find_first_not_of('*') == std::string::npos) {
        reader.problem_at(key->source(), "redis.key says what the keys look like: \"users:*\"");
        entry.pattern.clear();
    } else if (std::ranges::find(known, entry.pattern, &CachedKey::pattern) != known.end()) {
        reader.problem_at(key->source(), "two entries of redis are about \"" + entry.pattern + "\": the first one holds");
        entry.pattern.clear();
    }
    if (const toml::node* named = table.get("table"); named == nullptr) {
        reader.problem_at(table.source(), "redis needs table: whose rows the entries are");
    } else if (named->is_string() && entry.table.empty()) {
        reader.problem_at(named->source(), "redis.table names no table");
    }
    if (!entry.pattern.empty() && !entry.table.empty()) known.push_back(std::move(entry));
}

}  // namespace

void read_redis(TableReader& reader, const toml::table& table) {
    for (const toml::table* entry : reader.read_tables(table, "redis")) read_entry(reader, *entry);
}

}  // namespace rowtype::workspace
