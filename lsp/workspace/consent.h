// What the user said about databases that workspaces name: kept in the user's own configuration folder, never in a
// repository, so that no repository can say it for them.
//
// $XDG_CONFIG_HOME/rowtype/consent.json, else ~/.config/rowtype/consent.json; mode 0600. Not used when others may write it.
// Thread: any; several processes may record at once.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lsp/workspace/database_reader.h"
#include "reflect/base/result.h"

namespace rowtype::workspace {

enum class Decision : std::uint8_t { Allow, Never };

struct Consent {
    std::string root;           // the project's folder, absolute, links followed
    DatabaseEndpoint endpoint;  // of Allow; Never holds for the folder, whatever it names
    Decision decision = Decision::Allow;

    friend bool operator==(const Consent&, const Consent&) = default;
};

// Where they are kept; empty where the environment names no home.
[[nodiscard]] std::string consent_file();

// Sorted by folder. No file: none. An Error where the file is broken, of a newer version, or writable by others.
[[nodiscard]] Result<std::vector<Consent>> read_consents();

// The user's answer for this project and this database; none where there is none yet.
[[nodiscard]] Result<std::optional<Decision>> consent_for(const std::string& root, const DatabaseEndpoint& endpoint);

// Adds an answer. Allow takes a Never of the folder back; Never takes all the folder's others back.
[[nodiscard]] Status record_consent(Consent consent);

// Forgets what was said about a folder, or about all where it is empty; gives how many answers that were.
[[nodiscard]] Result<std::size_t> revoke_consents(const std::string& root);

}  // namespace rowtype::workspace
