// What the session asks of the world around it, so that it can run over pipes as well as inside a test.
#pragma once

#include <chrono>
#include <functional>
#include <string>

namespace rowtype::server {

// The one thread that owns the session: it reads messages, changes state and writes answers.
class Loop {
public:
    virtual ~Loop() = default;
    // Queues a task for the session's thread; from any thread. The task must not throw.
    virtual void post(std::function<void()> task) = 0;
    // The same after `delay`; on the session's thread only. Dropped when the loop ends before.
    virtual void after(std::chrono::milliseconds delay, std::function<void()> task) = 0;
};

// Where messages to the client go. Never blocks. Thread: the session's.
class Outgoing {
public:
    virtual ~Outgoing() = default;
    virtual void send(std::string message) = 0;
    // Takes the place of an unsent message of the same key.
    virtual void send_latest(const std::string& key, std::string message) = 0;
    // May be lost when the client does not read.
    virtual void send_droppable(std::string message) = 0;
};

}  // namespace rowtype::server
