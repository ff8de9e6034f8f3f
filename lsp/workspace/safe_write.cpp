#include "lsp/workspace/safe_write.h"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <array>
#include <cerrno>
#include <climits>
#include <cstdlib>
#include <cstring>
#include <ctime>
#include <filesystem>
#include <system_error>

#include "lsp/workspace/paths.h"
#include "lsp/workspace/read_into.h"
#include "reflect/base/hash.h"

namespace rowtype::workspace {

namespace {

constexpr std::size_t kBackupCap = 256UL * 1024 * 1024;

Error read_error(const std::string& path) {
    return Error{Error::Kind::Io, std::string("the file cannot be read: ") + std::strerror(errno), "", path};
}

Error write_error(const std::string& path, const std::string& what, int number = errno) {
    return Error{Error::Kind::Io, what + ": " + std::strerror(number), write_remedy(number), path};
}

Result<std::string> write_target(const std::string& path);
Status check_target(const std::string& target, const struct stat& before, const WriteOptions& options);
Status write_temporary(int descriptor, const std::string& target, std::string_view content, bool is_durable);
Status replace(const std::string& temporary, const std::string& target, const WriteOptions& options);
void sync_folder(const std::string& folder);
mode_t mode_of_new_files();

}  // namespace

Result<std::string> read_file(const std::string& path, std::size_t cap) {
    std::string text;
    if (Status read = read_file_into(path, cap, text); !read) return read.error();
    return text;
}

Status read_file_into(const std::string& path, std::size_t cap, std::string& text) {
    text.clear();
    // Non-blocking, so that a named pipe in somebody's repository cannot hold us up.
    const int descriptor = ::open(path.c_str(), O_RDONLY | O_CLOEXEC | O_NONBLOCK | O_NOCTTY);
    if (descriptor < 0) return read_error(path);
    struct stat status {};
    if (::fstat(descriptor, &status) != 0 || !S_ISREG(status.st_mode)) {
        ::close(descriptor);
        return Error{Error::Kind::Io, "this is not a regular file", "", path};
    }
    if (static_cast<std::uint64_t>(status.st_size) > cap) {
        ::close(descriptor);
        return Error{Error::Kind::Invalid, "the file is larger than " + std::to_string(cap / 1024) + " KiB", "", path};
    }
    text.resize(static_cast<std::size_t>(status.st_size));
    std::size_t filled = 0;
    while (filled < text.size()) {
        const ssize_t size = ::read(descriptor, text.data() + filled, text.size() - filled);
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) {
            const Error error = read_error(path);
            ::close(descriptor);
            return error;
        }
        if (size == 0) break;  // it was cut while we read
        filled += static_cast<std::size_t>(size);
    }
    ::close(descriptor);
    text.resize(filled);
    return {};
}

Status write_file_safely(const std::string& path, std::string_view content, const WriteOptions& options) {
    const Result<std::string> resolved = write_target(path);
    if (!resolved) return resolved.error();
    const std::string& target = *resolved;
    if (!options.confined_to.empty() && !is_inside(target, real_path(options.confined_to))) {
        return Error{Error::Kind::Io, "the file leads out of " + options.confined_to + " and is not written", "", path};
    }
    const std::string folder = parent_folder(target);
    std::error_code failure;
    std::filesystem::create_directories(folder, failure);
    if (failure) return write_error(folder, "the folder cannot be made", failure.value());

    struct stat before {};
    const bool exists = ::stat(target.c_str(), &before) == 0;
    if (exists) {
        if (Status status = check_target(target, before, options); !status) return status;
    } else if (options.expected_hash) {
        return Error{Error::Kind::Io, "the file is gone since it was read", "run the command again", path};
    }
    std::string temporary = folder + "/" + temporary_prefix(target) + "XXXXXX";
    const int descriptor = ::mkostemp(temporary.data(), O_CLOEXEC);
    if (descriptor < 0) return write_error(folder, "no file can be made in the folder");
    // The owner first: changing it clears mode bits. It may not be allowed, and the mode still holds then.
    if (exists && (before.st_uid != ::geteuid() || before.st_gid != ::getegid())) {
        [[maybe_unused]] const int ignored = ::fchown(descriptor, before.st_uid, before.st_gid);
    }
    const mode_t new_mode = options.mode_of_new ? static_cast<mode_t>(*options.mode_of_new) : mode_of_new_files();
    const mode_t mode = options.is_private ? 0600U : exists ? before.st_mode & 07777U : new_mode;
    ::fchmod(descriptor, mode);
    Status status = write_temporary(descriptor, target, content, options.is_durable);
    ::close(descriptor);
    if (status) status = replace(temporary, target, options);
    if (!status) ::unlink(temporary.c_str());
    return status;
}

Status remove_file_safely(const std::string& path, const std::optional<std::uint64_t>& expected_hash) {
    const Result<std::string> target = write_target(path);
    if (!target) return target.error();
    struct stat status {};
    if (::stat(target->c_str(), &status) != 0) return {};
    WriteOptions options;
    options.expected_hash = expected_hash;
    if (Status checked = check_target(*target, status, options); !checked) return checked;
    if (::unlink(target->c_str()) != 0) return write_error(path, "the file cannot be removed");
    if (const std::string own = absolute_path(path); own != *target) ::unlink(own.c_str());
    sync_folder(parent_folder(*target));
    return {};
}

