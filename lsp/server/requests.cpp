#include "lsp/server/requests.h"

#include <algorithm>
#include <iterator>

namespace rowtype::server {

Requests::Ticket Requests::open(RequestId id) {
    const Ticket ticket = next_ticket_++;
    open_.emplace(ticket, Open{std::move(id), std::make_shared<std::atomic<bool>>(false)});
    return ticket;
}

void Requests::answer(Ticket ticket, const std::string& result_json) {
    const auto found = open_.find(ticket);
    if (found == open_.end()) return;
    outgoing_.send(R"({"jsonrpc":"2.0","id":)" + write(found->second.id) + R"(,"result":)" + result_json + "}");
    open_.erase(found);
}

void Requests::fail(Ticket ticket, ErrorCode code, const std::string& message) {
    const auto found = open_.find(ticket);
    if (found == open_.end()) return;
    send_error(write(found->second.id), code, message);
    open_.erase(found);
}

void Requests::cancel(const RequestId& id) {
    const auto found = std::find_if(open_.rbegin(), open_.rend(), [&id](const auto& entry) { return entry.second.id == id; });
    if (found != open_.rend()) cancel(std::prev(found.base()));
}

void Requests::cancel_before(Ticket ticket) {
    while (!open_.empty() && open_.begin()->first < ticket) cancel(open_.begin());
}

void Requests::cancel(std::map<Ticket, Open>::iterator found) {
    found->second.cancelled->store(true);
    fail(found->first, ErrorCode::RequestCancelled, "the request was cancelled");
}

Requests::CancelFlag Requests::cancel_flag(Ticket ticket) const {
    const auto found = open_.find(ticket);
    return found == open_.end() ? std::make_shared<std::atomic<bool>>(true) : found->second.cancelled;
}

void Requests::fail_without_id(ErrorCode code, const std::string& message) { send_error("null", code, message); }

void Requests::send_error(const std::string& id_json, ErrorCode code, const std::string& message) {
    outgoing_.send(R"({"jsonrpc":"2.0","id":)" + id_json + R"(,"error":{"code":)" + std::to_string(static_cast<int>(code)) +
                   R"(,"message":)" + write_string(message) + "}}");
}

}  // namespace rowtype::server
