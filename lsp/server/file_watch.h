// Sees that files changed without the client's help: not every editor watches files for its servers (Neovim on Linux does
// not unless told to).
#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace rowtype::server {

// A number that changes when one of the files, or a file below one of the folders, comes, goes or is written. Reads no
// content. Below a folder the first few thousand entries count. Looks at the disk: for pool threads.
[[nodiscard]] std::uint64_t stamp_of(const std::vector<std::string>& paths);

}  // namespace rowtype::server
