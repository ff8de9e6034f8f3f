// A fixed pool of threads with large stacks. Everything that parses or analyses runs on one of them: PostgreSQL's grammar
// recurses deeply, and libpg_query takes one of the process's pthread keys for each thread that ever parsed.
#pragma once

#include <cstddef>
#include <functional>
#include <memory>

namespace rowtype::workspace {

class WorkerPool {
public:
    static constexpr std::size_t kStackBytes = 64UL * 1024 * 1024;

    // `threads` 0: as many as the machine has cores.
    explicit WorkerPool(std::size_t threads = 0);
    // Runs what is queued, then joins.
    ~WorkerPool();
    WorkerPool(const WorkerPool&) = delete;
    WorkerPool& operator=(const WorkerPool&) = delete;

    [[nodiscard]] std::size_t size() const;
    // Queues a task; callable from any thread. Tasks must not throw.
    void post(std::function<void()> task);
    // Runs task(0) … task(count - 1) over the pool and waits; not to be called from a pool thread.
    void run_all(std::size_t count, const std::function<void(std::size_t)>& task);
    // Waits until nothing is queued or running; for tests and shutdown.
    void drain();

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rowtype::workspace
