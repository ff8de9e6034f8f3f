#include "lsp/server/run_server.h"

#include <chrono>
#include <cstdlib>
#include <thread>
#include <utility>

#include "lsp/server/binder.h"
#include "lsp/server/event_loop.h"
#include "lsp/server/session.h"
#include "lsp/server/transport.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/platform.h"

namespace rowtype::server {

namespace {

using namespace std::chrono_literals;
namespace log = workspace::log;

constexpr auto kClientPollInterval = 2s;
// How long running tasks may keep a server that is over: a schema load that hangs, an analysis of a hostile file.
constexpr auto kPatience = 1s;

// The loop, the transport and the session of one run, and the ways for it to end.
class Server {
public:
    explicit Server(const ServerOptions& options);
    int run();

private:
    Transport::Callbacks callbacks();
    SessionOptions session_options(const ServerOptions& options);
    void watch_client(std::int64_t process_id);
    void end(int exit_code);

    EventLoop loop_;
    Transport transport_;
    Session session_;
    int input_;
    int output_;
    int exit_code_ = 1;
    bool is_ending_ = false;
};

void forward_log_to(Client& client, Loop& loop);
void leave_soon(int exit_code);
std::string installed_rules_page();

}  // namespace

int run_server(const ServerOptions& options) {
    workspace::platform::ignore_broken_pipes();
    int exit_code = 1;
    {
        Server server(options);
        exit_code = server.run();
        log::set_callback({});
        leave_soon(exit_code);
    }
    return exit_code;
}

namespace {

Server::Server(const ServerOptions& options)
    : transport_(loop_), session_(loop_, transport_, session_options(options)), input_(options.input), output_(options.output) {}

int Server::run() {
    forward_log_to(session_.client(), loop_);
    loop_.on_termination([this] { end(1); });
    transport_.start(input_, output_, callbacks());
    loop_.run();
    loop_.release_descriptors();
    return exit_code_;
}

SessionOptions Server::session_options(const ServerOptions& options) {
    return {.load = options.load,
            .rules_page = options.rules_page.empty() ? installed_rules_page() : options.rules_page,
            .analysis_threads = 0,
            .watch_client = [this](std::int64_t process_id) { watch_client(process_id); },
            .end = [this](int exit_code) { end(exit_code); }};
}

Transport::Callbacks Server::callbacks() {
    return {.on_message = [this](std::string body) { receive(session_, std::move(body)); },
            .on_bad_frame = [this](const std::string& reason) { receive_broken(session_, reason); },
            .on_end =
                [this](Transport::End, const std::string& reason) {
                    log::information("the session ends: " + reason);
                    end(session_.lifecycle == Lifecycle::ShutDown ? 0 : 1);
                }};
}

// A process that is not there at the start lives where we cannot see it (another container): it is not watched.
void Server::watch_client(std::int64_t process_id) {
    if (!workspace::platform::is_alive(process_id)) return;
    const auto poll = [this, process_id](const auto& self) -> void {
        if (!workspace::platform::is_alive(process_id)) {
            log::warning("the client's process is gone");
            end(1);
            return;
        }
        loop_.after(kClientPollInterval, [self] { self(self); });
    };
    loop_.after(kClientPollInterval, [poll] { poll(poll); });
}

// Answers that are under way still go out; a client that does not read them is not waited for.
void Server::end(int exit_code) {
    if (is_ending_) return;
    is_ending_ = true;
    exit_code_ = exit_code;
    loop_.after(kPatience, [this] { loop_.stop(); });
    transport_.when_written([this] { loop_.stop(); });
}

// The log's lines also go to the editor's output panel. The log calls on whichever thread writes.
void forward_log_to(Client& client, Loop& loop) {
    log::set_callback([&client, &loop](log::Level level, const std::string& message) {
        const MessageType type = level == log::Level::Error         ? MessageType::Error
                                 : level == log::Level::Warning     ? MessageType::Warning
                                 : level == log::Level::Information ? MessageType::Information
                                                                    : MessageType::Log;
        loop.post([&client, type, message] { client.log_message(type, message); });
    });
}

// The session's end waits for its threads. One that is stuck must not keep the process: editors start servers again and
// again.
void leave_soon(int exit_code) {
    std::thread([exit_code] {
        std::this_thread::sleep_for(kPatience);
        log::flush();
        std::_Exit(exit_code);
    }).detach();
}

// Beside an installed program, or in the repository that it was built in. A link must lead somewhere: without the page
// there is none.
std::string installed_rules_page() {
    std::string folder = workspace::parent_folder(workspace::platform::own_executable());
    for (int level = 0; level < 4 && folder != "/" && folder != "."; ++level) {
        folder = workspace::parent_folder(folder);
        for (const char* place : {"share/doc/rowtype/RULES.md", "analysis/rules/RULES.md"}) {
            if (const std::string page = workspace::join_path(folder, place); workspace::is_file(page)) return uri_of_path(page);
        }
    }
    return {};
}

}  // namespace

}  // namespace rowtype::server
