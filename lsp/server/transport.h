// Messages over two descriptors: frames in, frames out, neither waiting for the other.
#pragma once

#include <functional>
#include <string>
#include <string_view>

#include "lsp/server/event_loop.h"
#include "lsp/server/framing.h"
#include "lsp/server/outbox.h"

namespace rowtype::server {

// Thread: the loop's.
class Transport final : public Outgoing {
public:
    enum class End : std::uint8_t {
        Input,   // the client closed its side
        Broken,  // its bytes cannot be understood any more
        Output,  // it does not read, or is gone
    };

    struct Callbacks {
        std::function<void(std::string body)> on_message;
        // A frame that cannot be read; the stream goes on.
        std::function<void(const std::string& reason)> on_bad_frame;
        // At most once; nothing is read afterwards.
        std::function<void(End, const std::string& reason)> on_end;
    };

    explicit Transport(EventLoop& loop) : loop_(loop) {}

    void start(int input, int output, Callbacks callbacks);

    void send(std::string message) override;
    void send_latest(const std::string& key, std::string message) override;
    void send_droppable(std::string message) override;

    // Calls `task` when all that was sent is written, or cannot be.
    void when_written(std::function<void()> task);

private:
    void take_bytes(std::string_view bytes);
    void write_more();
    void written(bool succeeded);
    void end(End reason, const std::string& message);

    EventLoop& loop_;
    Callbacks callbacks_;
    FrameReader reader_;
    Outbox outbox_;
    bool is_writing_ = false;
    bool is_output_dead_ = false;
    bool has_ended_ = false;
    std::function<void()> on_written_;
};

}  // namespace rowtype::server
