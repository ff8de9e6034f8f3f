// <root>/.rowtype/cache: what is kept to be quicker next time. Whatever lies in it may be deleted at any time; git ignores it.
//
// Thread: any; of two who write the same file one wins.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "reflect/base/keyed_hash.h"
#include "reflect/base/result.h"

namespace rowtype::workspace {

[[nodiscard]] std::string cache_folder(const std::string& root);

// Writes <cache_folder>/<name> for its owner alone, and makes the folder where need be. Refused where that leads out of `root`.
Status write_cache_file(const std::string& root, const std::string& name, std::string_view content);

// Whether nobody else can have written that file.
[[nodiscard]] bool is_own_file(const std::string& path);

// The user's key, by which files of the cache that this user wrote are told from others that came with a repository; made at the first
// time. $XDG_STATE_HOME/rowtype/cache-key, else ~/.local/state/rowtype/cache-key. None where there is no such place, or others may
// write to it: then nothing that must not be forged can be kept.
[[nodiscard]] std::optional<HashKey> user_cache_key();

}  // namespace rowtype::workspace
