// What waits to be written to the client. Nobody waits for a slow reader: newer diagnostics of a document replace older
// ones that were not sent yet, log lines are dropped first, and past a hard limit the client is given up.
#pragma once

#include <cstddef>
#include <cstdint>
#include <list>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>

namespace rowtype::server {

// Thread: the session's only.
class Outbox {
public:
    static constexpr std::size_t kDroppingBytes = 16UL * 1024 * 1024;   // from here on messages that may be lost are
    static constexpr std::size_t kGivingUpBytes = 128UL * 1024 * 1024;  // from here on the client is not reading

    // A message that must arrive: an answer, a request of ours, a message to the user.
    void push(std::string message);
    // Takes the place of the unsent message of the same key.
    void push_latest(const std::string& key, std::string message);
    // A message that nobody misses: a log line.
    void push_droppable(std::string message);

    [[nodiscard]] std::optional<std::string> pop();
    [[nodiscard]] bool empty() const { return messages_.empty(); }
    [[nodiscard]] std::size_t bytes() const { return bytes_; }
    [[nodiscard]] bool is_hopeless() const { return bytes_ > kGivingUpBytes; }

private:
    struct Entry {
        std::string key;  // empty: none
        std::string message;
    };

    void append(std::string key, std::string message);

    std::list<Entry> messages_;
    std::unordered_map<std::string, std::list<Entry>::iterator> latest_;
    std::size_t bytes_ = 0;
};

}  // namespace rowtype::server
