// What differs between two schemas, in the forms that `diff` and `pull --check` write. Internal to them.
#pragma once

#include <string>
#include <vector>

#include "lsp/cli/terminal_text.h"
#include "lsp/workspace/schema_difference.h"

namespace rowtype::cli {

// The two sides in words: "supabase/migrations (3 files)", "localhost:5432/shop".
struct ComparedSchemas {
    std::string before;
    std::string after;
    // What each could not read; nothing differs in what that could concern.
    std::vector<catalog::Note> notes_before;
    std::vector<catalog::Note> notes_after;
};

// Grouped by object; "+" is in the second alone, "-" in the first, "~" differs. Empty where nothing does.
[[nodiscard]] std::string difference_text(const diff::Difference& difference, const Style& style);
// "2 objects differ: 1 added, 1 changed".
[[nodiscard]] std::string difference_summary(const diff::Difference& difference);
[[nodiscard]] std::string difference_markdown(const diff::Difference& difference, const ComparedSchemas& schemas);
// {"version": 1, "from": …, "to": …, "objects": [...], "not_compared": [...], "notes": {"from": [...], "to": [...]}, "summary": {…}}, an
// interface.
[[nodiscard]] std::string difference_json(const diff::Difference& difference, const ComparedSchemas& schemas);

}  // namespace rowtype::cli
