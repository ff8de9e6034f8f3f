#include "lsp/server/file_watch.h"

#include <filesystem>
#include <system_error>
#include <utility>

#include "reflect/base/hash.h"

namespace rowtype::server {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaximumEntries = 5000;
constexpr std::chrono::milliseconds kTick{20};

// Of the path, its size and its time; names and times of what is not there are left out.
std::uint64_t stamp_of_file(const fs::path& file) {
    std::error_code problem;
    std::uint64_t stamp = hash_bytes(file.native());
    const auto time = fs::last_write_time(file, problem);
    if (problem) return stamp;
    stamp = hash_combine(stamp, static_cast<std::uint64_t>(time.time_since_epoch().count()));
    const auto size = fs::file_size(file, problem);
    return problem ? stamp : hash_combine(stamp, size);
}

// The paths themselves, whether they are there or not, and what is below them.
template <class Visit>
void each_entry(const std::vector<std::string>& paths, Visit&& visit) {
    std::size_t entries = 0;
    for (const std::string& path : paths) {
        visit(fs::path(path));
        std::error_code problem;
        for (fs::recursive_directory_iterator entry(path, fs::directory_options::skip_permission_denied, problem), end;
             !problem && entry != end && entries < kMaximumEntries; entry.increment(problem)) {
            visit(entry->path());
            ++entries;
        }
    }
}

}  // namespace

std::uint64_t stamp_of(const std::vector<std::string>& paths) {
    std::uint64_t sum = 0;  // a sum: the order in which a folder lists its files means nothing
    each_entry(paths, [&](const fs::path& path) { sum += stamp_of_file(path); });
    return sum;
}

bool were_written_since(const std::vector<std::string>& paths, std::chrono::system_clock::time_point time) {
    // The clock of file systems ticks more slowly than ours.
    const auto from = std::chrono::file_clock::from_sys(time) - kTick;
    bool found = false;
    each_entry(paths, [&](const fs::path& path) {
        std::error_code problem;
        const auto written = fs::last_write_time(path, problem);
        found = found || (!problem && written >= from);
    });
    return found;
}

const FileWatch::Stamps& FileWatch::look(const Places& places) {
    if (watch_ == nullptr || places != places_) {
        places_ = places;
        std::vector<std::string> paths;
        for (const auto& [name, list] : places) paths.insert(paths.end(), list.begin(), list.end());
        watch_ = std::make_unique<workspace::platform::ChangeWatch>(std::move(paths));
    }
    if (!watch_->may_have_changed() && looks_saved_ < kMaximumLooksSaved) {
        ++looks_saved_;
        return stamps_;
    }
    looks_saved_ = 0;
    stamps_.clear();
    for (const auto& [name, list] : places) stamps_[name] = stamp_of(list);
    return stamps_;
}

}  // namespace rowtype::server
