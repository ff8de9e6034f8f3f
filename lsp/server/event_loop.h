// The event loop over the process's own descriptors; the only part of the server that knows asio.
#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "lsp/server/loop.h"

namespace rowtype::server {

class EventLoop final : public Loop {
public:
    EventLoop();
    ~EventLoop() override;

    void post(std::function<void()> task) override;
    void after(std::chrono::milliseconds delay, std::function<void()> task) override;

    // Runs until stop(). The thread that calls it is the session's.
    void run();
    void stop();

    // Reads from `descriptor` as bytes come; an empty piece means the end of input. The descriptor stays the caller's; it
    // is made non-blocking, for every process that shares it, until it is released.
    void read(int descriptor, std::function<void(std::string_view)> on_bytes);
    // Where write() writes to.
    void set_output(int descriptor);
    // Writes all of `bytes`, then calls `on_done` with whether that went well; one write at a time.
    void write(std::string bytes, std::function<void(bool)> on_done);
    // Lets go of the descriptors and puts them back into the mode that they had. Nothing is read or written afterwards.
    void release_descriptors();
    // Called when the process is asked to end (SIGTERM, SIGINT).
    void on_termination(std::function<void()> task);

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace rowtype::server
