#include "lsp/cli/progress.h"

#include <string>

namespace rowtype::cli {

namespace {

constexpr std::chrono::milliseconds kPatience{1000};
constexpr std::chrono::milliseconds kInterval{80};
constexpr std::size_t kBarWidth = 30;
constexpr const char* kClearLine = "\r\x1b[K";

}  // namespace

Progress::Progress(Console& console, bool enabled) : console_(console), enabled_(enabled && console.error_is_terminal()) {}

Progress::~Progress() {
    if (visible_) console_.error(kClearLine);
}

void Progress::update(std::size_t done, std::size_t total) {
    if (!enabled_ || total == 0) return;
    const std::unique_lock lock(mutex_, std::try_to_lock);
    if (!lock.owns_lock()) return;  // another thread is drawing; the next file will do
    const Clock::time_point now = Clock::now();
    if (now - start_ < kPatience || now - drawn_ < kInterval) return;
    drawn_ = now;
    visible_ = true;
    const std::size_t filled = kBarWidth * done / total;
    std::string bar;
    for (std::size_t i = 0; i < kBarWidth; ++i) bar += i < filled ? "█" : "░";
    console_.error(kClearLine + bar + " " + std::to_string(done) + "/" + std::to_string(total) + " files");
}

}  // namespace rowtype::cli
