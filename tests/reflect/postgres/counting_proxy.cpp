#include "tests/reflect/postgres/counting_proxy.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>

namespace rowtype::testing {

namespace {

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

void CountingProxy::pass_on(int client) {
    const int server = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(server_port_);
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
