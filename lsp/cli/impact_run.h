// What both ways of `impact` share, and the way with --base. Internal to the command.
#pragma once

#include <string>
#include <vector>

#include "lsp/cli/console.h"
#include "lsp/cli/impact_report.h"
#include "lsp/cli/options.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/impact.h"
#include "lsp/workspace/worker_pool.h"
#include "reflect/base/result.h"

namespace rowtype::cli {

[[nodiscard]] diff::Difference difference_of(const workspace::Configuration& configuration, const catalog::Catalog& before,
                                             const catalog::Catalog& after, workspace::WorkerPool& pool);
// Objects that are added or dropped, and each change of the others.
[[nodiscard]] std::size_t count_changes(const diff::Difference& difference);
// Those that only `after` has: what its migrations could not take in.
[[nodiscard]] std::vector<catalog::Note> new_notes(const catalog::Catalog& before, const catalog::Catalog& after);

void add_impact(workspace::Impact& impact, const workspace::ImpactInput& input);
void add_counts(const workspace::ProjectCheck& check, ImpactReport& report);
void add_notes(const std::vector<workspace::WalkNote>& notes, ImpactReport& report);

// Code and schema of the revision against those of the working tree: fills in the report.
[[nodiscard]] Status compare_with_base(const ImpactOptions& options, const std::vector<std::string>& paths,
                                       workspace::WorkerPool& pool, Console& console, ImpactReport& report);

}  // namespace rowtype::cli
