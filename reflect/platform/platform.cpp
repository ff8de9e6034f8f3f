#include "reflect/platform/platform.h"

#include <dirent.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <cerrno>
#include <climits>
#include <csignal>
#include <cstdlib>
#include <cstring>
#include <limits>
#include <string_view>
#include <utility>

#include "reflect/base/hash.h"

#if !defined(ROWTYPE_PORTABLE)
#if defined(__linux__)
#define ROWTYPE_LINUX
#if defined(__GLIBC__)
#include <malloc.h>
#endif
#include <sys/inotify.h>
#include <sys/ioctl.h>
#include <sys/mman.h>
#include <sys/prctl.h>
#include <sys/vfs.h>

#include <map>
#include <memory>
#include <set>
#elif defined(__APPLE__)
#define ROWTYPE_APPLE
#include <mach-o/dyld.h>
#include <sys/ioctl.h>
#endif
#endif

namespace rowtype::platform {

namespace {

std::string& remembered_program();
std::string find_on_path(const std::string& program);

}  // namespace

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

void grow_heaps_in_large_steps() {
#if defined(ROWTYPE_LINUX) && defined(__GLIBC__)
    // Else heaps of threads grow by a call for every few pages, which all threads wait for; and what is freed is soon wanted again.
    constexpr int kStep = 32 * 1024 * 1024;  // addresses: what is not used takes no memory
    ::mallopt(M_TOP_PAD, kStep);
    ::mallopt(M_MMAP_THRESHOLD, kStep);
    ::mallopt(M_TRIM_THRESHOLD, std::numeric_limits<int>::max());
#endif
}

void use_one_heap_of_large_pages() {
    grow_heaps_in_large_steps();
#if defined(ROWTYPE_LINUX) && defined(__GLIBC__)
    constexpr int kHeap = 256 * 1024 * 1024;  // addresses; beyond them it goes on in small pages
    ::mallopt(M_ARENA_MAX, 1);
    ::mallopt(M_TOP_PAD, kHeap);
    // What the heap does not hold yet makes it grow now, so that its place is known.
    const std::unique_ptr<char[]> first(new (std::nothrow) char[1024 * 1024]);
    const auto page = static_cast<std::uintptr_t>(::sysconf(_SC_PAGESIZE));
    const std::uintptr_t begin = (reinterpret_cast<std::uintptr_t>(first.get()) + page - 1) / page * page;
    const std::uintptr_t end = reinterpret_cast<std::uintptr_t>(::sbrk(0)) / page * page;
    const bool is_in_heap = first && begin < end && end - begin >= static_cast<std::uintptr_t>(kHeap);
    if (is_in_heap) ::madvise(reinterpret_cast<void*>(begin), end - begin, MADV_HUGEPAGE);
#endif
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

EntryKind entry_kind(EntryKind told, const std::string& path) {
    if (told != EntryKind::NotTold) return told;
    struct stat status {};
    if (::lstat(path.c_str(), &status) != 0) return EntryKind::Other;
    if (S_ISREG(status.st_mode)) return EntryKind::File;
    if (S_ISDIR(status.st_mode)) return EntryKind::Folder;
    return S_ISLNK(status.st_mode) ? EntryKind::Link : EntryKind::Other;
}

std::optional<FileState> file_state(const std::string& path) {
    struct stat status {};
    if (::stat(path.c_str(), &status) != 0) return std::nullopt;
#if defined(__APPLE__)
    const timespec written = status.st_mtimespec;
    const timespec touched = status.st_ctimespec;
#else
    const timespec written = status.st_mtim;
    const timespec touched = status.st_ctim;
#endif
    FileState state;
    for (const long long part : {static_cast<long long>(status.st_ino), static_cast<long long>(status.st_size),
                                 static_cast<long long>(written.tv_sec), static_cast<long long>(written.tv_nsec),
                                 static_cast<long long>(touched.tv_sec), static_cast<long long>(touched.tv_nsec)}) {
        state.stamp = hash_combine(state.stamp, static_cast<std::uint64_t>(part));
    }
    const auto time_of = [](const timespec& time) {
        const auto since = std::chrono::seconds(time.tv_sec) + std::chrono::nanoseconds(time.tv_nsec);
        return std::chrono::system_clock::time_point(std::chrono::duration_cast<std::chrono::system_clock::duration>(since));
    };
    // Who renames a file into its place keeps the time of its writing.
    state.changed = std::max(time_of(written), time_of(touched));
    return state;
}

#if defined(ROWTYPE_LINUX)

// One inotify instance for all the folders of some paths.
struct ChangeWatch::State {
    State() : descriptor(::inotify_init1(IN_NONBLOCK | IN_CLOEXEC)) {}
    ~State() {
        if (descriptor >= 0) ::close(descriptor);
    }
    State(const State&) = delete;
    State& operator=(const State&) = delete;

    bool add_all(const std::vector<std::string>& paths);
    bool add_above(const std::string& path);
    bool add_below(const std::string& folder);
    bool add(const std::string& folder, const std::string& name);
    // Takes what was said; whether it concerns any of the paths.
    bool hear();

    static constexpr int kMaximumFolders = 256;
    int descriptor;
    int folders = 0;
    bool has_heard = false;
    // Of each watched folder, the entries that count; the empty name stands for all of them.
    std::map<int, std::set<std::string, std::less<>>> names;
};

bool ChangeWatch::State::add_all(const std::vector<std::string>& paths) {
    const auto add_path = [this](const std::string& path) {
        std::array<char, PATH_MAX> real{};
        const bool is_there = ::realpath(path.c_str(), real.data()) != nullptr;
        return add_above(path) && (!is_there || path == real.data() || add_above(real.data())) && add_below(path);
    };
    return descriptor >= 0 && std::all_of(paths.begin(), paths.end(), add_path);
}

// The folder that holds `path`, or would: it hears of the path's coming, going and, for a file, changing.
bool ChangeWatch::State::add_above(const std::string& path) {
    const auto is_there = [](const std::string& place) {
        struct stat status {};
        return ::stat(place.c_str(), &status) == 0;
    };
    // Where a folder came while the one above it was looked for, nobody would hear of what comes in it: again, from the start.
    for (int attempt = 0; attempt < 8; ++attempt) {
        std::string folder = path;
        std::string child;
        std::string name;
        do {
            const std::size_t slash = folder.rfind('/');
            if (slash == std::string::npos) return false;
            child = folder;
            name = folder.substr(slash + 1);
            folder.resize(std::max<std::size_t>(slash, 1));
        } while (folder != "/" && !is_there(folder));
        if (!add(folder, name)) return false;
        if (child == path || !is_there(child)) return true;
    }
    return false;
}

bool ChangeWatch::State::add_below(const std::string& folder) {
    const std::unique_ptr<DIR, int (*)(DIR*)> stream(::opendir(folder.c_str()), &::closedir);
    if (!stream) return errno == ENOENT || errno == ENOTDIR || errno == EACCES;
    if (!add(folder, "")) return false;
    while (const dirent* entry = ::readdir(stream.get())) {
        const std::string_view name = entry->d_name;
        if (name == "." || name == "..") continue;
        const std::string path = folder + "/" + entry->d_name;
        if (entry_kind(entry_kind(*entry), path) == EntryKind::Folder && !add_below(path)) return false;
    }
    return true;
}

// Only on file systems known to tell of every change: what another machine writes through a network, nobody here hears of.
bool ChangeWatch::State::add(const std::string& folder, const std::string& name) {
    constexpr std::array<unsigned long, 8> kLocal = {
        0xEF53 /*ext*/,         0x58465342 /*xfs*/,  0x9123683E /*btrfs*/, 0x01021994 /*tmpfs*/,
        0x794C7630 /*overlay*/, 0xF2F52010 /*f2fs*/, 0x2FC12FC1 /*zfs*/,   0xCA451A4E /*bcachefs*/};
    struct statfs system {};
    if (++folders > kMaximumFolders || ::statfs(folder.c_str(), &system) != 0) return false;
    const auto kind = static_cast<unsigned long>(system.f_type) & 0xFFFFFFFF;
    if (std::find(kLocal.begin(), kLocal.end(), kind) == kLocal.end()) return false;
    constexpr std::uint32_t kEvents = IN_CREATE | IN_DELETE | IN_MOVE | IN_MODIFY | IN_ATTRIB | IN_DELETE_SELF | IN_MOVE_SELF;
    const int watch = ::inotify_add_watch(descriptor, folder.c_str(), kEvents | IN_ONLYDIR);
    if (watch >= 0) names[watch].insert(name);
    return watch >= 0;
}

bool ChangeWatch::State::hear() {
    alignas(inotify_event) std::array<char, 16384> buffer{};
    while (true) {
        const ssize_t size = ::read(descriptor, buffer.data(), buffer.size());
        if (size < 0 && errno == EINTR) continue;
        if (size <= 0) {
            has_heard = has_heard || (size < 0 && errno != EAGAIN);
            return has_heard;
        }
        for (std::size_t place = 0; place < static_cast<std::size_t>(size);) {
            const auto* event = reinterpret_cast<const inotify_event*>(buffer.data() + place);
            place += sizeof(inotify_event) + event->len;
            const auto wanted = names.find(event->wd);  // none for a queue that overflowed
            has_heard = has_heard || event->len == 0 || wanted == names.end() || wanted->second.contains("") ||
                        wanted->second.contains(std::string_view(event->name));
        }
    }
}

#else

struct ChangeWatch::State {};

#endif

ChangeWatch::ChangeWatch(std::vector<std::string> paths) : paths_(std::move(paths)) {}

ChangeWatch::~ChangeWatch() { delete state_; }

bool ChangeWatch::is_watched() const { return state_ != nullptr; }

bool ChangeWatch::may_have_changed() {
#if defined(ROWTYPE_LINUX)
    if (state_ != nullptr && !state_->hear()) return false;
    // Watched from now on, before the caller looks: nothing falls between. New folders may have come: all of it again.
    delete std::exchange(state_, new State);
    if (!state_->add_all(paths_)) delete std::exchange(state_, nullptr);
#endif
    return true;
}

bool ChangeWatch::wait(const Waker& waker, std::chrono::milliseconds limit) {
#if defined(ROWTYPE_LINUX)
    const auto deadline = std::chrono::steady_clock::now() + limit;
    while (state_ != nullptr) {
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(deadline - std::chrono::steady_clock::now()).count();
        std::array<pollfd, 2> waits = {pollfd{state_->descriptor, POLLIN, 0}, pollfd{waker.descriptor(), POLLIN, 0}};
        const int ready = ::poll(waits.data(), waits.size(), static_cast<int>(std::clamp<long long>(left, 0, INT_MAX)));
        if (waits[0].revents != 0 && state_->hear()) return true;
        if (waits[1].revents != 0 || (ready <= 0 && left <= 0)) return false;
    }
#endif
    wait_for(waker, limit);
    return false;
}

std::optional<std::string> environment_variable(const char* name) {
    const char* value = std::getenv(name);
    if (value == nullptr) return std::nullopt;
    return std::string(value);
}

}  // namespace rowtype::platform
