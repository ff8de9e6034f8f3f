#include "lsp/workspace/worker_pool.h"

#include <pthread.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>
#include <vector>

namespace rowtype::workspace {

struct WorkerPool::State {
    std::mutex mutex;
    std::condition_variable work_or_stop;
    std::condition_variable idle;
    std::deque<std::function<void()>> queue;
    std::size_t running = 0;
    bool stopping = false;
    std::vector<pthread_t> threads;

    void work();
    static void* thread_main(void* state);
};

WorkerPool::WorkerPool(std::size_t threads) : state_(std::make_unique<State>()) {
    if (threads == 0) threads = std::max(1U, std::thread::hardware_concurrency());
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    pthread_attr_setstacksize(&attributes, kStackBytes);
    for (std::size_t i = 0; i < threads; ++i) {
        pthread_t thread{};
        // A machine that refuses more threads leaves a smaller pool; with none at all, post() runs the task itself.
        if (pthread_create(&thread, &attributes, &State::thread_main, state_.get()) != 0) break;
        state_->threads.push_back(thread);
    }
    pthread_attr_destroy(&attributes);
}

WorkerPool::~WorkerPool() {
    {
        const std::lock_guard lock(state_->mutex);
        state_->stopping = true;
    }
    state_->work_or_stop.notify_all();
    for (const pthread_t thread : state_->threads) pthread_join(thread, nullptr);
}

std::size_t WorkerPool::size() const { return std::max<std::size_t>(1, state_->threads.size()); }

void WorkerPool::post(std::function<void()> task) {
    if (state_->threads.empty()) {
        task();
        return;
    }
    {
        const std::lock_guard lock(state_->mutex);
        state_->queue.push_back(std::move(task));
    }
    state_->work_or_stop.notify_one();
}

void WorkerPool::run_all(std::size_t count, const std::function<void(std::size_t)>& task) {
    if (count == 0) return;
    std::atomic<std::size_t> next{0};
    std::mutex mutex;
    std::condition_variable finished;
    std::size_t left = std::min(count, size());
    const std::size_t helpers = left;
    const auto help = [&] {
        for (std::size_t index = next.fetch_add(1); index < count; index = next.fetch_add(1)) task(index);
        // Notified under the lock: the waiting thread owns `finished` and may be gone right after the lock is free.
        const std::lock_guard lock(mutex);
        if (--left == 0) finished.notify_one();
    };
    if (state_->threads.empty()) return help();
    {
        const std::lock_guard lock(state_->mutex);
        state_->queue.insert(state_->queue.end(), helpers, help);
    }
    // The first wakes the next: by then this thread waits, and its core is free. Were all woken from here, the last would find no core
    // idle and share one with another, for as long as Linux takes to notice: some milliseconds, which is half of a short run.
    state_->work_or_stop.notify_one();
    std::unique_lock lock(mutex);
    finished.wait(lock, [&] { return left == 0; });
}

void WorkerPool::drain() {
    std::unique_lock lock(state_->mutex);
    state_->idle.wait(lock, [&] { return state_->queue.empty() && state_->running == 0; });
}

void WorkerPool::State::work() {
    std::unique_lock lock(mutex);
    while (true) {
        work_or_stop.wait(lock, [&] { return stopping || !queue.empty(); });
        if (queue.empty()) return;
        {
            const std::function<void()> task = std::move(queue.front());
            queue.pop_front();
            ++running;
            const bool has_more = !queue.empty();
            lock.unlock();
            if (has_more) work_or_stop.notify_one();
            task();
        }  // what the task captured dies before the pool calls itself idle
        lock.lock();
        --running;
        if (queue.empty() && running == 0) idle.notify_all();
    }
}

void* WorkerPool::State::thread_main(void* state) {
    static_cast<State*>(state)->work();
    return nullptr;
}

}  // namespace rowtype::workspace
