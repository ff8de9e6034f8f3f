// Loads catalogs and keeps the last good one, so that a dead database costs nobody anything.
//
// Thread: load_schema blocks and runs on a pool thread. A SchemaHost is used from any thread; `current` never blocks on a load.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lsp/workspace/configuration.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::workspace {

struct LoadedSchema {
    catalog::CatalogPointer catalog;
    std::string description;  // for people, without credentials: "supabase/migrations" or "localhost:5432/shop"
    SourceKind kind = SourceKind::Automatic;
    std::vector<std::string> watched_paths;  // files and folders whose change asks for a reload; absolute
    std::vector<std::string> notes;          // for the user: what was found as well and left, that a snapshot stands in
};

struct LoadOptions {
    std::optional<std::string> database_url;  // given on the command line; wins over url_env. A secret: never printed
    std::chrono::milliseconds deadline{20'000};
    bool allow_environment = true;  // whether DATABASE_URL and its like may be used where nothing is configured
    // The last snapshot of a server that cannot be reached may serve (the editor): <root>/.rowtype/cache or schema.json.
    bool allow_stale = false;
};

// Reads the schema that the configuration names, or discovers one (DESIGN.md "With no configuration").
[[nodiscard]] Result<LoadedSchema> load_schema(const Configuration& configuration, const LoadOptions& options);

// The server's: asynchronous, coalescing (a request during a load leads to one more load), keeps the last good schema.
class SchemaHost {
public:
    // Called on a pool thread after each load, good or bad.
    using Listener = std::function<void(const Result<LoadedSchema>&)>;

    SchemaHost(WorkerPool& pool, LoadOptions options, Listener listener);
    ~SchemaHost();  // waits for a running load

    void request_load(const Configuration& configuration);
    [[nodiscard]] std::shared_ptr<const LoadedSchema> current() const;  // null before the first good load

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace rowtype::workspace
