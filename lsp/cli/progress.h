// A progress bar on standard error, for runs that take more than a second on a terminal.
//
// Thread: update() from any.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <mutex>

#include "lsp/cli/console.h"

namespace rowtype::cli {

class Progress {
public:
    // Draws nothing when standard error is no terminal or `enabled` is false.
    Progress(Console& console, bool enabled);
    ~Progress();  // takes the bar away
    Progress(const Progress&) = delete;
    Progress& operator=(const Progress&) = delete;

    void update(std::size_t done, std::size_t total);

private:
    using Clock = std::chrono::steady_clock;

    Console& console_;
    const bool enabled_;
    const Clock::time_point start_ = Clock::now();
    std::mutex mutex_;
    Clock::time_point drawn_{};
    bool visible_ = false;
};

}  // namespace rowtype::cli
