#include "lsp/workspace/change_journal.h"

#include <fcntl.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <set>
#include <system_error>
#include <utility>

#include "lsp/workspace/old_backups.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/safe_write.h"
#include "reflect/base/hash.h"

namespace rowtype::workspace {

namespace {

namespace fs = std::filesystem;

constexpr std::size_t kCap = 256UL * 1024 * 1024;

// Held while files are changed. Gone with the process, however that ends.
class ChangeLock {
public:
    static Result<ChangeLock> take(const std::string& root);
    ~ChangeLock() {
        if (descriptor_ >= 0) ::close(descriptor_);
    }
    ChangeLock(ChangeLock&& other) noexcept : descriptor_(std::exchange(other.descriptor_, -1)) {}
    ChangeLock& operator=(ChangeLock&&) = delete;

private:
    explicit ChangeLock(int descriptor) : descriptor_(descriptor) {}
    int descriptor_;
};

struct Present {
    std::string bytes;
    std::uint32_t mode = 0;
};

std::string backups_of(const std::string& root) { return root + "/.rowtype/backup"; }
std::string absolute_of(const std::string& root, const JournalEntry& entry) { return join_path(root, entry.file); }
Result<std::optional<Present>> present_state(const std::string& file);
Result<JournalEntry> back_up(const std::string& root, const FileChange& change, std::string& folder,
                             std::set<std::string>& copies);
Status write_journal(const std::string& folder, const Journal& journal);
Status make_change(const FileChange& change, std::uint32_t mode, bool is_durable = true);
bool is_own_place(const std::string& root, const std::string& file);
Result<std::vector<Journal>> read_journals(const std::string& root);
// Whether a journal is closed although a file of it cannot be put back: such a one does not hold up what comes after for ever.
enum class Stubborn : std::uint8_t { Leave, TryAgain };
Result<Recovery> roll_back(const std::string& root, Journal journal, Stubborn stubborn);
Result<FileChange> restoring_change(const std::string& root, const Journal& journal, const JournalEntry& entry);
void remove_temporaries(const std::string& file);
Error take_back(const std::string& root, Journal journal, Error reason);
Result<ChangedFiles> change_files_locked(const std::string& root, const std::string& command,
                                         const std::vector<FileChange>& changes, const std::vector<std::uint32_t>& modes,
                                         Journaling journaling);

}  // namespace

Result<ChangedFiles> change_files(const std::string& root, const std::string& command, const std::vector<FileChange>& changes,
                                  Journaling journaling) {
    // Files that are only made leave nothing to have back: no folder for it.
    if (journaling == Journaling::OfOldFiles &&
        std::none_of(changes.begin(), changes.end(), [](const FileChange& change) { return is_file(change.file); })) {
        return change_files_locked(root, command, changes, {}, journaling);
    }
    const Result<ChangeLock> lock = ChangeLock::take(root);
    if (!lock) return lock.error();
    return change_files_locked(root, command, changes, {}, journaling);
}

Result<std::vector<Recovery>> recover_changes(const std::string& root) {
    std::vector<Recovery> recoveries;
    if (!is_folder(backups_of(root))) return recoveries;
    const Result<ChangeLock> lock = ChangeLock::take(root);
    if (!lock) return lock.error();
    Result<std::vector<Journal>> journals = read_journals(root);
    if (!journals) return journals.error();
    for (Journal& journal : *journals) {
        if (journal.state != JournalState::Started) continue;
        Result<Recovery> recovery = roll_back(root, std::move(journal), Stubborn::Leave);
        if (!recovery) return recovery.error();
        recoveries.push_back(std::move(*recovery));
    }
    return recoveries;
}

Result<std::vector<Journal>> list_journals(const std::string& root) { return read_journals(root); }

bool is_interrupted(const std::string& root) {
    const Result<std::vector<Journal>> journals = read_journals(root);
    return journals && std::any_of(journals->begin(), journals->end(),
                                   [](const Journal& journal) { return journal.state == JournalState::Started; });
}

Result<ChangedFiles> undo_changes(const std::string& root, const Journal& journal, bool force) {
    const Result<ChangeLock> lock = ChangeLock::take(root);
    if (!lock) return lock.error();
    std::vector<FileChange> changes;
    std::vector<std::uint32_t> modes;
    for (const JournalEntry& entry : journal.entries) {
        const std::string file = absolute_of(root, entry);
        const Result<std::optional<Present>> present = present_state(file);
        if (!present) return present.error();
        std::optional<std::uint64_t> now;
        if (*present) now = hash_bytes((*present)->bytes);
        if (now == entry.before) continue;
        if (!force && now != entry.after) {
            return Error{Error::Kind::Io, now ? "the file was changed since and is left as it is" : "the file is gone since",
                         "--force puts it back all the same (what is there now is backed up first)", file};
        }
        if (!force && !is_own_place(root, file)) {
            return Error{Error::Kind::Io, "the file lies outside of the project and is left as it is", "--force puts it back",
                         file};
        }
        Result<FileChange> change = restoring_change(root, journal, entry);
        if (!change) return change.error();
        change->expected_hash = now;
        changes.push_back(std::move(*change));
        modes.push_back(entry.mode);
    }
    ChangedFiles result;
    if (!changes.empty()) {
        Result<ChangedFiles> changed = change_files_locked(root, "undo " + journal.id, changes, modes, Journaling::OfOldFiles);
        if (!changed) return changed;
        result = std::move(*changed);
    }
    if (!result.failures.empty()) return result;
    Journal undone = journal;
    undone.state = JournalState::Undone;
    if (Status written = write_journal(backups_of(root) + "/" + journal.id, undone); !written) return written.error();
    return result;
}

std::string outermost_root(const std::string& root, const std::vector<std::string>& roots) {
    std::string outermost = root;
    for (const std::string& other : roots) {
        if (other.size() < outermost.size() && is_inside(outermost, other)) outermost = other;
    }
    return outermost;
}

namespace {

Result<ChangedFiles> change_files_locked(const std::string& root, const std::string& command,
                                         const std::vector<FileChange>& changes, const std::vector<std::uint32_t>& modes,
                                         Journaling journaling) {
    ChangedFiles result;
    if (journaling != Journaling::OfOldFiles) {
        Result<std::string> made = make_backup_folder(root);
        if (!made) return made.error();
        result.folder = std::move(*made);
    }
    Journal journal;
    journal.command = command;
    std::set<std::string> copies;
    for (std::size_t i = 0; i < changes.size(); ++i) {
        Result<JournalEntry> entry = back_up(root, changes[i], result.folder, copies);
        if (!entry) return entry.error();
        journal.entries.push_back(std::move(*entry));
    }
    journal.id = file_name(result.folder);
    if (!result.folder.empty()) {
        for (std::size_t i = 0; i < changes.size(); ++i) {
            if (changes[i].content) journal.entries[i].after = hash_bytes(*changes[i].content);
        }
        if (Status written = write_journal(result.folder, journal); !written) return written.error();
    }
    // New files of which no journal speaks can be made again: to wait for the disk would take much of the time.
    const bool is_durable = !result.folder.empty();
    Journal done = journal;
    done.entries.clear();
    for (std::size_t i = 0; i < changes.size(); ++i) {
        const Status changed = make_change(changes[i], i < modes.size() ? modes[i] : 0, is_durable);
        if (changed) {
            result.written.push_back(changes[i].file);
            done.entries.push_back(journal.entries[i]);
            continue;
        }
        result.failures.push_back(changed.error());
        result.failures.back().file = changes[i].file;
        if (journaling == Journaling::AllOrNothing) return take_back(root, std::move(journal), result.failures.back());
    }
    if (result.folder.empty()) return result;
    done.state = JournalState::Done;
    if (Status written = write_journal(result.folder, done); !written)
        return take_back(root, std::move(journal), written.error());
    prune_backups(root);
    return result;
}

// A change that cannot be ended is none.
Error take_back(const std::string& root, Journal journal, Error reason) {
    [[maybe_unused]] const Result<Recovery> ignored = roll_back(root, std::move(journal), Stubborn::TryAgain);
    return reason;
}

Result<ChangeLock> ChangeLock::take(const std::string& root) {
    const std::string folder = backups_of(root);
    std::error_code failure;
    fs::create_directories(folder, failure);
    const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0) {
        const int number = failure ? failure.value() : errno;
        return Error{Error::Kind::Io, "the folder of the backups cannot be made or opened: " + std::string(std::strerror(number)),
                     write_remedy(number), folder};
    }
    // A hook may start several of us at once: each waits for its turn. File systems without locks go without.
    while (::flock(descriptor, LOCK_EX) != 0 && errno == EINTR) {
    }
    return ChangeLock(descriptor);
}

// Nothing where there is no file.
Result<std::optional<Present>> present_state(const std::string& file) {
    struct stat status {};
    if (::stat(file.c_str(), &status) != 0) return std::optional<Present>();
    Result<std::string> bytes = read_file(file, kCap);
    if (!bytes) return bytes.error();
    return std::optional<Present>({std::move(*bytes), static_cast<std::uint32_t>(status.st_mode & 07777U)});
}

Result<JournalEntry> back_up(const std::string& root, const FileChange& change, std::string& folder,
                             std::set<std::string>& copies) {
    JournalEntry entry;
    entry.file = is_inside(change.file, root) ? relative_path(change.file, root) : change.file;
    const Result<std::optional<Present>> present = present_state(change.file);
    if (!present) return present.error();
    if (!*present) return entry;
    entry.before = hash_bytes((*present)->bytes);
    entry.mode = (*present)->mode;
    if (folder.empty()) {
        Result<std::string> made = make_backup_folder(root);
        if (!made) return made.error();
        folder = std::move(*made);
    }
    entry.copy = entry.file.starts_with('/') ? "outside" + entry.file : entry.file;
    while (entry.copy == kJournalFile || !copies.insert(entry.copy).second) entry.copy += "~";
    WriteOptions options;
    options.is_private = (entry.mode & 0044U) != 0044U;  // a copy is no more open than the file
    if (Status written = write_file_safely(folder + "/" + entry.copy, (*present)->bytes, options); !written) {
        return written.error();
    }
    return entry;
}

Status write_journal(const std::string& folder, const Journal& journal) {
    return write_file_safely(folder + "/" + kJournalFile, journal_text(journal));
}

// `mode`: of a file that is not there now; 0: as new files have it.
Status make_change(const FileChange& change, std::uint32_t mode, bool is_durable) {
    if (!change.content) return remove_file_safely(change.file, change.expected_hash);
    WriteOptions options;
    options.expected_hash = change.expected_hash;
    options.confined_to = change.confined_to;
    if (mode != 0) options.mode_of_new = mode;
    options.is_durable = is_durable;
    return write_file_safely(change.file, *change.content, options);
}

// What a journal may have put back without a word of the user's: the project's own files.
bool is_own_place(const std::string& root, const std::string& file) {
    const std::string real = real_path(file);
    const std::string real_root = real_path(root);
    return is_inside(real, real_root) && ("/" + relative_path(real, real_root) + "/").find("/.git/") == std::string::npos;
}

// The number behind a second's stamp: "_10" comes after "_2".
std::pair<std::string, std::size_t> order_of(const std::string& id) {
    constexpr std::size_t kStamp = 15;
    return {id.substr(0, kStamp), id.size()};
}

Result<std::vector<Journal>> read_journals(const std::string& root) {
    std::vector<Journal> journals;
    std::error_code failure;
    for (fs::directory_iterator at(backups_of(root), failure), end; !failure && at != end; at.increment(failure)) {
        const std::string id = at->path().filename().string();
        const std::string file = at->path().string() + "/" + kJournalFile;
        if (!is_file(file)) continue;
        const Result<std::string> text = read_file(file, kCap);
        if (!text) return text.error();
        Result<Journal> journal = parse_journal(*text, id, file);
        if (journal) journals.push_back(std::move(*journal));
    }
    std::sort(journals.begin(), journals.end(), [](const Journal& left, const Journal& right) {
        return std::pair(order_of(right.id), right.id) < std::pair(order_of(left.id), left.id);
    });
    return journals;
}

// Back to how it was before the command: every file that it had written by then. Whatever interrupts this is taken up again by the next.
Result<Recovery> roll_back(const std::string& root, Journal journal, Stubborn stubborn) {
    Recovery recovery;
    for (const JournalEntry& entry : journal.entries) {
        const std::string file = absolute_of(root, entry);
        if (is_own_place(root, file)) remove_temporaries(file);
        const Result<std::optional<Present>> present = present_state(file);
        if (!present) return present.error();
        std::optional<std::uint64_t> now;
        if (*present) now = hash_bytes((*present)->bytes);
        if (now == entry.before) continue;
        if (now != entry.after || !is_own_place(root, file)) {
            recovery.left.push_back(file);
            continue;
        }
        // A copy that somebody deleted, or a file that must not be written: the others do not wait for it.
        Result<FileChange> change = restoring_change(root, journal, entry);
        if (change) change->expected_hash = now;
        const bool is_restored = change.ok() && make_change(*change, entry.mode).ok();
        (is_restored ? recovery.restored : recovery.left).push_back(file);
    }
    if (stubborn == Stubborn::TryAgain && !recovery.left.empty()) return recovery;
    journal.state = JournalState::RolledBack;
    if (Status written = write_journal(backups_of(root) + "/" + journal.id, journal); !written) return written.error();
    recovery.journal = std::move(journal);
    return recovery;
}

// The change that brings a file's old bytes back, after a look whether the copy still is what was copied.
Result<FileChange> restoring_change(const std::string& root, const Journal& journal, const JournalEntry& entry) {
    FileChange change;
    change.file = absolute_of(root, entry);
    if (!entry.before) return change;
    const std::string copy = normalized_path(backups_of(root) + "/" + journal.id + "/" + entry.copy);
    if (!is_inside(copy, backups_of(root))) return Error{Error::Kind::Invalid, "the journal names a copy elsewhere", "", copy};
    Result<std::string> bytes = read_file(copy, kCap);
    if (!bytes) return bytes.error();
    if (hash_bytes(*bytes) != *entry.before) {
        return Error{Error::Kind::Io, "the copy was changed since it was made, and nothing is restored from it", "", copy};
    }
    change.content = std::move(*bytes);
    return change;
}

// What a kill between making a temporary file and renaming it leaves beside the file (write_file_safely).
void remove_temporaries(const std::string& file) {
    const std::string target = real_path(file);
    const std::string prefix = temporary_prefix(target);
    std::error_code failure;
    std::vector<fs::path> found;
    for (fs::directory_iterator at(parent_folder(target), failure), end; !failure && at != end; at.increment(failure)) {
        const std::string name = at->path().filename().string();
        if (name.starts_with(prefix) && name.size() == prefix.size() + kTemporarySuffix) found.push_back(at->path());
    }
    for (const fs::path& path : found) fs::remove(path, failure);
}

}  // namespace

}  // namespace rowtype::workspace
