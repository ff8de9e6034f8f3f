// Edits that bring names into scope at the top of a Python file.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/codegen/annotations.h"
#include "analysis/facts/facts.h"
#include "analysis/findings/finding.h"

namespace rowtype::codegen {

// What must be added so that all of `imports` are in scope: to an existing "from module import (…)" of the module level
// where there is one, else a new line after the last import, the module's docstring or "from __future__". Names that are
// already bound by an equal import need nothing. Offsets are absolute, into `text`, whose facts `file` are.
[[nodiscard]] std::vector<findings::TextEdit> import_edits(const facts::FileFacts& file, std::string_view text,
                                                           const std::vector<ImportedName>& imports);

// The name under which module.name is bound at module level, or empty: "from datetime import datetime as dt" gives "dt".
[[nodiscard]] std::string bound_name(const facts::FileFacts& file, const ImportedName& import);

// Generated code as the names of a file spell it: "datetime" becomes "dt" under "from datetime import datetime as dt", and
// "datetime.datetime" under "import datetime". `imports` are what is still missing.
struct ScopedText {
    std::string text;
    std::vector<ImportedName> imports;
};
// Nothing where a name that is needed means something else in the file. Names at the start of `text` up to `from` (a field's
// own name) stay as they are.
[[nodiscard]] std::optional<ScopedText> scoped_text(const facts::FileFacts& file, const std::string& text,
                                                    const std::vector<ImportedName>& imports, std::size_t from = 0);

}  // namespace rowtype::codegen
