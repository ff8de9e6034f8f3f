#include "reflect/platform/child_process.h"

#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/socket.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstring>
#include <string_view>
#include <utility>

#if !defined(_GNU_SOURCE)  // which declares it
extern char** environ;
#endif

namespace rowtype::platform {

namespace {

using Clock = std::chrono::steady_clock;

// A descriptor that closes itself.
class Descriptor {
public:
    Descriptor() = default;
    explicit Descriptor(int value) : value_(value) {}
    ~Descriptor() { reset(); }
    Descriptor(const Descriptor&) = delete;
    Descriptor& operator=(const Descriptor&) = delete;

    [[nodiscard]] int get() const { return value_; }
    [[nodiscard]] bool is_open() const { return value_ >= 0; }
    void reset(int value = -1) {
        if (value_ >= 0) ::close(value_);
        value_ = value;
    }

private:
    int value_ = -1;
};

struct Channel {
    Descriptor ours;
    Descriptor theirs;
};

// A socket pair each: writing to one whose reader is gone can be told not to raise SIGPIPE.
bool open_channel(Channel& channel) {
    std::array<int, 2> ends{};
    if (::socketpair(AF_UNIX, SOCK_STREAM, 0, ends.data()) != 0) return false;
    for (const int end : ends) ::fcntl(end, F_SETFD, FD_CLOEXEC);
    channel.ours.reset(ends[0]);
    channel.theirs.reset(ends[1]);
    return true;
}

struct Streams {
    Channel input;
    Channel output;
    Channel error_output;
};

std::vector<std::string> environment_of(const ChildRequest& request);
Result<pid_t> start(const ChildRequest& request, Streams& streams);
void exchange(const ChildRequest& request, Streams& streams, pid_t child, ChildOutcome& outcome);
bool read_some(Descriptor& from, std::string& into, std::size_t cap, bool& over_cap);
void write_some(Descriptor& to, std::string_view& rest);
bool linger(pid_t child, Clock::time_point deadline);
void reap(pid_t child, ChildOutcome& outcome);
bool poll_until(pollfd* waits, std::size_t count, Clock::time_point deadline);

// How long a child that closed its output may take to end by itself.
constexpr std::chrono::milliseconds kGrace{500};

}  // namespace

Result<ChildOutcome> run_child(const ChildRequest& request) {
    Streams streams;
    const Result<pid_t> child = start(request, streams);
    if (!child) return child.error();
    ChildOutcome outcome;
    exchange(request, streams, *child, outcome);
    reap(*child, outcome);
    return outcome;
}

Waker::Waker() {
    if (::pipe(ends_) != 0) return;
    for (const int end : ends_) {
        ::fcntl(end, F_SETFD, FD_CLOEXEC);
        ::fcntl(end, F_SETFL, O_NONBLOCK);
    }
}

Waker::~Waker() {
    for (const int end : ends_) {
        if (end >= 0) ::close(end);
    }
}

void Waker::wake() const {
    const char byte = 0;
    const ssize_t ignored = ::write(ends_[1], &byte, 1);  // a full pipe wakes as well
    static_cast<void>(ignored);
}

void Waker::clear() const {
    std::array<char, 256> bytes{};
    while (::read(ends_[0], bytes.data(), bytes.size()) > 0) {
    }
}

bool wait_for(const Waker& waker, std::chrono::milliseconds limit) {
    std::array<pollfd, 1> waits = {pollfd{waker.descriptor(), POLLIN, 0}};
    return poll_until(waits.data(), waits.size(), Clock::now() + limit);
}

struct RunningChild::State {
    Streams streams;
    pid_t process = -1;  // none once it was waited for
};

RunningChild::RunningChild() : state_(new State) {}

RunningChild::~RunningChild() {
    if (state_ == nullptr) return;
    static_cast<void>(end());
    delete state_;
}

Result<RunningChild> RunningChild::start(const ChildRequest& request) {
    RunningChild running;
    State* const state = running.state_;
    const Result<pid_t> child = platform::start(request, state->streams);
    if (!child) return child.error();
    state->process = *child;
    std::string_view rest = request.input;
    Descriptor& input = state->streams.input.ours;
    const Clock::time_point deadline = Clock::now() + request.deadline;
    while (!rest.empty() && input.is_open()) {
        std::array<pollfd, 1> waits = {pollfd{input.get(), POLLOUT, 0}};
        if (!poll_until(waits.data(), waits.size(), deadline)) break;
        write_some(input, rest);
    }
    input.reset();
    return running;
}

RunningChild::Event RunningChild::wait(std::string& into, const Waker& waker, std::chrono::milliseconds limit) {
    Streams& streams = state_->streams;
    const Clock::time_point deadline = Clock::now() + limit;
    while (streams.output.ours.is_open()) {
        std::array<pollfd, 3> waits = {pollfd{waker.descriptor(), POLLIN, 0}, pollfd{streams.output.ours.get(), POLLIN, 0},
                                       pollfd{streams.error_output.ours.get(), POLLIN, 0}};
        if (!poll_until(waits.data(), waits.size(), deadline)) return Event::TimedOut;
        if (waits[0].revents != 0) return Event::Woken;
        std::string dropped;
        bool unused = false;
        if (waits[2].revents != 0) read_some(streams.error_output.ours, dropped, 0, unused);
        if (waits[1].revents == 0) continue;
        const std::size_t before = into.size();
        read_some(streams.output.ours, into, std::string::npos, unused);
        if (into.size() > before) return Event::Output;
    }
    return Event::Ended;
}

ChildOutcome RunningChild::end() {
    ChildOutcome outcome;
    if (state_->process < 0) return outcome;
    const pid_t child = std::exchange(state_->process, -1);
    if (!state_->streams.output.ours.is_open()) linger(child, Clock::now() + kGrace);
    ::kill(-child, SIGKILL);
    ::kill(child, SIGKILL);
    reap(child, outcome);
    return outcome;
}

namespace {

std::vector<std::string> environment_of(const ChildRequest& request) {
    const auto is_replaced = [&](std::string_view name) {
        const auto has_name = [&](const auto& entry) { return entry.first == name; };
        return std::any_of(request.environment.begin(), request.environment.end(), has_name) ||
               std::find(request.hidden_environment.begin(), request.hidden_environment.end(), name) !=
                   request.hidden_environment.end();
    };
    std::vector<std::string> entries;
    for (char** entry = environ; entry != nullptr && *entry != nullptr; ++entry) {
        const std::string_view text(*entry);
        if (!is_replaced(text.substr(0, text.find('=')))) entries.emplace_back(text);
    }
    for (const auto& [name, value] : request.environment) entries.push_back(name + "=" + value);
    return entries;
}

std::vector<char*> pointers_to(std::vector<std::string>& texts) {
    std::vector<char*> pointers;
    pointers.reserve(texts.size() + 1);
    for (std::string& text : texts) pointers.push_back(text.data());
    pointers.push_back(nullptr);
    return pointers;
}

Result<pid_t> spawn(const ChildRequest& request, const Streams& streams);

// One child is started at a time: between the making of a channel and the mark that keeps it from children, another's child would
// inherit an end of it, and who reads from the channel would wait for that child as well.
Result<pid_t> start(const ChildRequest& request, Streams& streams) {
    static pthread_mutex_t mutex = PTHREAD_MUTEX_INITIALIZER;
    pthread_mutex_lock(&mutex);
    const bool is_open = open_channel(streams.input) && open_channel(streams.output) && open_channel(streams.error_output);
    Result<pid_t> child = is_open ? spawn(request, streams)
                                  : Error{Error::Kind::Io, std::string("no more files can be opened: ") + std::strerror(errno),
                                          "", request.program};
    for (Channel* channel : {&streams.input, &streams.output, &streams.error_output}) channel->theirs.reset();
    pthread_mutex_unlock(&mutex);
    return child;
}

Result<pid_t> spawn(const ChildRequest& request, const Streams& streams) {
    posix_spawn_file_actions_t actions;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, streams.input.theirs.get(), STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, streams.output.theirs.get(), STDOUT_FILENO);
    posix_spawn_file_actions_adddup2(&actions, streams.error_output.theirs.get(), STDERR_FILENO);

