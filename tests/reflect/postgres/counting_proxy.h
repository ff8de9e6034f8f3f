// A listener on loopback that passes bytes on to a server and counts the round trips.
#pragma once

#include <atomic>
#include <cstdint>
#include <thread>

namespace rowtype::testing {

// Serves one connection after the other, on its own thread, until it is destroyed.
class CountingProxy {
public:
    explicit CountingProxy(std::uint16_t server_port);
    ~CountingProxy();
    CountingProxy(const CountingProxy&) = delete;
    CountingProxy& operator=(const CountingProxy&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    // How often a client waited: its bytes were followed by bytes of the server. Of all connections that have ended.
    [[nodiscard]] int round_trips() const { return round_trips_; }
    // Of the server, likewise.
    [[nodiscard]] std::size_t bytes_received() const { return bytes_received_; }

private:
    void serve();
    void pass_on(int client);

    std::uint16_t server_port_;
    std::uint16_t port_ = 0;
    int listener_ = -1;
    std::atomic<int> round_trips_ = 0;
    std::atomic<std::size_t> bytes_received_ = 0;
    std::thread thread_;
};

}  // namespace rowtype::testing
