// Loads catalogs and keeps the last good one, so that a dead database costs nobody anything.
//
// Thread: load_schema blocks and runs on a pool thread. A SchemaHost is used from any thread; `current` never blocks on a load.
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "analysis/settings/served_api.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/database_reader.h"
#include "lsp/workspace/database_watch.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/base/result.h"
#include "reflect/catalog/catalog.h"
#include "reflect/snapshot/snapshot.h"

namespace rowtype::workspace {

struct DatabaseSource;

enum class Freshness : std::uint8_t {
    Current,     // just read
    Connecting,  // what a database had when it was read last; it is being asked
    LastKnown,   // the same, or a snapshot in its place: the database could not be read
};

struct LoadedSchema {
    catalog::CatalogPointer catalog;
    std::string description;  // for people, without credentials: "supabase/migrations" or "localhost:5432/shop"
    SourceKind kind = SourceKind::Automatic;
    Freshness freshness = Freshness::Current;
    bool is_guess = false;  // nobody named it, and it stands at no place of its own (SchemaDiscovery::is_guess)
    std::chrono::system_clock::time_point read_at;  // when the reading began
    std::vector<std::string>
        watched_paths;  // files and folders whose change asks for a reload; absolute; a file source itself comes first
    std::string base;   // the SQL file that migrations of the source run on top of (schema_base.h); absolute, or empty
    std::vector<std::string> notes;            // for the user: what was found as well and left, that a snapshot stands in
    std::vector<std::string> exposed_schemas;  // what PostgREST serves, by configuration or supabase/config.toml; empty: not told
    ServedApi api;                             // the same as analysis wants to know it
    // Which migrations the source itself contains; none where it does not tell.
    snapshot::MigrationRecord migrations;
    std::string migrations_folder;           // the folder that was compared with it; absolute, or empty
    std::vector<std::string> pending_files;  // of that folder, applied over the source; relative to the configuration's root

    // The description, and how many pending migrations were applied over it: "localhost:5432/shop, 1 pending migration".
    [[nodiscard]] std::string title() const;
};

// A database that a workspace names and that the user has not allowed.
struct ConsentQuestion {
    std::string root;           // of the project
    DatabaseEndpoint endpoint;  // what would be opened
    std::string named_by;       // "DATABASE_URL in .env"
    bool is_declined = false;   // they did, with never: nobody is to be asked again
};

struct LoadOptions {
    std::optional<std::string> database_url;  // given on the command line; wins over url_env. A secret: never printed
    std::chrono::milliseconds deadline{20'000};
    bool allow_environment = true;  // whether DATABASE_URL and its like may be used where nothing is configured
    // The last schema of a database is kept in <root>/.rowtype/cache, and that or schema.json may serve where the database cannot
    // be reached (the editor).
    bool allow_stale = false;
    // Told what a database had when it was read last, before it is asked again.
    std::function<void(const LoadedSchema&)> meanwhile;
    // Told which database is read, once it may be and before it is.
    std::function<void(const DatabaseSource&)> opened;
    // Asked of a schema that is a guess before it counts: why it is not this code's (find_misfit in schema_fit.h).
    std::function<std::optional<Error>(const Configuration&, const LoadedSchema&)> judge;
    // Told what a workspace makes us open before it is opened: "opening the database localhost:5432/shop as app (…)".
    std::function<void(const std::string&)> announce;
    // Set where a database that the workspace names is opened only with the user's consent (the server). Called, on the thread
    // that loads, where there is none; the load goes on without the database.
    std::function<void(const ConsentQuestion&)> ask;
    // All of standard input, at most `cap` bytes, the same each time: for openapi:-. None where there is more; not set where
    // standard input is something else's, as an editor's in the server.
    std::function<std::optional<std::string>(std::size_t cap)> read_standard_input;
    // Whether newer migrations of the checkout are applied over a snapshot or a server (pending_migrations.h).
    bool apply_pending = true;
    // Whether SQL that people run by hand counts beside migrations that were found (scripts_beside.h): where code is held against the
    // schema, not where the schema itself is shown or written.
    bool sees_scripts = false;
};

// Reads the schema that the configuration names, or discovers one (schema_discovery.h).
[[nodiscard]] Result<LoadedSchema> load_schema(const Configuration& configuration, const LoadOptions& options);

// The server's: asynchronous, coalescing (a request during a load leads to one more load), keeps the last good schema, watches a
// live database for changes.
class SchemaHost {
public:
    // Called on a pool thread after each load, good or bad; before the first with what a database had last, where that is known.
    using Listener = std::function<void(const Result<LoadedSchema>&)>;
    // Called on a thread of the watch. Nothing is read because of it: who hears it asks for a load.
    using NewsListener = std::function<void(DatabaseNews)>;

    SchemaHost(WorkerPool& pool, LoadOptions options, Listener listener, NewsListener news = {});
    ~SchemaHost();  // waits for a running load

    void request_load(const Configuration& configuration);
    [[nodiscard]] std::shared_ptr<const LoadedSchema> current() const;  // null before the first good load

private:
    struct State;
    std::shared_ptr<State> state_;
};

}  // namespace rowtype::workspace
