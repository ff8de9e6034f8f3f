// What `impact` prints. Internal to the command.
#pragma once

#include <string>
#include <vector>

#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/impact.h"
#include "lsp/workspace/project_check.h"

namespace rowtype::cli {

// One pairing of code and schema: that a migration comes before the code, or the code before the migration.
struct ImpactSection {
    std::string id;     // "change", "migrate_first", "deploy_first"; for JSON
    std::string title;  // "Migrate first: the code of main, with the schema of the working tree"; empty for "change"
    workspace::Impact impact;
};

struct ImpactReport {
    std::string before;  // the schema before, as people know it
    std::string after;
    std::vector<std::string> migrations;  // that were applied; empty with --base
    std::string base;                     // the revision; empty without --base
    std::vector<ImpactSection> sections;
    std::size_t changes = 0;     // of the schema, those that touch no place included
    std::string recommendation;  // with --base
    std::size_t untold = 0;      // queries that could not be told at all
    std::size_t files = 0;
    std::vector<workspace::WalkNote> not_analysed;  // paths relative to the working directory

    [[nodiscard]] bool breaks() const;
};

// `hints`: with the places that only read along.
[[nodiscard]] std::string impact_text(const ImpactReport& report, const Style& style, bool hints, bool quiet);
[[nodiscard]] std::string impact_json(const ImpactReport& report);
[[nodiscard]] std::string impact_github(const ImpactReport& report, bool hints, bool quiet);
// "safe", "breaks 2 places".
[[nodiscard]] std::string verdict_of(const workspace::Impact& impact);

}  // namespace rowtype::cli
