#include "lsp/workspace/kept_migrations.h"

#include <algorithm>
#include <optional>
#include <string>
#include <utility>

#include "lsp/workspace/cache_folder.h"
#include "lsp/workspace/check_cache.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/program_identity.h"
#include "reflect/base/binary.h"

namespace rowtype::workspace {

namespace {

constexpr const char* kFileName = "migrations.cache";
constexpr std::size_t kWorthKeeping = 24UL * 1024;     // bytes of SQL; less is applied in some milliseconds
constexpr std::size_t kLeastRoom = 1UL * 1024 * 1024;  // for what other branches' migrations came to; read at each start

std::size_t size_of(const std::vector<migrations::SqlFile>& files) {
    std::size_t size = 0;
    for (const migrations::SqlFile& file : files) {
        size += file.text.size();
        for (const migrations::MadeStatement& made : file.made) size += made.text.size();
    }
    return size;
}

std::optional<HashKey> key_for(const Configuration& configuration, const std::vector<migrations::SqlFile>& files) {
    if (!configuration.cache || size_of(files) < kWorthKeeping) return std::nullopt;
    if (configuration.file.empty() && repository_root(configuration.root).empty()) return std::nullopt;
    return user_cache_key();
}

std::optional<catalog::CatalogData> kept(const Configuration& configuration, const HashKey& user, const KeyedHash& key) {
    CheckCache cache(configuration.root, user, CheckCache::kMaximumBytes, kFileName);
    const std::optional<std::string_view> bytes = cache.find(key);
    if (!bytes) return std::nullopt;
    BinaryReader reader(*bytes);
    auto data = reader.take<catalog::CatalogData>();
    if (reader.has_failed() || !reader.is_at_end()) return std::nullopt;
    return data;
}

}  // namespace

Result<catalog::CatalogData> read_kept_migrations(const Configuration& configuration,
                                                  const std::vector<migrations::SqlFile>& files,
                                                  const migrations::Options& options) {
    const auto read = [&]() -> Result<catalog::CatalogData> {
        Result<migrations::MigrationCatalog> made = migrations::read_migrations(files, options);
        if (!made) return made.error();
        return std::move(made->data);
    };
    const std::optional<HashKey> user = key_for(configuration, files);
    const std::string program = user ? program_identity() : "";
    if (program.empty()) return read();
    const KeyedHash key = keyed_hash(*user, BinaryWriter().add(program).add(files).add(options).bytes());
    if (auto data = kept(configuration, *user, key)) return *std::move(data);
    Result<catalog::CatalogData> data = read();
    if (!data) return data;
    std::string bytes = BinaryWriter().add(*data).take();
    CheckCache cache(configuration.root, *user, std::max(kLeastRoom, 2 * bytes.size()), kFileName);
    cache.store(key, std::move(bytes));
    cache.save();
    return data;
}

}  // namespace rowtype::workspace
