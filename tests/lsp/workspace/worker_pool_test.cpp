#include "lsp/workspace/worker_pool.h"

#include <gtest/gtest.h>

#include <atomic>
#include <mutex>
#include <numeric>
#include <set>
#include <thread>
#include <vector>

namespace rowtype::workspace {
namespace {

TEST(WorkerPool, RunsEveryIndexOnceAndWaits) {
    WorkerPool pool(4);
    std::vector<std::atomic<int>> counts(1000);
    pool.run_all(counts.size(), [&](std::size_t index) { ++counts[index]; });
    for (const std::atomic<int>& count : counts) EXPECT_EQ(count.load(), 1);
}

TEST(WorkerPool, RunAllOfNothingReturns) {
    WorkerPool pool(2);
    pool.run_all(0, [](std::size_t) { FAIL() << "no task was asked for"; });
    EXPECT_EQ(pool.size(), 2U);
}

TEST(WorkerPool, DestructorRunsWhatIsQueued) {
    std::atomic<int> done{0};
    {
        WorkerPool pool(1);
        for (int i = 0; i < 50; ++i) pool.post([&] { ++done; });
    }
    EXPECT_EQ(done.load(), 50);
}

TEST(WorkerPool, DrainWaitsForTasksThatTasksPost) {
    WorkerPool pool(2);
    std::atomic<int> done{0};
    pool.post([&] {
        pool.post([&] {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
            ++done;
        });
        ++done;
    });
    pool.drain();
    EXPECT_EQ(done.load(), 2);
}

// One megabyte a call: forty calls need far more than the eight megabytes that a thread has by default.
std::size_t recurse(int depth) {
    volatile char frame[1024 * 1024];
    frame[0] = static_cast<char>(depth);
    frame[sizeof(frame) - 1] = frame[0];
    return depth == 0 ? 0 : static_cast<std::size_t>(frame[sizeof(frame) - 1] != frame[0]) + 1 + recurse(depth - 1);
}

TEST(WorkerPool, ThreadsHaveLargeStacks) {
    WorkerPool pool(1);
    std::size_t reached = 0;
    pool.run_all(1, [&](std::size_t) { reached = recurse(40); });
    EXPECT_EQ(reached, 40U);
}

TEST(WorkerPool, UsesAllItsThreadsAtOnce) {
    WorkerPool pool(3);
    std::mutex mutex;
    std::set<std::thread::id> threads;
    std::atomic<int> arrived{0};
    pool.run_all(3, [&](std::size_t) {
        // Each waits for the others, so one thread alone could never finish.
        ++arrived;
        while (arrived.load() < 3) std::this_thread::yield();
        const std::lock_guard lock(mutex);
        threads.insert(std::this_thread::get_id());
    });
    EXPECT_EQ(threads.size(), 3U);
}

}  // namespace
}  // namespace rowtype::workspace
