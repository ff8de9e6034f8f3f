// One import statement with some of its names moved to other modules. Internal to analysis/migration.
#pragma once

#include <cstddef>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/findings/finding.h"
#include "analysis/migration/import_statements.h"

namespace rowtype::migration {

// What becomes of the items of a statement; those that nothing is said of stay.
struct StatementChange {
    // By the index of the item: it goes to `module`, as `text` ("UserInsert as UserCreate").
    struct Move {
        facts::ModuleReference module;
        std::string text;
    };
    std::map<std::size_t, Move> moves;
    std::map<std::size_t, std::string> replacements;  // the item's new text, where it stands
    std::vector<Move> new_names;                      // in statements beside it
    std::vector<std::string> new_paths;               // the same of "import a.b": "a.b as c"
};

// How long lines may be, in bytes.
struct ImportWidths {
    std::size_t list = 0;
    std::size_t one_name = 0;
};

// The edits of `text` that make it so: the fewest bytes. Comments, brackets, the order and whatever is not concerned stay; a comment
// behind a name goes with it. Names that no longer fit the line get one each.
[[nodiscard]] std::vector<findings::TextEdit> statement_edits(const ImportStatement& statement, const StatementChange& change,
                                                              std::string_view text, const ImportWidths& widths);

}  // namespace rowtype::migration
