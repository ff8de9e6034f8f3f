#include "lsp/server/file_watch.h"

#include <filesystem>
#include <system_error>

#include "reflect/base/hash.h"

namespace rowtype::server {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kMaximumEntries = 5000;

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

}  // namespace

std::uint64_t stamp_of(const std::vector<std::string>& paths) {
    std::uint64_t sum = 0;  // a sum: the order in which a folder lists its files means nothing
    std::size_t entries = 0;
    for (const std::string& path : paths) {
        sum += stamp_of_file(path);
        std::error_code problem;
        for (fs::recursive_directory_iterator entry(path, fs::directory_options::skip_permission_denied, problem), end;
             !problem && entry != end && entries < kMaximumEntries; entry.increment(problem)) {
            sum += stamp_of_file(entry->path());
            ++entries;
        }
    }
    return sum;
}

}  // namespace rowtype::server
