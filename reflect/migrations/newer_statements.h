// Clauses of DDL that PostgreSQL 18 knows and our parser (PostgreSQL 17's) does not: they are cut out of the text, or spelled
// as 17 spells them, and told beside it. (reflect/sql/newer_syntax.h is about recognising such an error, not about its meaning.)
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/sql/syntax_tree.h"

namespace rowtype::migrations {

struct NewerClause {
    enum class Kind : std::uint8_t {
        Virtual,   // GENERATED ALWAYS AS (…) [VIRTUAL]
        Enforced,  // of ALTER CONSTRAINT
        NotEnforced,
        WithoutOverlaps,  // the key's last column
        NotNull,          // CONSTRAINT name NOT NULL column, as an element of CREATE TABLE
        NotNullNotValid,  // ADD [CONSTRAINT name] NOT NULL column NOT VALID
    };
    Kind kind = Kind::Virtual;
    std::uint32_t offset = 0;
    std::int64_t constraint = -1;  // where the constraint starts that the clause belongs to
    std::string column = {};       // of NotNull and NotNullNotValid
};

struct OlderText {
    std::string text;  // lines stand where they stood
    std::vector<NewerClause> clauses;
};

// Nothing where the text has no such clause.
[[nodiscard]] std::optional<OlderText> without_newer_clauses(std::string_view text);

// Finds out which constraint each clause belongs to.
void attach_newer_clauses(std::vector<NewerClause>& clauses, const sql::ParsedSql& tree);

}  // namespace rowtype::migrations
