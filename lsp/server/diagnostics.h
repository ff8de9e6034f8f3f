// Findings as the editor shows them. Pure functions.
#pragma once

#include <string>
#include <vector>

#include "analysis/engine/engine.h"
#include "analysis/findings/finding.h"
#include "lsp/server/convert.h"
#include "lsp/server/protocol.h"

namespace rowtype::server {

// How the client wants its diagnostics; a value, so that it can go along to other threads.
struct DiagnosticStyle {
    std::string uri;         // of the document
    std::string root;        // absolute folder that RelatedLocation::file is relative to
    std::string rules_page;  // URI of the page about the rules, "#<rule>" is added; empty: none
    bool with_related = false;
    bool with_page = false;
    bool with_data = false;
};

[[nodiscard]] DiagnosticStyle diagnostic_style(const ClientCapabilities& client, std::string uri, std::string root,
                                               std::string rules_page);

// `view` is the text that was analysed.
[[nodiscard]] Diagnostic diagnostic_of(const findings::Finding& finding, const TextView& view, const DiagnosticStyle& style);
// All findings, and a note at the top of the file when it, or a part of it, was not analysed.
[[nodiscard]] std::vector<Diagnostic> diagnostics_of(const engine::Analysis& analysis, const TextView& view,
                                                     const DiagnosticStyle& style);

}  // namespace rowtype::server
