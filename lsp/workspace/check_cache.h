// What earlier runs came to, in one file of <root>/.rowtype/cache: check.cache, or another by name. Knows nothing of what it keeps: bytes
// by key.
//
// A file is read at once, at the beginning, and replaced as a whole at the end, if anything came to be known: two processes never see
// half a file of each other; of two that write at once one wins, and what the other knew is found out again. Its index and each
// entry carry a keyed hash (cache_folder.h): what is damaged, cut off or written by anybody else is not there. What was not used for
// the longest time goes when the file would grow beyond kMaximumBytes.
//
// Thread: find and store: any; save: when nobody else uses it any more.
#pragma once

#include <cstddef>
#include <cstdint>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/keyed_hash.h"

namespace rowtype::workspace {

class CheckCache {
public:
    static constexpr std::size_t kMaximumBytes = 32UL * 1024 * 1024;

    CheckCache(std::string root, const HashKey& key, std::size_t maximum_bytes = kMaximumBytes, std::string name = "check.cache");
    CheckCache(const CheckCache&) = delete;
    CheckCache& operator=(const CheckCache&) = delete;

    [[nodiscard]] const HashKey& hash_key() const { return key_; }
    // Whether there was a file that this user wrote.
    [[nodiscard]] bool existed() const { return !entries_.empty(); }

    // What was stored under that key in an earlier run; valid as long as this.
    [[nodiscard]] std::optional<std::string_view> find(const KeyedHash& key);
    // That find() gave something which is of use no more.
    void store(const KeyedHash& key, std::string bytes);

    // Writes the file where something was stored. Whatever stands in the way (a folder that must not be written, a full disk) leaves
    // the old file or none.
    void save();

private:
    struct Entry {
        KeyedHash key;
        KeyedHash proof;
        std::uint64_t run = 0;   // the last in which it was of use
        std::string_view bytes;  // into text_
        bool is_used = false;    // in this run; by std::atomic_ref
    };

    struct Stored {
        std::string bytes;
        KeyedHash proof;
    };

    void read(std::string_view text);
    [[nodiscard]] KeyedHash proof_of(const KeyedHash& key, std::string_view bytes) const;

    std::string root_;
    HashKey key_;
    std::size_t maximum_bytes_;
    std::string name_;  // of the file
    std::string text_;  // of the file
    std::uint64_t run_ = 1;
    std::vector<Entry> entries_;  // by key
    std::mutex mutex_;            // of stored_
    std::map<KeyedHash, Stored> stored_;
};

}  // namespace rowtype::workspace
