// Sees that files changed without the client's help: not every editor watches files for its servers (Neovim on Linux does
// not unless told to).
#pragma once

#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <string>
#include <thread>
#include <vector>

#include "lsp/workspace/platform.h"

namespace rowtype::server {

// Files, and folders with all that is below them, that somebody has read.
struct WatchedPlace {
    std::vector<std::string> paths;
    std::chrono::system_clock::time_point
        read_at;  // when the reading began: what changed later counts, also before the first look

    friend bool operator==(const WatchedPlace&, const WatchedPlace&) = default;
};
using WatchedPlaces = std::map<std::string, WatchedPlace>;  // by a name

// Looks for changes, and waits for them: files, and files below folders, that come, go or are written. Reads no content; below a folder
// the first few thousand entries count. While the system says that nothing has changed the disk is left alone.
//
// Thread: one at a time; not the session's.
class FileWatch {
public:
    // The names of the places where something changed since the last look; of a path that is new, since it was read. With
    // `thorough` also what the system does not tell.
    [[nodiscard]] std::vector<std::string> look(const WatchedPlaces& places, bool thorough = false);
    // Waits for the system to say that something changed. False: the waker was woken or the time is over.
    bool wait(const workspace::platform::Waker& waker, std::chrono::milliseconds limit);
    // Whether the system tells; where it does not, looking again and again is what is left.
    [[nodiscard]] bool is_told() const { return watch_ && watch_->is_watched(); }

private:
    std::vector<std::string> paths_;
    std::map<std::string, std::uint64_t> stamps_;  // by path
    std::unique_ptr<workspace::platform::ChangeWatch> watch_;
};

// The same on a thread of its own.
//
// Thread: the session's, but for the listener, which is called on that thread and must not wait for it.
class FileWatcher {
public:
    using Listener = std::function<void(std::vector<std::string> names)>;

    // A checkout of many files is one change: it is told when it has been quiet for kQuiet, or at the latest after ten times that.
    static constexpr std::chrono::milliseconds kQuiet{100};

    explicit FileWatcher(Listener listener);
    ~FileWatcher();  // nothing is told afterwards
    FileWatcher(const FileWatcher&) = delete;
    FileWatcher& operator=(const FileWatcher&) = delete;

    // What is watched from now on, in place of what was.
    void watch(WatchedPlaces places);

private:
    void run();
    bool wait_for_change(FileWatch& watch);

    const Listener listener_;
    workspace::platform::Waker waker_;
    std::mutex mutex_;
    WatchedPlaces places_;
    bool is_over_ = false;
    std::thread thread_;
};

}  // namespace rowtype::server
