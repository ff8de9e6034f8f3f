#include "lsp/workspace/schema_cache.h"

#include <algorithm>
#include <filesystem>
#include <string_view>
#include <system_error>
#include <utility>
#include <vector>

#include "lsp/workspace/cache_folder.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "reflect/base/hash.h"
#include "reflect/snapshot/snapshot.h"
#include "rowtype_version.h"

namespace rowtype::workspace {

namespace {

constexpr std::string_view kEnding = ".cache";
constexpr std::size_t kMaximumFiles = 8;  // of databases, branches and versions that come and go

// The first line of a file: what it is of, and the hash of the rest.
std::string header_of(const std::string& key, std::string_view text) {
    return "rowtype-schema-cache " + key + " " + to_hex(hash_bytes(text)) + "\n";
}

void remove_oldest(const std::string& folder);

}  // namespace

std::optional<CachePlace> cache_place(const Configuration& configuration, const DatabaseSource& source) {
    const Result<DatabaseEndpoint> endpoint = endpoint_of_database(source.connection, source.from_workspace);
    if (!endpoint) return std::nullopt;
    std::uint64_t key = hash_combine(hash_bytes(kVersion), snapshot::kSnapshotVersion);
    for (const std::string* part : {&endpoint->host, &endpoint->port, &endpoint->database, &endpoint->user}) {
        key = hash_combine(key, hash_bytes(*part));
    }
    for (const std::string& schema : configuration.schemas) key = hash_combine(key, hash_bytes(schema));
    const std::string name = to_hex(key);
    return CachePlace{configuration.root, cache_folder(configuration.root) + "/schema-" + name + std::string(kEnding), name};
}

std::optional<DatabaseSchema> read_cached_schema(const CachePlace& place, const std::string& description) {
    if (!is_own_file(place.file)) return std::nullopt;
    const Result<std::string> text = read_file(place.file, snapshot::kMaximumSnapshotBytes);
    if (!text) return std::nullopt;
    const std::size_t end = text->find('\n');
    if (end == std::string::npos) return std::nullopt;
    const std::string_view body = std::string_view(*text).substr(end + 1);
    if (std::string_view(*text).substr(0, end + 1) != header_of(place.key, body)) return std::nullopt;
    Result<snapshot::Snapshot> read = snapshot::read_snapshot_with_migrations(body, description);
    if (!read) return std::nullopt;
    return DatabaseSchema{std::move(read->data), description, std::move(read->migrations)};
}

void cache_schema(const CachePlace& place, const DatabaseSchema& schema) {
    const std::string text = snapshot::write_snapshot(catalog::Catalog(schema.data), schema.migrations);
    const std::string content = header_of(place.key, text) + text;
    const Result<std::string> present = is_own_file(place.file) ? read_file(place.file, content.size()) : Result<std::string>("");
    if (present && *present == content) return;
    const Status kept = write_cache_file(place.root, file_name(place.file), content);
    if (!kept) log::debug("the schema cannot be kept for later: " + kept.error().to_string());
    remove_oldest(cache_folder(place.root));
}

namespace {

void remove_oldest(const std::string& folder) {
    namespace fs = std::filesystem;
    std::error_code problem;
    std::vector<std::pair<fs::file_time_type, fs::path>> files;
    for (fs::directory_iterator entry(folder, problem), end; !problem && entry != end; entry.increment(problem)) {
        const std::string name = entry->path().filename().string();
        // Up to 0.1 they were snapshots.
        const bool is_ours = name.starts_with("schema-") && (name.ends_with(kEnding) || name.ends_with(".json"));
        std::error_code gone;
        const auto time = fs::last_write_time(entry->path(), gone);
        if (is_ours && !gone) files.emplace_back(time, entry->path());
    }
    std::sort(files.begin(), files.end(), std::greater<>());
    for (std::size_t index = kMaximumFiles; index < files.size(); ++index) fs::remove(files[index].second, problem);
}

}  // namespace

}  // namespace rowtype::workspace
