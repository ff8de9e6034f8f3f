#include "tests/reflect/postgres/fake_server.h"

#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

#include <array>
#include <stdexcept>

namespace rowtype::testing {

FakeServer::FakeServer(std::function<void(int)> conversation) : conversation_(std::move(conversation)) {
    listener_ = socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0);
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    socklen_t size = sizeof address;
    if (bind(listener_, reinterpret_cast<sockaddr*>(&address), size) != 0 || listen(listener_, 8) != 0 ||
        getsockname(listener_, reinterpret_cast<sockaddr*>(&address), &size) != 0) {
        throw std::runtime_error("cannot listen on loopback");
    }
    port_ = ntohs(address.sin_port);
    thread_ = std::thread([this] { serve(); });
}

FakeServer::~FakeServer() {
    shutdown(listener_, SHUT_RDWR);
    if (const int current = current_; current >= 0) shutdown(current, SHUT_RDWR);
    thread_.join();
    close(listener_);
}

void FakeServer::serve() {
    while (true) {
        const int descriptor = accept4(listener_, nullptr, nullptr, SOCK_CLOEXEC);
        if (descriptor < 0) return;
        current_ = descriptor;
        conversation_(descriptor);
        current_ = -1;
        close(descriptor);
    }
}

std::string FakeServer::receive(int descriptor) {
    std::array<char, 65536> buffer{};
    const ssize_t count = read(descriptor, buffer.data(), buffer.size());
    if (count <= 0) return "";
    received_.append(buffer.data(), static_cast<std::size_t>(count));
    return {buffer.data(), static_cast<std::size_t>(count)};
}

void FakeServer::send(int descriptor, const std::string& bytes) {
    const ssize_t ignored = ::send(descriptor, bytes.data(), bytes.size(), MSG_NOSIGNAL);
    static_cast<void>(ignored);
}

}  // namespace rowtype::testing
