// What a run has to know of each file's bytes before, or without, parsing them: found in one reading of the file, and in none where an
// earlier run found it and the file is certainly the same.
//
// Which bytes a file holds is said by their hash. That they are still those is taken from the disk's word where it can be had: same
// inode, size, time of writing and time of change (which no program can set), and the last of these times kSettled or more before the
// file was read. Whoever writes to it later leaves another time then, however coarse the file system keeps them; a file that was
// written just before it was read is read again, as git does with its index. What no times tell is a writer through a mapping into
// memory, or clocks of a network's drive that stand still. A file whose times are others but whose bytes are not (a fresh checkout
// under a cache that was kept) is read, and nothing else is done again.
//
// Thread: any. Two that ask for the same at once may both read.
#pragma once

#include <atomic>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/added_attributes.h"
#include "analysis/facts/extraction_settings.h"
#include "analysis/facts/marks.h"
#include "analysis/facts/triggers.h"
#include "lsp/workspace/check_cache.h"
#include "lsp/workspace/loaded_sql_files.h"
#include "reflect/base/keyed_hash.h"
#include "reflect/base/result.h"
#include "reflect/base/sharded_map.h"

namespace rowtype::workspace {

// Whether the file may hold facts, and what the search for others needs of it.
struct ScanNotes {
    facts::Shown shown = facts::Shown::Nothing;
    std::vector<std::pair<std::string, std::string>> classes;  // names and bases, facts::class_heads()
    SqlLoads sql_loads;
};

// The relations that a file makes, and what tells whether they count (made_relations.h).
struct MakingNotes {
    std::vector<std::string> created_names;  // facts::created_names()
    std::vector<std::string> sql_names;      // of SQL files: "users.sql"
    bool is_revision = false;                // of Alembic's, or a migration of Django's
};
[[nodiscard]] MakingNotes making_notes(std::string_view text, const facts::Marks& marks);
constexpr std::size_t kProjectWideCap = 2UL * 1024 * 1024;  // bytes of a file; a larger one tells nothing

struct FileNotes {
    std::uint64_t stamp = 0;  // platform::file_state()
    bool is_settled = false;
    std::uint64_t size = 0;
    KeyedHash hash;  // of the bytes; where the run has a cache
    std::optional<ScanNotes> scan;
    // What the whole project is asked for: found in the same reading, what costs more where somebody asked already, or an earlier run did.
    std::optional<MakingNotes> making;
    std::optional<facts::AddedAttributes> added;
};
using FileNotesPointer = std::shared_ptr<const FileNotes>;

class NotedFiles {
public:
    static constexpr std::chrono::seconds kSettled{3};

    enum class Part : std::uint8_t { Hash, Scan, Added, Making };

    // `cache` outlives it; null: nothing is known from earlier runs, and nothing is kept for later ones. `program`: program_identity().
    // `settled`: for tests, which cannot make old files.
    NotedFiles(CheckCache* cache, std::string_view program, facts::ExtractionSettings extraction,
               std::chrono::nanoseconds settled = kSettled);

    // Those of a file (absolute path) with that part in them. An Error where it cannot be read or has more than `cap` bytes. `text`:
    // the file's bytes where they had to be read, and then `was_read`.
    [[nodiscard]] Result<FileNotesPointer> of(const std::string& path, Part part, std::size_t cap, std::string& text,
                                              bool& was_read);
    // For those who do not want the text.
    [[nodiscard]] Result<FileNotesPointer> of(const std::string& path, Part part, std::size_t cap);
    // Of a text that is nowhere on the disk, or read by somebody else: its size, hash and scan.
    [[nodiscard]] FileNotes notes_of(std::string_view text) const;
    [[nodiscard]] KeyedHash hash_of(std::string_view bytes) const;

private:
    [[nodiscard]] KeyedHash key_of(const std::string& path) const;
    // Notes of two that read the file at once become one: neither takes from the other what it found.
    [[nodiscard]] FileNotesPointer join(const std::string& path, FileNotes notes, bool is_new);
    [[nodiscard]] std::optional<FileNotes> earlier(const std::string& path) const;
    void keep(const std::string& path, const FileNotes& notes) const;
    void complete(FileNotes& notes, Part part, std::string_view text);

    CheckCache* cache_;
    KeyedHash common_;
    facts::ExtractionSettings extraction_;
    std::chrono::nanoseconds settled_;
    std::atomic<bool> wants_added_{false};  // somebody asked, or an earlier run did: then one reading does
    ShardedMap<FileNotesPointer> known_;    // in this run; by path
};

}  // namespace rowtype::workspace
