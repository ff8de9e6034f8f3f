// Hears from `rowtype-db --watch` when the schema of a live database may have changed.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>
#include <vector>

#include "lsp/workspace/platform.h"

namespace rowtype::workspace {

struct WatchedDatabase {
    std::string connection;  // a secret; empty: libpq's own variables
    bool from_workspace = false;
    std::vector<std::string> schemas;   // empty: every schema that is not PostgreSQL's own
    std::vector<std::string> channels;  // to listen on

    friend bool operator==(const WatchedDatabase&, const WatchedDatabase&) = default;
};

enum class DatabaseNews : std::uint8_t {
    Listening,  // connected, anew or for the first time: what happened before is not known
    Looking,    // the same, where it cannot be notified: it looks from time to time
    Changed,
    Lost,  // the database went away; it is waited for
};

// Thread: made and ended by any one; a thread of its own starts the child and calls the listener, which must not wait for it.
class DatabaseWatch {
public:
    using Listener = std::function<void(DatabaseNews)>;

    // A child that dies is started again, less and less often; one that says why it cannot watch is not.
    DatabaseWatch(WatchedDatabase database, Listener listener);
    ~DatabaseWatch();  // kills the child; nothing is told afterwards
    DatabaseWatch(const DatabaseWatch&) = delete;
    DatabaseWatch& operator=(const DatabaseWatch&) = delete;

    [[nodiscard]] const WatchedDatabase& database() const { return database_; }
    // It gave up.
    [[nodiscard]] bool is_over() const { return is_over_; }

private:
    void run();
    bool watch_once();
    void take_lines(std::string& output) const;

    const WatchedDatabase database_;
    const Listener listener_;
    platform::Waker waker_;  // woken at the end
    std::atomic<bool> is_over_ = false;
    std::thread thread_;
};

}  // namespace rowtype::workspace
