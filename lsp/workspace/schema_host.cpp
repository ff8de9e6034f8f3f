#include "lsp/workspace/schema_host.h"

#include <condition_variable>
#include <mutex>

namespace rowtype::workspace {

std::string LoadedSchema::title() const {
    if (pending_files.empty()) return description;
    const std::string count = std::to_string(pending_files.size());
    return description + ", " + count + (pending_files.size() == 1 ? " pending migration" : " pending migrations");
}

struct SchemaHost::State : std::enable_shared_from_this<SchemaHost::State> {
    State(WorkerPool& workers, LoadOptions load_options, Listener on_load)
        : pool(workers), options(std::move(load_options)), listener(std::move(on_load)) {}

    void start(const Configuration& configuration);
    void load(const Configuration& configuration);

    WorkerPool& pool;
    const LoadOptions options;
    const Listener listener;

    mutable std::mutex mutex;
    std::condition_variable stopped;
    bool running = false;
    bool closing = false;
    std::optional<Configuration> waiting;  // asked for while another load ran: the last one wins
    std::shared_ptr<const LoadedSchema> current;
};

SchemaHost::SchemaHost(WorkerPool& pool, LoadOptions options, Listener listener)
    : state_(std::make_shared<State>(pool, std::move(options), std::move(listener))) {}

SchemaHost::~SchemaHost() {
    std::unique_lock lock(state_->mutex);
    state_->closing = true;
    state_->waiting.reset();
    state_->stopped.wait(lock, [&] { return !state_->running; });
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
    const Result<LoadedSchema> loaded = load_schema(configuration, options);
    if (loaded) {
        const std::lock_guard lock(mutex);
        current = std::make_shared<const LoadedSchema>(*loaded);
    }
    if (listener) listener(loaded);
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

}  // namespace rowtype::workspace
