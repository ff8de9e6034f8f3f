// What stands beside the copies of a backup: which command changed which files, from what and into what. Internal to
// lsp/workspace; change_journal.h says what it is for.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/base/result.h"

namespace rowtype::workspace {

inline constexpr const char* kJournalFile = "rowtype-journal.json";
inline constexpr int kJournalVersion = 1;

// Started: files may or may not be written. Undone: an undo put everything back. RolledBack: the command was interrupted.
enum class JournalState : std::uint8_t { Started, Done, Undone, RolledBack };

struct JournalEntry {
    std::string file;                     // relative to the root, or absolute outside of it
    std::string copy;                     // relative to the backup's folder; empty where the command made the file
    std::optional<std::uint64_t> before;  // hash_bytes() of what was there; none: there was no file
    std::optional<std::uint64_t> after;   // of what the command leaves; none: it removes the file
    std::uint32_t mode = 0;               // of the file before: its permission bits
};

struct Journal {
    std::string id;       // YYYYMMDD_HHMMSS, with _2 and so on within one second: the folder's name
    std::string command;  // check --fix
    JournalState state = JournalState::Started;
    std::vector<JournalEntry> entries;
};

[[nodiscard]] std::string journal_text(const Journal& journal);
// `id` and `file` (for complaints) are where it was found.
[[nodiscard]] Result<Journal> parse_journal(std::string_view text, const std::string& id, const std::string& file);

[[nodiscard]] std::string_view to_string(JournalState state);  // "started", "done", "undone", "rolled-back"

}  // namespace rowtype::workspace
