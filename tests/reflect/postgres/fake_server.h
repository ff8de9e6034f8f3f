// A listener on loopback that only pretends to be PostgreSQL.
#pragma once

#include <atomic>
#include <cstdint>
#include <functional>
#include <string>
#include <thread>

namespace rowtype::testing {

// Accepts connections one after the other and hands each to `conversation` on its own thread; closes them after it, and stops
// when it is destroyed. `conversation` gets the descriptor and must end when reading from it fails.
class FakeServer {
public:
    explicit FakeServer(std::function<void(int descriptor)> conversation);
    ~FakeServer();
    FakeServer(const FakeServer&) = delete;
    FakeServer& operator=(const FakeServer&) = delete;

    [[nodiscard]] std::uint16_t port() const { return port_; }
    // Everything that was received by receive(), of all connections.
    [[nodiscard]] const std::string& received() const { return received_; }

    // Reads whatever comes next, or "" at the end.
    std::string receive(int descriptor);
    static void send(int descriptor, const std::string& bytes);

private:
    void serve();

    std::function<void(int)> conversation_;
    int listener_ = -1;
    std::atomic<int> current_ = -1;
    std::uint16_t port_ = 0;
    std::string received_;
    std::thread thread_;
};

}  // namespace rowtype::testing
