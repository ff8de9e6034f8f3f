// A listener on loopback that passes bytes on to a server and counts the round trips.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>

#include "tests/reflect/postgres/fake_server.h"

namespace rowtype::testing {

// Serves one connection after the other until it is destroyed.
class CountingProxy {
public:
    explicit CountingProxy(std::uint16_t server_port)
        : server_port_(server_port), listener_([this](int client) { pass_on(client); }) {}

    [[nodiscard]] std::uint16_t port() const { return listener_.port(); }
    // How often a client waited: its bytes were followed by bytes of the server, which count as soon as the client can see them.
    [[nodiscard]] int round_trips() const { return round_trips_; }
    // Of the server, likewise.
    [[nodiscard]] std::size_t bytes_received() const { return bytes_received_; }

private:
    void pass_on(int client);

    std::uint16_t server_port_;
    std::atomic<int> round_trips_ = 0;
    std::atomic<std::size_t> bytes_received_ = 0;
    FakeServer listener_;  // last: its thread uses the others
};

}  // namespace rowtype::testing
