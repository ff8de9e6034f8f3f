// What the editor offers at a place: the fixes of the findings there, ignoring them, regenerating the model. Pure.
#pragma once

#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "lsp/server/analyses.h"
#include "lsp/server/protocol.h"

namespace rowtype::server {

inline constexpr const char* kQuickFixKind = "quickfix";
inline constexpr const char* kRewriteKind = "refactor.rewrite";
inline constexpr const char* kExtractKind = "refactor.extract";

struct CodeActionRequest {
    std::string text;  // of the document when it was asked
    std::int32_t version = 0;
    FileIdentity identity;
    std::shared_ptr<const facts::FileFacts> known = nullptr;  // of this very text, where the last analysis has them
    Range selection;
    std::vector<std::string> only;  // kinds; empty: all
    Surroundings surroundings;
    bool with_version = false;   // edits are tied to `version`
    bool with_disabled = false;  // actions that cannot be taken are shown with the reason
    bool with_preferred = false;
    // Set where the client makes files: the time that the names of drafted migrations say.
    std::optional<std::chrono::system_clock::time_point> drafts_at = {};
};

// Whether an action of `kind` was asked for: "refactor" asks for "refactor.rewrite" too.
[[nodiscard]] bool is_wanted(const std::vector<std::string>& only, std::string_view kind);

// Edits come from a fresh parse, of the text or of the statements at the selection, never from the tree that edits are applied to. On a
// pool thread.
[[nodiscard]] std::vector<CodeAction> code_actions(const CodeActionRequest& request);

}  // namespace rowtype::server
