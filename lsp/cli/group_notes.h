// What findings say as a group that none says alone: that they stand where another schema holds. For the text reports.
#pragma once

#include <string>

#include "lsp/cli/report.h"

namespace rowtype::cli {

// Lines, each ended; empty where there is nothing to say.
//
// - Findings in Python that stands among the SQL of the schema's own folder: a step of its history, held against the schema of today.
// - Folders whose code names several tables and none that the schema has: code for another database.
[[nodiscard]] std::string group_notes(const Report& report);

}  // namespace rowtype::cli
