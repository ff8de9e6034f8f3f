// The client's requests that wait for their answer. Whatever happens to a request (answered, failed, cancelled, its handler
// lost), the client hears of it exactly once.
#pragma once

#include <atomic>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>

#include "lsp/server/loop.h"
#include "lsp/server/protocol.h"
#include "lsp/server/protocol_text.h"

namespace rowtype::server {

// Thread: the session's, except where said.
class Requests {
public:
    using Ticket = std::uint64_t;
    // Set when the client takes the request back; long work looks at it now and then, on any thread.
    using CancelFlag = std::shared_ptr<const std::atomic<bool>>;

    Requests(Loop& loop, Outgoing& outgoing) : loop_(loop), outgoing_(outgoing) {}

    Ticket open(RequestId id);
    void answer(Ticket ticket, const std::string& result_json);
    void fail(Ticket ticket, ErrorCode code, const std::string& message);
    // Answers the newest request of that id with RequestCancelled; nothing when it was answered already.
    void cancel(const RequestId& id);
    // The same for every request that came before this one: the session ends, and nobody would answer them afterwards.
    void cancel_before(Ticket ticket);
    [[nodiscard]] CancelFlag cancel_flag(Ticket ticket) const;
    // An error for a message that has no readable id.
    void fail_without_id(ErrorCode code, const std::string& message);
    [[nodiscard]] std::size_t waiting() const { return open_.size(); }
    [[nodiscard]] Loop& loop() const { return loop_; }

private:
    struct Open {
        RequestId id;
        std::shared_ptr<std::atomic<bool>> cancelled;
    };

    void cancel(std::map<Ticket, Open>::iterator found);
    void send_error(const std::string& id_json, ErrorCode code, const std::string& message);

    Loop& loop_;
    Outgoing& outgoing_;
    std::map<Ticket, Open> open_;
    Ticket next_ticket_ = 1;
};

// The right and duty to answer one request. Copies share it; when the last copy goes without an answer, on whichever
// thread, the client gets InternalError. Must not outlive the session.
template <class T>
class Reply {
public:
    Reply(Requests& requests, Requests::Ticket ticket) : duty_(std::make_shared<Duty>(requests, ticket)) {}

    // On the session's thread. Later calls, and calls for a cancelled request, do nothing.
    void answer(const T& value) const {
        duty_->done = true;
        duty_->requests.answer(duty_->ticket, write(value));
    }
    void fail(ErrorCode code, const std::string& message) const {
        duty_->done = true;
        duty_->requests.fail(duty_->ticket, code, message);
    }
    [[nodiscard]] Requests::Ticket ticket() const { return duty_->ticket; }
    [[nodiscard]] Requests::CancelFlag cancel_flag() const { return duty_->requests.cancel_flag(duty_->ticket); }

private:
    struct Duty {
        Duty(Requests& owner, Requests::Ticket number) : requests(owner), ticket(number) {}
        ~Duty() {
            if (done) return;
            requests.loop().post([&owner = requests, number = ticket] {
                owner.fail(number, ErrorCode::InternalError, "the request was dropped without an answer");
            });
        }
        Duty(const Duty&) = delete;
        Duty& operator=(const Duty&) = delete;

        Requests& requests;
        Requests::Ticket ticket;
        std::atomic<bool> done = false;
    };

    std::shared_ptr<Duty> duty_;
};

}  // namespace rowtype::server
