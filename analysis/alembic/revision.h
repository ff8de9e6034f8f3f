// Alembic's revisions, read statically: what each follows, and the DDL that its upgrade() runs. No Python is run.
//
// upgrade() is followed as far as literals lead: constants, loops over lists, functions of the file and of modules of the
// project, conditions on the dialect. What cannot be evaluated leaves a note and marks what it could touch.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace rowtype::alembic {

struct NamingConvention;  // naming.h

// PostgreSQL's DDL for one operation, or for a literal of op.execute(), which may hold several statements.
struct Statement {
    enum class Kind : std::uint8_t {
        Certain,
        Guarded,   // under a look at the schema, or where PostgreSQL would not mind: no surprise if it is not needed
        Possible,  // a condition that cannot be evaluated decides, or parts of the text stand as {}
        Anything,  // nothing is known of it; the text is empty
    };
    Kind kind = Kind::Certain;
    std::string text;        // its line ends lead to the lines of the revision that its parts come from
    std::uint32_t line = 0;  // one-based, of the text's first byte
    std::string note;        // for the user; empty where there is nothing to say

    friend bool operator==(const Statement&, const Statement&) = default;
};

struct Revision {
    std::string id;                       // empty: the file is no revision
    std::vector<std::string> follows;     // down_revision: empty for a first one, several for a merge
    std::vector<std::string> depends_on;  // ids or labels
    std::vector<std::string> labels;      // branch_labels
    bool knows_what_it_follows = true;    // false where down_revision cannot be evaluated
    std::uint32_t line = 1;               // one-based, of down_revision, else of revision
    std::vector<Statement> statements;    // of upgrade(), in order
    std::string not_analysed;             // why the text was not looked at, in words; else empty
};

struct ModuleText {
    std::string path;
    std::string text;
};

// A module of the project: "app.types" for `import app.types`, ".types" and "..types" for relative imports of the file at
// `from`. Nothing where the project has none of that name. Asked for the same module once a revision.
using FindModule = std::function<std::optional<ModuleText>(const std::string& from, const std::string& module)>;

// Reads one file of a versions folder. `path` is passed to `find_module`, which may be empty. Pure; never fails.
// `convention` is the one of the metadata that env.py hands to Alembic.
[[nodiscard]] Revision read_revision(std::string_view text, const std::string& path, const FindModule& find_module,
                                     const NamingConvention& convention);
[[nodiscard]] Revision read_revision(std::string_view text, const std::string& path, const FindModule& find_module);

}  // namespace rowtype::alembic
