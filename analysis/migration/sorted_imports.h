// Imports stay sorted where they were. Internal to analysis/migration.
#pragma once

#include <string_view>
#include <vector>

#include "analysis/findings/finding.h"
#include "analysis/migration/import_statements.h"
#include "reflect/base/text.h"

namespace rowtype::migration {

// The edits, in order, of a file's import statements and of other code, so that groups of imports that change are sorted behind them as
// the file sorts its own (as isort and ruff do, in one of their orders), and names of one module stand in one statement. What is in doubt
// is left as the edits make it:
// - files whose imports are in no order, or where comments tell isort or ruff to leave it ("isort: off", "ruff: isort: skip_file", I001);
// - groups that do not show an order: it takes statements of three modules, or of two beside another group of two;
// - groups with a star, or with a name that stands for something else in another order;
// - groups with comments between their statements or about sorting ("isort: skip"), those in which one of `left` stands, and those of
//   functions and branches.
[[nodiscard]] std::vector<findings::TextEdit> with_sorted_imports(std::string_view text,
                                                                  const std::vector<ImportStatement>& statements,
                                                                  std::vector<findings::TextEdit> edits,
                                                                  const std::vector<Span>& left);

}  // namespace rowtype::migration
