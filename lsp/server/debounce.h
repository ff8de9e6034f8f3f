// Makes one out of many that come close together.
#pragma once

#include <chrono>
#include <functional>
#include <memory>

#include "lsp/server/loop.h"

namespace rowtype::server {

// Thread: the session's.
class Debounce {
public:
    static constexpr std::chrono::milliseconds kQuiet{100};
    // However busy it stays, after so many quiet times it is enough.
    static constexpr int kMaximumRounds = 10;

    explicit Debounce(Loop& loop) : state_(std::make_shared<State>(State{loop})) {}

    // Runs `task` when nothing was asked for during kQuiet; of several tasks the last. Nothing is run once the object is gone.
    void request(std::function<void()> task);

private:
    struct State {
        Loop& loop;
        std::function<void()> task = {};  // empty: nothing is due
        bool is_asked_again = false;
        int rounds = 0;
    };
    static void wait(const std::shared_ptr<State>& state);

    std::shared_ptr<State> state_;
};

}  // namespace rowtype::server
