#include "tests/bench/lsp_peer.h"

#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <chrono>
#include <cstdlib>
#include <fstream>
#include <stdexcept>

namespace rowtype::bench {

namespace {

using Clock = std::chrono::steady_clock;

std::string member_text(std::string_view message, std::string_view key) {
    const std::size_t at = message.find(key);
    if (at == std::string_view::npos) return {};
    const std::size_t begin = at + key.size();
    return std::string(message.substr(begin, message.find_first_of(",}", begin) - begin));
}

std::string position(std::uint32_t line, std::uint32_t column) {
    return R"({"line":)" + std::to_string(line) + R"(,"character":)" + std::to_string(column) + "}";
}

bool is_publication(std::string_view message) {
    return message.find("textDocument/publishDiagnostics") != std::string_view::npos;
}

// The document of a publication, which is the last that it names; empty of those of the echo server.
std::string_view document_of(std::string_view message) {
    constexpr std::string_view kKey = "\"uri\":\"";
    const std::size_t at = message.rfind(kKey);
    if (at == std::string_view::npos) return {};
    const std::string_view rest = message.substr(at + kKey.size());
    return rest.substr(0, rest.find('"'));
}

}  // namespace

LspPeer::LspPeer(std::vector<std::string> command, const std::string& folder) {
    int input[2];
    int output[2];
    if (::pipe2(input, O_CLOEXEC) != 0 || ::pipe2(output, O_CLOEXEC) != 0) throw std::runtime_error("no pipes");
    std::vector<char*> arguments;
    for (std::string& argument : command) arguments.push_back(argument.data());
    arguments.push_back(nullptr);
    process_ = ::fork();
    if (process_ == 0) {
        ::dup2(input[0], 0);
        ::dup2(output[1], 1);
        ::dup2(::open("/dev/null", O_WRONLY), 2);
        if (::chdir(folder.c_str()) == 0) ::execv(arguments[0], arguments.data());
        ::_exit(127);
    }
    ::close(input[0]);
    ::close(output[1]);
    to_ = input[1];
    from_ = output[0];
}

LspPeer::~LspPeer() {
    ::kill(process_, SIGKILL);
    ::waitpid(process_, nullptr, 0);
    ::close(to_);
    ::close(from_);
}

void LspPeer::initialize(const std::string& folder) {
    const std::string uri = json_string("file://" + folder);
    send(
        R"({"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":)" + uri +
        R"(,"workspaceFolders":[{"name":"bench","uri":)" + uri +
        R"(}],"capabilities":{"textDocument":{"publishDiagnostics":{"versionSupport":true},)"
        R"("codeAction":{"codeActionLiteralSupport":{"codeActionKind":{"valueSet":["refactor.rewrite"]}}}},"workspace":{"configuration":true}}}})");
    while (true) {
        const auto message = read_message(60);
        if (!message) throw std::runtime_error("no answer to initialize");
        if (message->find("\"method\"") == std::string::npos) break;
        answer_request(*message);
    }
    send(R"({"jsonrpc":"2.0","method":"initialized","params":{}})");
}

void LspPeer::open(const std::string& uri, const std::string& text) {
    uri_ = uri;
    versions_[uri] = 1;
    send(R"({"jsonrpc":"2.0","method":"textDocument/didOpen","params":{"textDocument":{"uri":)" + json_string(uri) +
         R"(,"languageId":"python","version":1,"text":)" + json_string(text) + "}}}");
}

void LspPeer::edit(const std::string& uri, std::uint32_t line, std::uint32_t begin, std::uint32_t end, const std::string& text) {
    uri_ = uri;
    const std::int32_t version = ++versions_[uri];
    const std::string row = R"({"line":)" + std::to_string(line) + R"(,"character":)";
    send(R"({"jsonrpc":"2.0","method":"textDocument/didChange","params":{"textDocument":{"uri":)" + json_string(uri) +
         R"(,"version":)" + std::to_string(version) + R"(},"contentChanges":[{"range":{"start":)" + row + std::to_string(begin) +
         R"(},"end":)" + row + std::to_string(end) + R"(}},"text":)" + json_string(text) + "}]}}");
}

bool LspPeer::wait_for_diagnostics(double seconds) {
    const auto deadline = Clock::now() + std::chrono::duration<double>(seconds);
    while (true) {
        const double left = std::chrono::duration<double>(deadline - Clock::now()).count();
        const auto message = left > 0 ? read_message(left) : std::nullopt;
        if (!message) return false;
        if (!is_publication(*message)) {
            answer_request(*message);
            continue;
        }
        const std::string_view document = document_of(*message);
        if (!document.empty() && document != uri_) {
            others_.emplace(document);
            continue;
        }
        if (member_text(*message, "\"version\":") != std::to_string(versions_[uri_])) continue;
        last_diagnostics_ = 0;
        for (std::size_t at = message->find("\"severity\":"); at != std::string::npos;
             at = message->find("\"severity\":", at + 1)) {
            ++last_diagnostics_;
        }
        return true;
    }
}

bool LspPeer::wait_for_others(std::size_t documents, double seconds) {
    const auto deadline = Clock::now() + std::chrono::duration<double>(seconds);
    while (others_.size() < documents) {
        const double left = std::chrono::duration<double>(deadline - Clock::now()).count();
        const auto message = left > 0 ? read_message(left) : std::nullopt;
        if (!message) return false;
        if (!is_publication(*message)) answer_request(*message);
        else if (document_of(*message) != uri_) others_.emplace(document_of(*message));
    }
    others_.clear();
    return true;
}

std::optional<std::string> LspPeer::ask(const std::string& method, std::uint32_t line, std::uint32_t column, double seconds) {
    return request(method, R"("position":)" + position(line, column), seconds);
}

std::optional<std::string> LspPeer::ask_rewrites(std::uint32_t line, double seconds) {
    const std::string place = position(line, 4);
    return request(
        "textDocument/codeAction",
        R"("range":{"start":)" + place + R"(,"end":)" + place + R"(},"context":{"diagnostics":[],"only":["refactor.rewrite"]})",
        seconds);
}

// `place`: members of the parameters that say where.
std::optional<std::string> LspPeer::request(const std::string& method, const std::string& place, double seconds) {
    const std::string id = std::to_string(++last_request_);
    send(R"({"jsonrpc":"2.0","id":)" + id + R"(,"method":")" + method + R"(","params":{"textDocument":{"uri":)" +
         json_string(uri_) + "}," + place + "}}");
    while (true) {
        std::optional<std::string> message = read_message(seconds);
        if (!message) return std::nullopt;
        if (message->find("\"method\"") == std::string::npos && member_text(*message, "\"id\":") == id) return message;
        answer_request(*message);
    }
}

std::uint64_t LspPeer::resident_kibibytes() const {
    std::ifstream status("/proc/" + std::to_string(process_) + "/status");
    for (std::string word; status >> word;) {
        std::uint64_t size = 0;
        if (word == "VmRSS:" && status >> size) return size;
    }
    return 0;
}

void LspPeer::send(const std::string& body) {
    const std::string frame = "Content-Length: " + std::to_string(body.size()) + "\r\n\r\n" + body;
    for (std::size_t written = 0; written < frame.size();) {
        const ssize_t count = ::write(to_, frame.data() + written, frame.size() - written);
        if (count <= 0) throw std::runtime_error("the server is gone");
        written += static_cast<std::size_t>(count);
    }
}

std::optional<std::string> LspPeer::read_message(double seconds) {
    const auto deadline = Clock::now() + std::chrono::duration<double>(seconds);
    while (true) {
        if (const std::size_t end = buffer_.find("\r\n\r\n"); end != std::string::npos) {
            const std::size_t digits = buffer_.find_first_of("0123456789", buffer_.find("Content-Length:"));
            const std::size_t length = std::strtoul(buffer_.c_str() + digits, nullptr, 10);
            if (buffer_.size() >= end + 4 + length) {
                std::string body = buffer_.substr(end + 4, length);
                buffer_.erase(0, end + 4 + length);
                return body;
            }
        }
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        pollfd ready{from_, POLLIN, 0};
        if (left <= 0 || ::poll(&ready, 1, static_cast<int>(left)) <= 0) return std::nullopt;
        char piece[65536];
        const ssize_t count = ::read(from_, piece, sizeof piece);
        if (count <= 0) return std::nullopt;
        buffer_.append(piece, static_cast<std::size_t>(count));
    }
}

// The server's own requests: configuration is empty, everything else is agreed to.
void LspPeer::answer_request(std::string_view message) {
    if (message.find("\"method\"") == std::string_view::npos) return;
    const std::string id = member_text(message, "\"id\":");
    if (id.empty()) return;
    const bool asks_configuration = message.find("workspace/configuration") != std::string_view::npos;
    send(R"({"jsonrpc":"2.0","id":)" + id + R"(,"result":)" + (asks_configuration ? "[{},{},{}]" : "null") + "}");
}

std::string json_string(std::string_view text) {
    constexpr std::string_view kDigits = "0123456789abcdef";
    std::string result = "\"";
    for (const char letter : text) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter == '"' || letter == '\\') {
            result += '\\';
            result += letter;
        } else if (letter == '\n') {
            result += "\\n";
        } else if (byte < 0x20) {
            result += "\\u00";
            result += kDigits[byte >> 4U];
            result += kDigits[byte & 0x0FU];
        } else {
            result += letter;
        }
    }
    return result + "\"";
}

}  // namespace rowtype::bench
