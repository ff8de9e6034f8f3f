// Files that we read and write: read with a cap, written so that a reader, or a power cut, finds the old or the new text
// and nothing between.
//
// Thread: any; two writers of one file are the caller's business.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::workspace {

// A regular file's bytes. Fails on a folder, a pipe, a device, and on more than `cap` bytes.
[[nodiscard]] Result<std::string> read_file(const std::string& path, std::size_t cap);

struct WriteOptions {
    // hash_bytes() of the text that the change was computed from; the write is refused when the file holds other text.
    std::optional<std::uint64_t> expected_hash;
    // Where the file must lie once links are followed; empty: anywhere. For paths that a workspace file names.
    std::string confined_to;
    bool is_private = false;  // only its owner may read it (mode 0600), whatever its mode was
    // Whether a power cut may not undo it: waits for the disk. Not for files that prove themselves and can be made again.
    bool is_durable = true;
};

// Replaces a file, or makes it and its folders: temporary file, fsync, rename, fsync of the folder. Keeps mode and owner;
// a symbolic link stays, its target is written. A file with several hard links is refused, since a rename parts them.
Status write_file_safely(const std::string& path, std::string_view content, const WriteOptions& options = {});

// Copies files (absolute paths; those that do not exist are left out) to <root>/.rowtype/backup/YYYYMMDD_HHMMSS/, each
// under its path relative to `root`; git ignores that folder. Gives the folder, or an empty string when there was nothing to copy.
[[nodiscard]] Result<std::string> back_up_files(const std::string& root, const std::vector<std::string>& files);

}  // namespace rowtype::workspace
