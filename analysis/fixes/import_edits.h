// Edits that bring names into scope at the top of a Python file, where and as the file's own imports stand.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/binding/context.h"
#include "analysis/codegen/annotations.h"
#include "analysis/facts/facts.h"
#include "analysis/findings/finding.h"
#include "analysis/fixes/import_layout.h"

namespace rowtype::fixes {

// What must be added so that all of `imports` are in scope: to an existing "from module import (…)" of the module level where there is
// one, else a statement of its own. A file whose imports are sorted and sectioned, by isort's or ruff's defaults or by one of their usual
// settings, stays so. Names that an equal import binds already need nothing. Offsets are absolute, into `text`, whose facts `file` are.
[[nodiscard]] std::vector<findings::TextEdit> import_edits(const facts::FileFacts& file, std::string_view text,
                                                           const std::vector<codegen::ImportedName>& imports,
                                                           const IsOwnModule& is_own = {});
// Of the file that is analysed; which modules are of the project is asked where that matters.
[[nodiscard]] std::vector<findings::TextEdit> import_edits(const binding::Context& context, std::string_view text,
                                                           const std::vector<codegen::ImportedName>& imports);

// The name under which module.name is bound at module level when the code runs, or empty: "from datetime import datetime as dt" gives
// "dt".
[[nodiscard]] std::string bound_name(const facts::FileFacts& file, std::string_view text, const codegen::ImportedName& import);

// Generated code as the names of a file spell it: "datetime" becomes "dt" under "from datetime import datetime as dt", and
// "datetime.datetime" under "import datetime". `imports` are what is still missing.
struct ScopedText {
    std::string text;
    std::vector<codegen::ImportedName> imports;
};
// Nothing where a name that is needed means something else in the file, whose text is `source`. Names at the start of `code` up to `from`
// (a field's own name) stay as they are.
[[nodiscard]] std::optional<ScopedText> scoped_text(const facts::FileFacts& file, std::string_view source,
                                                    const std::string& code, const std::vector<codegen::ImportedName>& imports,
                                                    std::size_t from = 0);

}  // namespace rowtype::fixes