std::string write_remedy(int error) {
    switch (error) {
        case ENOSPC:
        case EDQUOT: return "make room there, and run the command again";
        case EROFS: return "its file system may only be read: mount it writable, or work on a copy of the project";
        case EACCES:
        case EPERM: return "give yourself the right to write there, and run the command again";
        default: return "";
    }
}

std::string temporary_prefix(const std::string& path) { return ".rowtype-" + file_name(path) + "."; }

Result<std::string> make_backup_folder(const std::string& root) {
    const std::time_t now = std::time(nullptr);
    std::tm local{};
    ::localtime_r(&now, &local);
    std::array<char, 32> stamp{};
    std::strftime(stamp.data(), stamp.size(), "%Y%m%d_%H%M%S", &local);
    const std::string parent = root + "/.rowtype/backup";
    std::error_code failure;
    std::filesystem::create_directories(parent, failure);
    if (failure) return write_error(parent, "the folder cannot be made", failure.value());
    // Copies are for the user of this machine, never for a commit.
    if (const std::string ignore = parent + "/.gitignore"; !is_file(ignore)) {
        if (Status written = write_file_safely(ignore, "*\n"); !written) return written.error();
    }
    // Two backups within a second get a number each.
    for (int number = 1; number < 1000; ++number) {
        const std::string folder = parent + "/" + stamp.data() + (number == 1 ? "" : "_" + std::to_string(number));
        if (::mkdir(folder.c_str(), 0777) == 0) {
            sync_folder(parent);
            return folder;
        }
        if (errno != EEXIST) return write_error(folder, "the folder cannot be made");
    }
    return Error{Error::Kind::Io, "the folder for the backup cannot be made", "", parent};
}

namespace {

// Where a write to `path` must go: the end of its links, a dangling one included.
Result<std::string> write_target(const std::string& path) {
    std::string target = absolute_path(path);
    for (int hops = 0; hops < 40; ++hops) {
        std::array<char, PATH_MAX> buffer{};
        const ssize_t size = ::readlink(target.c_str(), buffer.data(), buffer.size());
        if (size < 0) {
            const std::string folder = real_path(parent_folder(target));
            return folder + (folder.ends_with('/') ? "" : "/") + file_name(target);
        }
        const std::string next(buffer.data(), static_cast<std::size_t>(size));
        target = next.starts_with('/') ? next : normalized_path(parent_folder(target) + "/" + next);
    }
    return Error{Error::Kind::Io, "the symbolic links of the file lead in a circle", "", path};
}

Status check_target(const std::string& target, const struct stat& before, const WriteOptions& options) {
    if (!S_ISREG(before.st_mode)) return Error{Error::Kind::Io, "this is not a regular file and is not written", "", target};
    if (before.st_nlink > 1) {
        return Error{Error::Kind::Io, "the file has several hard links, which a safe write would part",
                     "write to another file and copy it", target};
    }
    if (::access(target.c_str(), W_OK) != 0) return write_error(target, "the file must not be written");
    if (!options.expected_hash) return {};
    const Result<std::string> now = read_file(target, kBackupCap);
    if (!now) return now.error();
    if (hash_bytes(*now) == *options.expected_hash) return {};
    return Error{Error::Kind::Io, "the file was changed since it was read and is left as it is", "run the command again", target};
}

Status write_temporary(int descriptor, const std::string& target, std::string_view content, bool is_durable) {
    while (!content.empty()) {
        const ssize_t size = ::write(descriptor, content.data(), content.size());
        if (size < 0 && errno == EINTR) continue;
        if (size < 0) return write_error(target, "the file cannot be written");
        content.remove_prefix(static_cast<std::size_t>(size));
    }
    if (is_durable && ::fsync(descriptor) != 0) return write_error(target, "the file cannot be written");
    return {};
}

Status replace(const std::string& temporary, const std::string& target, const WriteOptions& options) {
    struct stat now {};
    // Once more right before the rename: writing and syncing took its time.
    if (options.expected_hash && ::stat(target.c_str(), &now) == 0) {
        if (Status status = check_target(target, now, options); !status) return status;
    }
    if (::rename(temporary.c_str(), target.c_str()) != 0) return write_error(target, "the file cannot be replaced");
    if (options.is_durable) sync_folder(parent_folder(target));
    return {};
}

// Makes the rename last over a power cut. Some file systems refuse; the file itself is safe all the same.
void sync_folder(const std::string& folder) {
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) return;
    ::fsync(descriptor);
    ::close(descriptor);
}

mode_t mode_of_new_files() {
    // umask() can only be read by setting it: done once, for the blink of an eye.
    static const mode_t mode = [] {
        const mode_t mask = ::umask(022);
        ::umask(mask);
        return static_cast<mode_t>(0666U & ~mask);
    }();
    return mode;
}

}  // namespace

}  // namespace rowtype::workspace
