#include "tests/reflect/postgres/counting_proxy.h"

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <string_view>

namespace rowtype::testing {

namespace {

bool send_all(int to, std::string_view bytes) {
    while (!bytes.empty()) {
        const ssize_t sent = ::send(to, bytes.data(), bytes.size(), MSG_NOSIGNAL);
        if (sent <= 0) return false;
        bytes.remove_prefix(static_cast<std::size_t>(sent));
    }
    return true;
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
        std::array<char, 65536> buffer{};
        while (poll(sides.data(), sides.size(), -1) > 0) {
            if (sides[1].revents != 0) {
                const ssize_t count = read(server, buffer.data(), buffer.size());
                if (count <= 0) break;
                // Counted before the client has them: with the last bytes it may be gone, and its test ask for the number.
                bytes_received_ += static_cast<std::size_t>(count);
                if (client_spoke_last) ++round_trips_;
                client_spoke_last = false;
                if (!send_all(client, {buffer.data(), static_cast<std::size_t>(count)})) break;
            }
            if (sides[0].revents != 0) {
                const ssize_t count = read(client, buffer.data(), buffer.size());
                if (count <= 0 || !send_all(server, {buffer.data(), static_cast<std::size_t>(count)})) break;
                client_spoke_last = true;
            }
        }
    }
    close(server);
}

}  // namespace rowtype::testing
