// Backups of long ago: what a project keeps of them.
#pragma once

#include <cstddef>
#include <string>

namespace rowtype::workspace {

inline constexpr std::size_t kKeptBackups = 50;

// Removes the folders of <root>/.rowtype/backup/ but for the newest kKeptBackups. A command that was interrupted keeps its copies, and so
// does what is no backup of a command's. What cannot be removed stays. The caller holds the lock of change_journal.h.
void prune_backups(const std::string& root);

}  // namespace rowtype::workspace
