#include "lsp/workspace/cache_folder.h"

#include <sys/random.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <charconv>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/platform.h"
#include "lsp/workspace/safe_write.h"
#include "reflect/base/hash.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kKeyDigits = 32;

// Whether something other than a file of its own name stands there, such as a link into the sources.
bool is_in_the_way(const std::string& path);
std::string key_file();
std::optional<HashKey> read_key(const std::string& file);
bool make_key(const std::string& file);

}  // namespace

std::string cache_folder(const std::string& root) { return root + "/.rowtype/cache"; }

Status write_cache_file(const std::string& root, const std::string& name, std::string_view content) {
    const std::string folder = cache_folder(root);
    // A repository may bring links: what we write must not end up among its sources, let alone elsewhere.
    if (real_path(folder) != cache_folder(real_path(root)) || is_in_the_way(folder + "/" + name)) {
        return Error{Error::Kind::Io, "the cache is not where it should be and is not written", "", folder};
    }
    WriteOptions options;
    options.confined_to = root;
    options.is_durable = false;
    struct stat status {};
    if (const std::string ignore = folder + "/.gitignore"; ::lstat(ignore.c_str(), &status) != 0) {
        if (Status written = write_file_safely(ignore, "*\n", options); !written) return written;
    }
    options.is_private = true;
    return write_file_safely(folder + "/" + name, content, options);
}

bool is_own_file(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && S_ISREG(status.st_mode) && status.st_uid == ::geteuid() &&
           (status.st_mode & (S_IWGRP | S_IWOTH)) == 0;
}

std::optional<HashKey> user_cache_key() {
    const std::string file = key_file();
    if (file.empty()) return std::nullopt;
    if (auto key = read_key(file)) return key;
    // Of two processes that make one at once, the later one's holds: read again.
    return make_key(file) ? read_key(file) : std::nullopt;
}

namespace {

bool is_in_the_way(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 && (!S_ISREG(status.st_mode) || status.st_nlink > 1);
}

std::string key_file() {
    const std::string chosen = platform::environment_variable("XDG_STATE_HOME").value_or("");
    if (chosen.starts_with('/')) return chosen + "/rowtype/cache-key";
    const std::string home = platform::environment_variable("HOME").value_or("");
    return home.starts_with('/') ? home + "/.local/state/rowtype/cache-key" : "";
}

std::optional<HashKey> read_key(const std::string& file) {
    if (!is_own_file(file)) return std::nullopt;
    const Result<std::string> text = read_file(file, kKeyDigits);
    if (!text || text->size() != kKeyDigits) return std::nullopt;
    HashKey key;
    const char* const middle = text->data() + kKeyDigits / 2;
    const char* const end = text->data() + kKeyDigits;
    const auto first = std::from_chars(text->data(), middle, key.first, 16);
    const auto second = std::from_chars(middle, end, key.second, 16);
    if (first.ptr != middle || second.ptr != end) return std::nullopt;
    return key;
}

bool make_key(const std::string& file) {
    std::array<std::uint64_t, 2> random{};
    if (::getentropy(random.data(), sizeof random) != 0) return false;
    WriteOptions options;
    options.is_private = true;
    return write_file_safely(file, to_hex(random[0]) + to_hex(random[1]), options).ok();
}

}  // namespace

}  // namespace rowtype::workspace