    posix_spawnattr_t attributes;
    posix_spawnattr_init(&attributes);
    sigset_t none;
    sigemptyset(&none);
    sigset_t defaults;
    sigemptyset(&defaults);
    sigaddset(&defaults, SIGPIPE);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawnattr_setsigdefault(&attributes, &defaults);
    posix_spawnattr_setpgroup(&attributes, 0);
    posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETPGROUP | POSIX_SPAWN_SETSIGMASK | POSIX_SPAWN_SETSIGDEF);

    std::vector<std::string> arguments = {request.program};
    arguments.insert(arguments.end(), request.arguments.begin(), request.arguments.end());
    std::vector<std::string> environment = environment_of(request);
    pid_t child = -1;
    const int failure = ::posix_spawn(&child, request.program.c_str(), &actions, &attributes, pointers_to(arguments).data(),
                                      pointers_to(environment).data());
    posix_spawnattr_destroy(&attributes);
    posix_spawn_file_actions_destroy(&actions);
    if (failure != 0) {
        return Error{Error::Kind::Io, "the program cannot be started: " + std::string(std::strerror(failure)), "",
                     request.program};
    }
    return child;
}

// Feeds and drains all three streams until the child closed its two, or its time or its room is over.
void exchange(const ChildRequest& request, Streams& streams, pid_t child, ChildOutcome& outcome) {
    std::string_view rest = request.input;
    if (rest.empty()) streams.input.ours.reset();
    const Clock::time_point deadline = Clock::now() + request.deadline;
    while (streams.output.ours.is_open() || streams.error_output.ours.is_open()) {
        const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(deadline - Clock::now()).count();
        if (left <= 0) {
            outcome.timed_out = true;
            break;
        }
        std::array<pollfd, 3> waits = {pollfd{streams.output.ours.get(), POLLIN, 0},
                                       pollfd{streams.error_output.ours.get(), POLLIN, 0},
                                       pollfd{streams.input.ours.get(), POLLOUT, 0}};
        const int ready = ::poll(waits.data(), waits.size(), static_cast<int>(std::min<long long>(left, INT_MAX)));
        if (ready < 0 && errno != EINTR) break;
        if (ready <= 0) continue;
        bool unused = false;
        if (waits[2].revents != 0) write_some(streams.input.ours, rest);
        if (waits[1].revents != 0) read_some(streams.error_output.ours, outcome.error_output, request.error_cap, unused);
        if (waits[0].revents == 0) continue;
        if (!read_some(streams.output.ours, outcome.output, request.output_cap, outcome.output_over_cap)) break;
    }
    const bool ended_by_itself = !streams.output.ours.is_open() && !streams.error_output.ours.is_open();
    if (ended_by_itself && !outcome.output_over_cap) {
        // It closed its streams but may linger: the deadline holds for that too.
        if (linger(child, deadline)) return;
        outcome.timed_out = true;
    }
    ::kill(-child, SIGKILL);
    ::kill(child, SIGKILL);
}

