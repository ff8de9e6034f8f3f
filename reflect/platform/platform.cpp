#include "reflect/platform/platform.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <string_view>
#include <utility>

#if !defined(ROWTYPE_PORTABLE)
#if defined(__linux__)
#define ROWTYPE_LINUX
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/prctl.h>
#include <sys/vfs.h>

#include <memory>
#elif defined(__APPLE__)
#define ROWTYPE_APPLE
#include <mach-o/dyld.h>
#include <sys/ioctl.h>
#endif
#endif

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
Result<pid_t> spawn(const ChildRequest& request, const Streams& streams);
void exchange(const ChildRequest& request, Streams& streams, pid_t child, ChildOutcome& outcome);
bool read_some(Descriptor& from, std::string& into, std::size_t cap, bool& over_cap);
void write_some(Descriptor& to, std::string_view& rest);
void wait_for(pid_t child, ChildOutcome& outcome);
std::string& remembered_program();
std::string find_on_path(const std::string& program);

}  // namespace

Result<ChildOutcome> run_child(const ChildRequest& request) {
    Streams streams;
    if (!open_channel(streams.input) || !open_channel(streams.output) || !open_channel(streams.error_output)) {
        return Error{Error::Kind::Io, std::string("no more files can be opened: ") + std::strerror(errno), "", request.program};
    }
    const Result<pid_t> child = spawn(request, streams);
    if (!child) return child.error();
    streams.input.theirs.reset();
    streams.output.theirs.reset();
    streams.error_output.theirs.reset();

    ChildOutcome outcome;
    exchange(request, streams, *child, outcome);
    wait_for(*child, outcome);
    return outcome;
}

std::string own_executable() {
#if defined(ROWTYPE_LINUX)
    std::array<char, PATH_MAX> buffer{};
    const ssize_t size = ::readlink("/proc/self/exe", buffer.data(), buffer.size());
    if (size > 0) return {buffer.data(), static_cast<std::size_t>(size)};
#elif defined(ROWTYPE_APPLE)
    std::array<char, PATH_MAX> buffer{};
    std::uint32_t size = buffer.size();
    if (_NSGetExecutablePath(buffer.data(), &size) == 0) return buffer.data();
#endif
    return remembered_program();
}

void remember_program(const char* first_argument) {
    const std::string name = first_argument == nullptr ? "" : first_argument;
    const std::string found = name.find('/') == std::string::npos ? find_on_path(name) : name;
    std::array<char, PATH_MAX> real{};
    if (!found.empty() && ::realpath(found.c_str(), real.data()) != nullptr) remembered_program() = real.data();
}

std::string find_program(const std::string& program) {
    const std::string own = own_executable();
    const std::size_t slash = own.rfind('/');
    if (slash != std::string::npos) {
        std::string beside = own.substr(0, slash + 1) + program;
        if (::access(beside.c_str(), X_OK) == 0) return beside;
    }
    return find_on_path(program);
}

namespace {

// Set once, at the start of main().
std::string& remembered_program() {
    static std::string program;
    return program;
}

std::string find_on_path(const std::string& program) {
    const std::string path = environment_variable("PATH").value_or("");
    std::size_t start = 0;
    while (start <= path.size()) {
        const std::size_t end = std::min(path.find(':', start), path.size());
        const std::string folder = path.substr(start, end - start);
        start = end + 1;
        // A relative entry would run what the opened repository holds.
        if (folder.empty() || folder.front() != '/') continue;
        std::string candidate = folder + "/" + program;
        if (::access(candidate.c_str(), X_OK) == 0) return candidate;
    }
    return {};
}

}  // namespace

void forbid_core_dumps() {
    const rlimit none{0, 0};
    ::setrlimit(RLIMIT_CORE, &none);
}

void ignore_broken_pipes() { std::signal(SIGPIPE, SIG_IGN); }

void end_with_parent() {
#if defined(ROWTYPE_LINUX)
    ::prctl(PR_SET_PDEATHSIG, SIGKILL);
#else
    static const pid_t parent = ::getppid();
    const auto watch = [](void*) -> void* {
        while (::getppid() == parent) ::poll(nullptr, 0, 100);  // an orphan is given to another parent
        ::kill(::getpid(), SIGKILL);
        return nullptr;
    };
    pthread_t thread{};
    if (::pthread_create(&thread, nullptr, watch, nullptr) == 0) ::pthread_detach(thread);
#endif
}

void hide_memory() {
#if defined(ROWTYPE_LINUX)
    ::prctl(PR_SET_DUMPABLE, 0);
#endif
}

void limit_memory(std::size_t bytes) {
    const rlimit limit{bytes, bytes};
    ::setrlimit(RLIMIT_AS, &limit);
}

void wipe(void* bytes, std::size_t size) {
    // The compiler must take each of these writes for one that matters. (explicit_bzero and memset_s are each on some systems only.)
    volatile auto* next = static_cast<volatile unsigned char*>(bytes);
    for (std::size_t i = 0; i < size; ++i) next[i] = 0;
}

bool is_alive(std::int64_t process_id) { return ::kill(static_cast<pid_t>(process_id), 0) == 0 || errno != ESRCH; }

bool is_terminal(int descriptor) { return ::isatty(descriptor) == 1; }

std::optional<int> terminal_width(int descriptor) {
    if (!is_terminal(descriptor)) return std::nullopt;
#if defined(ROWTYPE_LINUX) || defined(ROWTYPE_APPLE)
    winsize size{};
    if (::ioctl(descriptor, TIOCGWINSZ, &size) == 0 && size.ws_col != 0) return size.ws_col;
#endif
    // Shells set it for themselves; some export it.
    const int columns = std::atoi(environment_variable("COLUMNS").value_or("0").c_str());
    return columns > 0 && columns < 10'000 ? std::optional<int>(columns) : std::nullopt;
}

