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
    std::optional<std::uint32_t> mode_of_new = std::nullopt;  // permission bits of a file that is not there yet
};

// Replaces a file, or makes it and its folders: temporary file, fsync, rename, fsync of the folder. Keeps mode and owner;
// a symbolic link stays, its target is written. A file with several hard links is refused, since a rename parts them.
Status write_file_safely(const std::string& path, std::string_view content, const WriteOptions& options = {});

// Removes a file (a link's target, and the link). Refused when it holds other text than expected; one that is gone is no error.
Status remove_file_safely(const std::string& path, const std::optional<std::uint64_t>& expected_hash);

// Makes <root>/.rowtype/backup/YYYYMMDD_HHMMSS/ (with a number behind it, where one of that second is there) and gives its path. Git ignores it.
// Commands that change files do so by change_journal.h.
[[nodiscard]] Result<std::string> make_backup_folder(const std::string& root);

// What somebody can do where a write fails with this error of errno; empty where that is not known.
[[nodiscard]] std::string write_remedy(int error);

// How the names of temporary files beside a file begin; kTemporarySuffix letters follow. For whoever clears up after a kill.
[[nodiscard]] std::string temporary_prefix(const std::string& path);
inline constexpr std::size_t kTemporarySuffix = 6;

}  // namespace rowtype::workspace
