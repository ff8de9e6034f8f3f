// Sees that files changed without the client's help: not every editor watches files for its servers (Neovim on Linux does
// not unless told to).
#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "lsp/workspace/platform.h"

namespace rowtype::server {

// A number that changes when one of the files, or a file below one of the folders, comes, goes or is written. Reads no
// content. Below a folder the first few thousand entries count. Looks at the disk: for pool threads.
[[nodiscard]] std::uint64_t stamp_of(const std::vector<std::string>& paths);

// Whether one of these was written at that time or later, by its own time: a look behind, for what a stamp came too late to show.
[[nodiscard]] bool were_written_since(const std::vector<std::string>& paths, std::chrono::system_clock::time_point time);

// The stamps of named lists of paths, look after look. While the system says that nothing has changed the disk is left alone, but
// for a look every half minute: no system tells of everything.
//
// Thread: one at a time; for pool threads.
class FileWatch {
public:
    using Places = std::map<std::string, std::vector<std::string>>;
    using Stamps = std::map<std::string, std::uint64_t>;

    [[nodiscard]] const Stamps& look(const Places& places);

private:
    static constexpr int kMaximumLooksSaved = 14;

    Places places_;
    Stamps stamps_;
    std::unique_ptr<workspace::platform::ChangeWatch> watch_;
    int looks_saved_ = 0;
};

}  // namespace rowtype::server
