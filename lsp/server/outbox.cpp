#include "lsp/server/outbox.h"

#include <utility>

namespace rowtype::server {

void Outbox::push(std::string message) { append({}, std::move(message)); }

void Outbox::push_latest(const std::string& key, std::string message) {
    const auto found = latest_.find(key);
    if (found == latest_.end()) {
        append(key, std::move(message));
        return;
    }
    Entry& entry = *found->second;
    bytes_ = bytes_ - entry.message.size() + message.size();
    entry.message = std::move(message);
}

void Outbox::push_droppable(std::string message) {
    if (bytes_ + message.size() <= kDroppingBytes) append({}, std::move(message));
}

std::optional<std::string> Outbox::pop() {
    if (messages_.empty()) return std::nullopt;
    Entry entry = std::move(messages_.front());
    messages_.pop_front();
    if (!entry.key.empty()) latest_.erase(entry.key);
    bytes_ -= entry.message.size();
    return std::move(entry.message);
}

void Outbox::append(std::string key, std::string message) {
    bytes_ += message.size();
    messages_.push_back({std::move(key), std::move(message)});
    const auto entry = std::prev(messages_.end());
    if (!entry->key.empty()) latest_[entry->key] = entry;
}

}  // namespace rowtype::server
