#include "lsp/server/file_watch.h"

#include <algorithm>
#include <exception>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "lsp/workspace/log.h"
#include "lsp/workspace/paths.h"
#include "reflect/base/hash.h"

namespace rowtype::server {

namespace {

namespace fs = std::filesystem;
namespace platform = workspace::platform;
using Time = std::chrono::system_clock::time_point;

constexpr std::size_t kMaximumEntries = 5000;
// The system stamps files with a clock that moves in steps.
constexpr std::chrono::milliseconds kClockStep{20};
constexpr std::chrono::seconds kLookWhereNobodyTells{2};
constexpr std::chrono::seconds kThoroughLook{30};
constexpr int kMaximumRounds = 10;

// What there is at a path and below it.
struct Seen {
    std::uint64_t stamp = 0;  // a sum: the order in which a folder lists its files means nothing
    Time changed;             // the latest
};

void add(Seen& seen, const std::string& path) {
    const std::optional<platform::FileState> state = platform::file_state(path);
    seen.stamp += state ? hash_combine(hash_bytes(path), state->stamp) : hash_bytes(path);
    if (state) seen.changed = std::max(seen.changed, state->changed);
}

Seen look_at(const std::string& path, std::size_t& entries) {
    Seen seen;
    add(seen, path);
    std::error_code problem;
    for (fs::recursive_directory_iterator entry(path, fs::directory_options::skip_permission_denied, problem), end;
         !problem && entry != end && entries < kMaximumEntries; entry.increment(problem)) {
        add(seen, entry->path().native());
        ++entries;
    }
    return seen;
}

// A path that is not there may have gone since: then the folder that held it changed.
bool was_touched(const std::string& path, const Seen& seen, Time since) {
    Time changed = seen.changed;
    for (std::string folder = path; changed == Time() && folder != "/" && !folder.empty();) {
        folder = workspace::parent_folder(folder);
        if (const auto state = platform::file_state(folder)) changed = state->changed;
    }
    return changed + kClockStep >= since;
}

}  // namespace

std::vector<std::string> FileWatch::look(const WatchedPlaces& places, bool thorough) {
    std::set<std::string> all;
    for (const auto& [name, place] : places) all.insert(place.paths.begin(), place.paths.end());
    std::vector<std::string> paths(all.begin(), all.end());
    if (!watch_ || paths != paths_) {
        paths_ = paths;
        watch_ = std::make_unique<platform::ChangeWatch>(std::move(paths));
    }
    // From here on the system watches: what changes while we look leads to another look.
    if (!watch_->may_have_changed() && !thorough) return {};
    std::map<std::string, Seen> seen;
    std::size_t entries = 0;
    for (const std::string& path : paths_) seen[path] = look_at(path, entries);
    std::vector<std::string> changed;
    for (const auto& [name, place] : places) {
        const auto has_changed = [&](const std::string& path) {
            const auto before = stamps_.find(path);
            const Seen& now = seen.at(path);
            return before == stamps_.end() ? was_touched(path, now, place.read_at) : before->second != now.stamp;
        };
        if (std::ranges::any_of(place.paths, has_changed)) changed.push_back(name);
    }
    stamps_.clear();
    for (const auto& [path, what] : seen) stamps_[path] = what.stamp;
    return changed;
}

bool FileWatch::wait(const platform::Waker& waker, std::chrono::milliseconds limit) {
    if (watch_) return watch_->wait(waker, limit);
    platform::wait_for(waker, limit);
    return false;
}

FileWatcher::FileWatcher(Listener listener) : listener_(std::move(listener)), thread_([this] { run(); }) {}

FileWatcher::~FileWatcher() {
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    waker_.wake();
    thread_.join();
}

void FileWatcher::watch(WatchedPlaces places) {
    {
        const std::lock_guard lock(mutex_);
        if (places == places_) return;
        places_ = std::move(places);
    }
    waker_.wake();
}

void FileWatcher::run() {
    FileWatch watch;
    bool is_thorough = false;
    while (true) {
        WatchedPlaces places;
        {
            const std::lock_guard lock(mutex_);
            if (is_over_) return;
            waker_.clear();
            places = places_;
        }
        try {
            std::vector<std::string> changed = watch.look(places, is_thorough);
            if (!changed.empty()) listener_(std::move(changed));
        } catch (const std::exception& problem) {
            workspace::log::error(std::string("files could not be looked at: ") + problem.what());
        }
        is_thorough = !wait_for_change(watch);
    }
}

// False where the time came to look all the same.
bool FileWatcher::wait_for_change(FileWatch& watch) {
    if (!watch.wait(waker_, watch.is_told() ? kThoroughLook : kLookWhereNobodyTells)) return false;
    for (int round = 1; round < kMaximumRounds && watch.wait(waker_, kQuiet); ++round) {
    }
    return true;
}

}  // namespace rowtype::server
