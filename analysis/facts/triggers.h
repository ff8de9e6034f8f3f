// Whether a file's bytes could hold a fact worth a parse: a byte scan, some hundred times quicker than the parser.
//
// Says yes to builder chains that name a table or function (".table(", ".from_(", ".rpc(" with a first argument that could be a name),
// calls of an ORM's expression language whose first argument looks like a mapped class (orm_hints.h), calls that carry SQL, literals
// that begin like SQL, classes with a known model base, columns and mapped classes of SQLAlchemy, and comments of ours. What it can
// miss, by design:
// - SQL that reaches a call under a lower-case name from another file (SHOUTED names are taken for SQL constants);
// - tables and rows that are handed to the project's own functions, in files that hold nothing else;
// - SQL put together from fragments of which none begins like a statement;
// - models whose base class the caller does not name (a subclass of a subclass in another file), in files that the
//   configuration does not name either.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/extraction_settings.h"
#include "analysis/facts/marks.h"

namespace rowtype::facts {

struct Triggers {
    // Names, without module, of base classes of models: "BaseModel" and subclasses known to the caller.
    std::vector<std::string> model_bases = {"BaseModel", "SQLModel"};
    // Calls of these names, with an argument, are looked for as well.
    ExtractionSettings extraction = {};
};

// What the bytes of a file show.
enum class Shown : std::uint8_t {
    Nothing,
    ModelClasses,  // classes with a model base, and nothing else: worth a parse where a table may be theirs
    Facts,
};

// "class Name(bases)", by its bytes; into the text that was looked at.
struct ClassHead {
    std::string_view name;
    std::string_view bases;  // up to the first closing parenthesis
};

// Pure; any thread. Unless the answer is Facts, `heads` (may be null) gets the classes with bases: for the third of what is missed.
[[nodiscard]] Shown shown_by(std::string_view bytes, const Marks& marks, const Triggers& triggers = {},
                             std::vector<ClassHead>* heads = nullptr);
[[nodiscard]] inline Shown shown_by(std::string_view bytes, const Triggers& triggers = {},
                                    std::vector<ClassHead>* heads = nullptr) {
    return shown_by(bytes, Marks(bytes), triggers, heads);
}
[[nodiscard]] inline bool may_hold_facts(std::string_view bytes, const Triggers& triggers = {}) {
    return shown_by(bytes, triggers) != Shown::Nothing;
}

// All classes with bases; nested ones, and what stands in comments and strings, too.
[[nodiscard]] std::vector<ClassHead> class_heads(std::string_view bytes);

// Whether a text begins like an SQL statement that names relations, white space and comments skipped. Words in lower or
// mixed case count only with their second keyword ("insert into", "select … from"), since prose begins like that, too.
[[nodiscard]] bool begins_like_sql(std::string_view text);
// Whether Python source begins with a string literal, parentheses skipped, whose text does so.
[[nodiscard]] bool opens_sql_literal(std::string_view source);
// Whether a literal anywhere in Python source does so.
[[nodiscard]] bool holds_sql_literal(std::string_view source);

}  // namespace rowtype::facts
