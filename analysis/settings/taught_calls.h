// Calls of a project's own database layer, as [[tool.rowtype.calls]] teaches them.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace rowtype {

// An argument of a call: by its keyword, its place among the positional ones (from 0, "self" not counted), or either.
struct TaughtArgument {
    std::string keyword;                 // empty: only by place
    std::optional<std::uint32_t> place;  // none: only by keyword

    friend bool operator==(const TaughtArgument&, const TaughtArgument&) = default;
};

enum class TaughtVerb : std::uint8_t { None, Select, Insert, Upsert, Update, Delete };

// How parameters are written in SQL: PEP 249's names; dollar is $1 and $name. Automatic: told from the text.
enum class Placeholders : std::uint8_t { Automatic, Format, PyFormat, QuestionMark, Numeric, Named, Dollar };

// With neither table nor SQL, `names` are what other databases are asked through (binding/other_databases.h).
struct TaughtCall {
    // "run", "db.run", "app.layer.run", "DatabasePool.run", "*.run": binding/taught_names.h says what each means; of what leads to
    // another database, binding/other_databases.h.
    std::vector<std::string> names;
    std::optional<TaughtArgument> table;
    std::vector<TaughtArgument> columns;   // names of columns: a string, a list of them, the keys of a dictionary
    std::vector<TaughtArgument> payloads;  // of one row, or of a list of rows: dictionaries, or lists of the columns that are set
    std::optional<TaughtArgument> sql;
    TaughtVerb verb = TaughtVerb::None;
    Placeholders placeholders = Placeholders::Automatic;

    [[nodiscard]] bool is_of_other_database() const { return !table && !sql; }

    friend bool operator==(const TaughtCall&, const TaughtCall&) = default;
};

}  // namespace rowtype
