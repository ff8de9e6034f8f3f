// A connection that waits: libpqxx tells of a notice only between transactions of its own and lets nobody put an end to the waiting.
// watch_connection.cpp is the only file that uses libpq directly.
//
// Thread: one.
#pragma once

#include <chrono>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/platform/secret.h"
#include "reflect/postgres/connection.h"

struct pg_conn;

namespace rowtype::postgres {

using platform::Secret;

class WatchConnection {
public:
    // Connects, or throws ConnectionError. How long that may take stands in `connection_info`.
    explicit WatchConnection(const Secret& connection_info);
    ~WatchConnection();
    WatchConnection(const WatchConnection&) = delete;
    WatchConnection& operator=(const WatchConnection&) = delete;

    // As server_version_num: 150018.
    [[nodiscard]] std::uint32_t server_version() const;
    // The process that the other end says it is. A pooler tells one of its own making.
    [[nodiscard]] std::string announced_process() const;
    // A name as SQL; quotes included.
    [[nodiscard]] std::string quote_name(const std::string& name) const;

    // Sends `statements` in one round trip and gives the fields of the first row that comes. Throws QueryError; with an empty
    // sqlstate where the connection is gone or did not answer within `limit`.
    std::vector<std::string> ask(const std::string& statements, std::chrono::milliseconds limit);

    enum class Heard { Nothing, Notice, OutputClosed };
    // Waits for a notice on one of the channels listened to, for the other end of standard output to be closed, or for the time
    // to pass. Notices that come together are one. Throws QueryError where the connection is gone.
    Heard wait_for_notice(std::chrono::milliseconds limit);

private:
    pg_conn* connection_ = nullptr;
};

// Waits; false as soon as nobody reads our standard output any more.
bool wait_while_read(std::chrono::milliseconds limit);

}  // namespace rowtype::postgres
