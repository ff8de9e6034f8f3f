// A session inside the test's process: no pipes, no waiting; what it said is there when receive() returns.
#pragma once

#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "lsp/server/session.h"

namespace rowtype::server {

// Tasks in the order of their posting, run by the thread that asks for it. Time passes only when nothing else is to be done, and
// what would come later than in a second never comes.
class TestLoop final : public Loop {
public:
    void post(std::function<void()> task) override;
    void after(std::chrono::milliseconds delay, std::function<void()> task) override;
    // False when there was nothing to run.
    bool run_waiting();
    // Lets time pass until a delayed task is due; false when there is none.
    bool let_time_pass();

private:
    std::mutex mutex_;
    std::deque<std::function<void()>> tasks_;
    std::chrono::milliseconds now_{0};
    std::multimap<std::chrono::milliseconds, std::function<void()>> delayed_;  // by the time that they are due
};

class TestSession final : private Outgoing {
public:
    TestSession();
    ~TestSession() override;

    // Hands the session one message, as JSON text.
    void deliver(const std::string& message);
    // Waits until nothing is queued or running anywhere.
    void settle();
    // What the session said since the last call, in order.
    std::vector<std::string> take_sent();

    Session& session() { return *session_; }
    std::optional<int> exit_code;

private:
    void send(std::string message) override { sent_.push_back(std::move(message)); }
    void send_latest(const std::string&, std::string message) override { send(std::move(message)); }
    void send_droppable(std::string message) override { send(std::move(message)); }

    TestLoop loop_;
    std::vector<std::string> sent_;
    std::unique_ptr<Session> session_;
};

// A folder that is gone when the object is.
class TemporaryFolder {
public:
    TemporaryFolder();
    ~TemporaryFolder();
    TemporaryFolder(const TemporaryFolder&) = delete;
    TemporaryFolder& operator=(const TemporaryFolder&) = delete;

    [[nodiscard]] const std::string& path() const { return path_; }
    // Writes a file, its folders included.
    void write(const std::string& relative_path, const std::string& text) const;

private:
    std::string path_;
};

}  // namespace rowtype::server
