#include "lsp/server/debounce.h"

#include <utility>

namespace rowtype::server {

void Debounce::request(std::function<void()> task) {
    const bool is_waiting = static_cast<bool>(state_->task);
    state_->task = std::move(task);
    state_->is_asked_again = is_waiting;
    if (is_waiting) return;
    state_->rounds = 0;
    wait(state_);
}

void Debounce::wait(const std::shared_ptr<State>& state) {
    state->loop.after(kQuiet, [weak = std::weak_ptr(state)] {
        const auto owner = weak.lock();
        if (!owner) return;
        ++owner->rounds;
        if (std::exchange(owner->is_asked_again, false) && owner->rounds < kMaximumRounds) return wait(owner);
        std::exchange(owner->task, {})();
    });
}

}  // namespace rowtype::server
