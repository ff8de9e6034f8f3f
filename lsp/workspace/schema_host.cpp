#include "lsp/workspace/schema_host.h"

#include <condition_variable>
#include <mutex>

#include "lsp/workspace/database_source.h"
#include "reflect/postgres/protocol.h"

namespace rowtype::workspace {

namespace {

WatchedDatabase watched_database(const Configuration& configuration, const DatabaseSource& source);

}  // namespace

std::string LoadedSchema::title() const {
    if (pending_files.empty()) return description;
    const std::string count = std::to_string(pending_files.size());
    return description + ", " + count + (pending_files.size() == 1 ? " pending migration" : " pending migrations");
}

struct SchemaHost::State : std::enable_shared_from_this<SchemaHost::State> {
    State(WorkerPool& workers, LoadOptions load_options, Listener on_load, NewsListener on_news)
        : pool(workers), options(std::move(load_options)), listener(std::move(on_load)), news_listener(std::move(on_news)) {}

    void start(const Configuration& configuration);
    void load(const Configuration& configuration);
    void keep(const LoadedSchema& loaded);
    void watch(const std::optional<WatchedDatabase>& database, bool is_read);

    WorkerPool& pool;
    const LoadOptions options;
    const Listener listener;
    const NewsListener news_listener;
    std::unique_ptr<DatabaseWatch> database_watch;  // touched by the load that runs, and at the end

    mutable std::mutex mutex;
    std::condition_variable stopped;
    bool running = false;
    bool closing = false;
    std::optional<Configuration> waiting;  // asked for while another load ran: the last one wins
    std::shared_ptr<const LoadedSchema> current;
};

SchemaHost::SchemaHost(WorkerPool& pool, LoadOptions options, Listener listener, NewsListener news)
    : state_(std::make_shared<State>(pool, std::move(options), std::move(listener), std::move(news))) {}

SchemaHost::~SchemaHost() {
    {
        std::unique_lock lock(state_->mutex);
        state_->closing = true;
        state_->waiting.reset();
        state_->stopped.wait(lock, [&] { return !state_->running; });
    }
    state_->database_watch.reset();
}

void SchemaHost::request_load(const Configuration& configuration) {
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->closing) return;
        if (state_->running) {
            state_->waiting = configuration;
            return;
        }
        state_->running = true;
    }
    state_->start(configuration);
}

std::shared_ptr<const LoadedSchema> SchemaHost::current() const {
    const std::lock_guard lock(state_->mutex);
    return state_->current;
}

void SchemaHost::State::start(const Configuration& configuration) {
    pool.post([self = shared_from_this(), configuration] { self->load(configuration); });
}

void SchemaHost::State::load(const Configuration& configuration) {
    std::optional<WatchedDatabase> database;
    LoadOptions now = options;
    now.opened = [&](const DatabaseSource& source) { database = watched_database(configuration, source); };
    const bool is_first = [this] {
        const std::lock_guard lock(mutex);
        return current == nullptr;
    }();
    if (is_first) {
        now.meanwhile = [this](const LoadedSchema& cached) {
            keep(cached);
            if (listener) listener(cached);
        };
    }
    const Result<LoadedSchema> loaded = load_schema(configuration, now);
    if (loaded) keep(*loaded);
    if (listener) listener(loaded);
    watch(database, loaded && loaded->freshness == Freshness::Current);
    std::optional<Configuration> next;
    {
        const std::lock_guard lock(mutex);
        next.swap(waiting);
        if (!next || closing) {
            running = false;
            stopped.notify_all();
            return;
        }
    }
    start(*next);
}

void SchemaHost::State::keep(const LoadedSchema& loaded) {
    const std::lock_guard lock(mutex);
    current = std::make_shared<const LoadedSchema>(loaded);
}

// A database that cannot be read is watched as well: it says when it is back. Where that was given up, only a good load shows
// that there is reason to try again.
void SchemaHost::State::watch(const std::optional<WatchedDatabase>& database, bool is_read) {
    if (!news_listener) return;
    const bool is_watched = database_watch && database && database_watch->database() == *database;
    if (is_watched && !(database_watch->is_over() && is_read)) return;
    database_watch.reset();
    if (database) database_watch = std::make_unique<DatabaseWatch>(*database, news_listener);
}

namespace {

WatchedDatabase watched_database(const Configuration& configuration, const DatabaseSource& source) {
    WatchedDatabase database{
        source.connection, source.from_workspace, configuration.schemas, {std::string(postgres::kSchemaChannel)}};
    if (const std::string& own = configuration.schema.listen; !own.empty() && own != database.channels.front()) {
        database.channels.push_back(own);
    }
    return database;
}

}  // namespace

}  // namespace rowtype::workspace
