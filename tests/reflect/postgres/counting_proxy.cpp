#include "tests/reflect/postgres/counting_proxy.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace rowtype::testing {

namespace {

sockaddr_in loopback(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

// What came from one side goes to the other; the number of bytes, 0 at the end.
std::size_t pass_once(int from, int to) {
    std::array<char, 65536> buffer{};
    const ssize_t count = read(from, buffer.data(), buffer.size());
    if (count <= 0) return 0;
    for (ssize_t sent = 0; sent < count;) {
        const ssize_t now = ::send(to, buffer.data() + sent, static_cast<std::size_t>(count - sent), MSG_NOSIGNAL);
        if (now <= 0) return 0;
        sent += now;
    }
    return static_cast<std::size_t>(count);
}

}  // namespace

CountingProxy::CountingProxy(std::uint16_t server_port) : server_port_(server_port) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address = loopback(0);
    socklen_t size = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 8) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("cannot listen on loopback");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

CountingProxy::~CountingProxy() {
    shutdown(listener_, SHUT_RDWR);
    thread_.join();
    close(listener_);
}

void CountingProxy::serve() {
    while (true) {
        const int client = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (client < 0) return;
        pass_on(client);
        close(client);
    }
}

void CountingProxy::pass_on(int client) {
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    const sockaddr_in address = loopback(server_port_);
    bool client_spoke_last = false;
    if (connect(server, reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0) {
        std::array<pollfd, 2> sides = {pollfd{client, POLLIN, 0}, pollfd{server, POLLIN, 0}};
        while (poll(sides.data(), sides.size(), -1) > 0) {
            if (sides[1].revents != 0) {
                const std::size_t count = pass_once(server, client);
                if (count == 0) break;
                bytes_received_ += count;
                if (client_spoke_last) ++round_trips_;
                client_spoke_last = false;
            }
            if (sides[0].revents != 0) {
                if (pass_once(client, server) == 0) break;
                client_spoke_last = true;
            }
        }
    }
    close(server);
}

}  // namespace rowtype::testing
