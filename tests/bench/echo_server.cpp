// The floor under every latency: a server that does nothing. It answers each request with null and each change of a
// document with diagnostics that it does not compute.
#include <unistd.h>

#include <charconv>
#include <cstddef>
#include <string>
#include <string_view>

namespace {

// The digits that follow `key` in `body`; empty where there are none.
std::string_view number_after(std::string_view body, std::string_view key) {
    const std::size_t at = body.find(key);
    if (at == std::string_view::npos) return {};
    const std::size_t begin = body.find_first_of("0123456789", at + key.size());
    return body.substr(begin, body.find_first_not_of("0123456789", begin) - begin);
}

void write_frame(const std::string& body) {
    const std::string frame = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    for (std::size_t written = 0; written < frame.size();) {
        const ssize_t count = ::write(1, frame.data() + written, frame.size() - written);
        if (count <= 0) ::_exit(1);
        written += static_cast<std::size_t>(count);
    }
}

void answer(std::string_view body) {
    if (body.find("\"exit\"") != std::string_view::npos) ::_exit(0);
    if (const std::string_view id = number_after(body, "\"id\":"); !id.empty()) {
        write_frame(R"({"jsonrpc":"2.0","id":)" + std::string(id) + R"(,"result":null})");
    } else if (const std::string_view version = number_after(body, "\"version\":"); !version.empty()) {
        write_frame(R"({"jsonrpc":"2.0","method":"textDocument/publishDiagnostics","params":{"diagnostics":[],"version":)" +
                    std::string(version) + "}}");
    }
}

}  // namespace

int main() {
    std::string buffer;
    char piece[65536];
    while (true) {
        const ssize_t count = ::read(0, piece, sizeof piece);
        if (count <= 0) return 0;
        buffer.append(piece, static_cast<std::size_t>(count));
        while (true) {
            const std::size_t end = buffer.find("\r\n\r\n");
            if (end == std::string::npos) break;
            const std::string_view digits = number_after(std::string_view(buffer).substr(0, end), "Content-Length:");
            std::size_t length = 0;
            std::from_chars(digits.data(), digits.data() + digits.size(), length);
            if (buffer.size() < end + 4 + length) break;
            answer(std::string_view(buffer).substr(end + 4, length));
            buffer.erase(0, end + 4 + length);
        }
    }
}