EntryKind entry_kind([[maybe_unused]] const dirent& entry) {
#if defined(ROWTYPE_LINUX) || defined(ROWTYPE_APPLE)
    switch (entry.d_type) {
        case DT_REG: return EntryKind::File;
        case DT_DIR: return EntryKind::Folder;
        case DT_LNK: return EntryKind::Link;
        case DT_UNKNOWN: return EntryKind::NotTold;
        default: return EntryKind::Other;
    }
#else
    return EntryKind::NotTold;
#endif
}

EntryKind entry_kind(const dirent& entry, const std::string& path) {
    if (const EntryKind told = entry_kind(entry); told != EntryKind::NotTold) return told;
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return EntryKind::Other;
    if (S_ISREG(status.st_mode)) return EntryKind::File;
    if (S_ISDIR(status.st_mode)) return EntryKind::Folder;
    return S_ISLNK(status.st_mode) ? EntryKind::Link : EntryKind::Other;
}

#if defined(ROWTYPE_LINUX)

namespace {

// One inotify instance for all the folders of some paths.
class FolderWatches {
public:
    bool add_all(const std::vector<std::string>& paths);
    int release() { return std::exchange(descriptor_, -1); }
    FolderWatches() : descriptor_(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}
    ~FolderWatches() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    FolderWatches(const FolderWatches&) = delete;
    FolderWatches& operator=(const FolderWatches&) = delete;

private:
    bool add_above(std::string path);
    bool add_below(const std::string& folder);
    bool add(const std::string& folder);

    static constexpr int kMaximumFolders = 256;
    int descriptor_;
    int folders_ = 0;
};

bool FolderWatches::add_all(const std::vector<std::string>& paths) {
    const auto add_path = [this](const std::string& path) {
        std::array<char, PATH_MAX> real{};
        const bool is_there = ::realpath(path.c_str(), real.data()) != nullptr;
        return add_above(path) && (!is_there || path == real.data() || add_above(real.data())) && add_below(path);
    };
    return descriptor_ >= 0 && std::all_of(paths.begin(), paths.end(), add_path);
}

// The folder that holds `path`, or would: it hears of the path's coming, going and, for a file, changing.
bool FolderWatches::add_above(std::string path) {
    struct stat status {};
    do {
        const std::size_t slash = path.rfind('/');
        if (slash == std::string::npos) return false;
        path.resize(std::max<std::size_t>(slash, 1));
    } while (path != "/" && ::stat(path.c_str(), &status) != 0);
    return add(path);
}

bool FolderWatches::add_below(const std::string& folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), &::closedir);
    if (!stream) return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    if (!add(folder)) return false;
    while (const dirent* entry = ::readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..") continue;
        const std::string path = folder + "/" + entry->d_name;
        if (entry_kind(*entry, path) == EntryKind::Folder && !add_below(path)) return false;
    }
    return true;
}

// Only on file systems known to tell of every change: what another machine writes through a network, nobody here hears of.
bool FolderWatches::add(const std::string& folder) {
    constexpr std::array<unsigned long, 8> kLocal = {
        0xEF53 /*ext*/,         0x58465342 /*xfs*/,  0x9123683E /*btrfs*/, 0x01021994 /*tmpfs*/,
        0x794C7630 /*overlay*/, 0xF2F52010 /*f2fs*/, 0x2FC12FC1 /*zfs*/,   0xCA451A4E /*bcachefs*/};
    struct statfs system {};
    if (++folders_ > kMaximumFolders || ::statfs(folder.c_str(), &system) != 0) return false;
    const auto kind = static_cast<unsigned long>(system.f_type) & 0xFFFFFFFF;
    if (std::find(kLocal.begin(), kLocal.end(), kind) == kLocal.end()) return false;
    constexpr std::uint32_t kEvents = IN_CREATE | IN_DELETE | IN_MOVE | IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;
    return ::inotify_add_watch(descriptor_, folder.c_str(), kEvents | IN_ONLYDIR) >= 0;
}

bool is_quiet(int descriptor) {
    alignas(inotify_event) std::array<char, 4096> events{};
    return ::read(descriptor, events.data(), events.size()) < 0 && errno == EAGAIN;
}

}  // namespace

#endif

ChangeWatch::~ChangeWatch() {
    if (descriptor_ >= 0) ::close(descriptor_);
}

bool ChangeWatch::may_have_changed() {
#if defined(ROWTYPE_LINUX)
    if (descriptor_ >= 0 && is_quiet(descriptor_)) return false;
    // Watched from now on, before the caller looks: nothing falls between. New folders may have come: all of it again.
    if (descriptor_ >= 0) ::close(std::exchange(descriptor_, -1));
    FolderWatches watches;
    if (watches.add_all(paths_)) descriptor_ = watches.release();
#endif
    return true;
}

std::optional<std::string> environment_variable(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    return std::string(value);
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
        while (Clock::now() < deadline) {
            siginfo_t information{};
            if (::waitid(P_PID, static_cast<id_t>(child), &information, WEXITED | WNOHANG | WNOWAIT) != 0) return;
            if (information.si_pid == child) return;
            ::poll(nullptr, 0, 2);
        }
        outcome.timed_out = true;
    }
    ::kill(-child, SIGKILL);
    ::kill(child, SIGKILL);
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

void wait_for(pid_t child, ChildOutcome& outcome) {
    int status = 0;
    while (::waitpid(child, &status, 0) < 0) {
        if (errno != EINTR) return;
    }
    if (WIFEXITED(status)) outcome.exit_code = WEXITSTATUS(status);
    if (WIFSIGNALED(status)) outcome.signal = WTERMSIG(status);
}

}  // namespace

}  // namespace rowtype::platform
