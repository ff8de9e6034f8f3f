#include "lsp/server/event_loop.h"

#include <fcntl.h>
#include <unistd.h>

#include <array>
#include <asio/executor_work_guard.hpp>
#include <asio/io_context.hpp>
#include <asio/posix/stream_descriptor.hpp>
#include <asio/post.hpp>
#include <asio/signal_set.hpp>
#include <asio/steady_timer.hpp>
#include <asio/write.hpp>
#include <csignal>
#include <cstddef>
#include <utility>
#include <vector>

namespace rowtype::server {

namespace {

constexpr std::size_t kReadBytes = 64UL * 1024;

// asio sets O_NONBLOCK on the open file, which the editor's other processes and our own standard error may share.
class KeptFlags {
public:
    explicit KeptFlags(int descriptor) : descriptor_(descriptor), flags_(::fcntl(descriptor, F_GETFL)) {}
    ~KeptFlags() {
        if (flags_ >= 0) ::fcntl(descriptor_, F_SETFL, flags_);
    }
    KeptFlags(const KeptFlags&) = delete;
    KeptFlags& operator=(const KeptFlags&) = delete;

private:
    int descriptor_;
    int flags_;
};

}  // namespace

struct EventLoop::State {
    std::vector<std::unique_ptr<KeptFlags>> flags;
    asio::io_context context{1};
    asio::executor_work_guard<asio::io_context::executor_type> work = asio::make_work_guard(context);
    asio::posix::stream_descriptor input{context};
    asio::posix::stream_descriptor output{context};
    asio::signal_set signals{context};
    std::array<char, kReadBytes> buffer{};
    std::function<void(std::string_view)> on_bytes;
    std::string being_written;

    void adopt(asio::posix::stream_descriptor& stream, int descriptor) {
        flags.push_back(std::make_unique<KeptFlags>(descriptor));
        stream.assign(::fcntl(descriptor, F_DUPFD_CLOEXEC, 0));  // no child keeps the editor's pipe open
        stream.non_blocking(true);
    }

    void read_more() {
        input.async_read_some(asio::buffer(buffer), [this](const asio::error_code& error, std::size_t count) {
            if (error == asio::error::operation_aborted) return;
            on_bytes(error ? std::string_view() : std::string_view(buffer.data(), count));
            if (!error) read_more();
        });
    }
};

EventLoop::EventLoop() : state_(std::make_unique<State>()) {}

EventLoop::~EventLoop() { release_descriptors(); }

void EventLoop::release_descriptors() {
    asio::error_code ignored;
    state_->input.close(ignored);
    state_->output.close(ignored);
    state_->flags.clear();
}

void EventLoop::post(std::function<void()> task) { asio::post(state_->context, std::move(task)); }

void EventLoop::after(std::chrono::milliseconds delay, std::function<void()> task) {
    auto timer = std::make_shared<asio::steady_timer>(state_->context, delay);
    timer->async_wait([timer, task = std::move(task)](const asio::error_code& error) {
        if (!error) task();
    });
}

void EventLoop::run() { state_->context.run(); }

void EventLoop::stop() { state_->context.stop(); }

void EventLoop::read(int descriptor, std::function<void(std::string_view)> on_bytes) {
    state_->on_bytes = std::move(on_bytes);
    state_->adopt(state_->input, descriptor);
    state_->read_more();
}

void EventLoop::set_output(int descriptor) { state_->adopt(state_->output, descriptor); }

void EventLoop::write(std::string bytes, std::function<void(bool)> on_done) {
    state_->being_written = std::move(bytes);
    asio::async_write(state_->output, asio::buffer(state_->being_written),
                      [on_done = std::move(on_done)](const asio::error_code& error, std::size_t) { on_done(!error); });
}

void EventLoop::on_termination(std::function<void()> task) {
    state_->signals.add(SIGTERM);
    state_->signals.add(SIGINT);
    state_->signals.async_wait([task = std::move(task)](const asio::error_code& error, int) {
        if (!error) task();
    });
}

}  // namespace rowtype::server