// Waits for a child to end, without taking note of its end; whether it did.
bool linger(pid_t child, Clock::time_point deadline) {
    while (Clock::now() < deadline) {
        siginfo_t information{};
        if (::waitid(P_PID, static_cast<id_t>(child), &information, WEXITED | WNOHANG | WNOWAIT) != 0) return true;
        if (information.si_pid == child) return true;
        ::poll(nullptr, 0, 2);
    }
    return false;
}

// False when the deadline passed first.
bool poll_until(pollfd* waits, std::size_t count, Clock::time_point deadline) {
    while (true) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - Clock::now()).count();
        const int ready = ::poll(waits, static_cast<nfds_t>(count), static_cast<int>(std::clamp<long long>(left, 0, INT_MAX)));
        if (ready > 0) return true;
        if (left <= 0 && ready == 0) return false;
    }
}

// Reads what is there; closes the descriptor at its end. False when more came than `cap` allows.
bool read_some(Descriptor& from, std::string& into, std::size_t cap, bool& over_cap) {
    std::array<char, 65536> buffer;
    const ssize_t size = ::recv(from.get(), buffer.data(), buffer.size(), MSG_DONTWAIT);
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return true;
    if (size <= 0) {
        from.reset();
        return true;
    }
    const std::size_t room = cap - std::min(cap, into.size());
    into.append(buffer.data(), std::min(room, static_cast<std::size_t>(size)));
    over_cap = static_cast<std::size_t>(size) > room;
    return !over_cap;
}

void write_some(Descriptor& to, std::string_view& rest) {
#if defined(MSG_NOSIGNAL)
    constexpr int kFlags = MSG_DONTWAIT | MSG_NOSIGNAL;
#else
    constexpr int kFlags = MSG_DONTWAIT;  // such a system has SO_NOSIGPIPE, or main ignores SIGPIPE
#endif
    const ssize_t size = ::send(to.get(), rest.data(), rest.size(), kFlags);
    if (size < 0 && (errno == EAGAIN || errno == EWOULDBLOCK || errno == EINTR)) return;
    if (size > 0) rest.remove_prefix(static_cast<std::size_t>(size));
    if (size <= 0 || rest.empty()) to.reset();
}

void reap(pid_t child, ChildOutcome& outcome) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return;
    }
    if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
}

}  // namespace

}  // namespace rowtype::platform
