#include "tests/lsp/server/test_session.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <stdexcept>
#include <utility>

#include "lsp/server/binder.h"

namespace rowtype::server {

void TestLoop::post(std::function<void()> task) {
    const std::lock_guard lock(mutex_);
    tasks_.push_back(std::move(task));
}

void TestLoop::after(std::chrono::milliseconds delay, std::function<void()> task) {
    if (delay <= std::chrono::seconds(1)) delayed_.emplace(now_ + delay, std::move(task));
}

bool TestLoop::let_time_pass() {
    if (delayed_.empty()) return false;
    auto next = delayed_.extract(delayed_.begin());
    now_ = next.key();
    next.mapped()();
    return true;
}

bool TestLoop::run_waiting() {
    bool has_run = false;
    while (true) {
        std::function<void()> task;
        {
            const std::lock_guard lock(mutex_);
            if (tasks_.empty()) return has_run;
            task = std::move(tasks_.front());
            tasks_.pop_front();
        }
        task();
        has_run = true;
    }
}

TestSession::TestSession() {
    SessionOptions options;
    options.load.allow_environment = false;
    options.rules_page = "https://example.org/RULES.md";
    options.analysis_threads = 1;   // results come in the order of the requests
    options.watches_files = false;  // a script says itself what changed
    options.end = [this](int code) { exit_code = code; };
    Outgoing& outgoing = *this;
    session_ = std::make_unique<Session>(loop_, outgoing, std::move(options));
}

TestSession::~TestSession() {
    settle();
    session_.reset();
}

void TestSession::deliver(const std::string& message) { receive(*session_, message); }

void TestSession::settle() {
    do {
        session_->drain_pools();
    } while (loop_.run_waiting() || loop_.let_time_pass());
}

std::vector<std::string> TestSession::take_sent() { return std::exchange(sent_, {}); }

TemporaryFolder::TemporaryFolder() {
    std::string pattern = (std::filesystem::temp_directory_path() / "rowtype-server-XXXXXX").string();
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = std::filesystem::canonical(pattern).string();
}

TemporaryFolder::~TemporaryFolder() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

void TemporaryFolder::write(const std::string& relative_path, const std::string& text) const {
    const std::filesystem::path file = std::filesystem::path(path_) / relative_path;
    std::filesystem::create_directories(file.parent_path());
    std::ofstream(file, std::ios::binary) << text;
}

}  // namespace rowtype::server
