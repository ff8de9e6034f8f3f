#include "lsp/server/transport.h"

#include <cstddef>
#include <utility>

namespace rowtype::server {

namespace {

// Small messages are written together up to this size: one system call for a burst.
constexpr std::size_t kBatchBytes = 64UL * 1024;

}  // namespace

void Transport::start(int input, int output, Callbacks callbacks) {
    callbacks_ = std::move(callbacks);
    loop_.set_output(output);
    loop_.read(input, [this](std::string_view bytes) { take_bytes(bytes); });
}

void Transport::send(std::string message) {
    if (is_output_dead_) return;
    outbox_.push(std::move(message));
    write_more();
}

void Transport::send_latest(const std::string& key, std::string message) {
    if (is_output_dead_) return;
    outbox_.push_latest(key, std::move(message));
    write_more();
}

void Transport::send_droppable(std::string message) {
    if (is_output_dead_) return;
    outbox_.push_droppable(std::move(message));
    write_more();
}

void Transport::when_written(std::function<void()> task) {
    if (!is_writing_) {
        task();
    } else {
        on_written_ = std::move(task);
    }
}

void Transport::take_bytes(std::string_view bytes) {
    if (has_ended_) return;
    if (bytes.empty()) {
        end(End::Input, "the client closed its end");
        return;
    }
    reader_.feed(bytes);
    while (auto frame = reader_.next()) {
        switch (frame->kind) {
            case Frame::Kind::Body: callbacks_.on_message(std::move(frame->text)); break;
            case Frame::Kind::TooLarge: callbacks_.on_bad_frame(frame->text); break;
            case Frame::Kind::Broken:
                callbacks_.on_bad_frame(frame->text);
                end(End::Broken, frame->text);
                break;
        }
        if (has_ended_) return;
    }
}

void Transport::write_more() {
    if (is_writing_) {
        if (outbox_.is_hopeless()) {
            is_output_dead_ = true;
            end(End::Output, "the client does not read");
        }
        return;
    }
    if (outbox_.empty()) return;
    std::string batch;
    while (batch.size() < kBatchBytes) {
        const auto message = outbox_.pop();
        if (!message) break;
        batch += frame(*message);
    }
    is_writing_ = true;
    loop_.write(std::move(batch), [this](bool succeeded) { written(succeeded); });
}

void Transport::written(bool succeeded) {
    is_writing_ = false;
    if (!succeeded) {
        is_output_dead_ = true;
        end(End::Output, "the client is gone");
    } else {
        write_more();
    }
    if (!is_writing_ && on_written_) std::exchange(on_written_, nullptr)();
}

void Transport::end(End reason, const std::string& message) {
    if (has_ended_) return;
    has_ended_ = true;
    callbacks_.on_end(reason, message);
}

}  // namespace rowtype::server
