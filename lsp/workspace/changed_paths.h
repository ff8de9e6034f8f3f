// Paths of files that changed, noted by whoever hears of it and taken by whoever reads them again, who may be long about it: nobody who
// notes or asks waits for that.
//
// Thread: any.
#pragma once

#include <mutex>
#include <set>
#include <string>
#include <utility>

namespace rowtype::workspace {

class ChangedPaths {
public:
    void add(const std::string& path) {
        const std::lock_guard lock(mutex_);
        paths_.insert(path);
    }
    [[nodiscard]] bool empty() const {
        const std::lock_guard lock(mutex_);
        return paths_.empty();
    }
    [[nodiscard]] std::set<std::string> take() {
        const std::lock_guard lock(mutex_);
        return std::exchange(paths_, {});
    }

private:
    mutable std::mutex mutex_;
    std::set<std::string> paths_;
};

}  // namespace rowtype::workspace
