// A change of the schema that would make a finding go away, and its SQL. Drafts are for people to review: nothing here, and nothing
// that uses it, ever runs one.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::drafts {

// A type as SQL writes it, and what somebody should look at before it is applied.
struct DraftedType {
    std::string sql;    // "text", "numeric(10,2)", "public.mood"; never empty
    std::string check;  // a condition over the column that stands as "{}": "{} IN ('a', 'b')"; empty where there is none
    std::vector<std::string> review;
    bool is_guess = false;  // nothing told the type
};

struct DraftedColumn {
    std::string name;
    DraftedType type = {};
    bool is_not_null = false;
    bool is_key = false;       // the primary key, or a part of it
    bool is_declared = false;  // a class says that the table has it; else a query only asks for it
};

enum class ChangeKind : std::uint8_t { CreateTable, AddColumn, RenameColumn, SetNotNull, DropNotNull, SetType };

struct SchemaDraft {
    ChangeKind kind = ChangeKind::AddColumn;
    catalog::QualifiedName table;
    std::vector<DraftedColumn> columns;  // of CreateTable all; else the one; of changes to a column only what changes counts
    std::string old_name = {};           // RenameColumn
    std::string old_type = {};           // SetType, as SQL
    std::vector<std::string> review = {};

    // In the imperative, for a menu: Draft a migration that adds "nick" to public.users
    [[nodiscard]] std::string title() const;
    // For a file's name: add_nick_to_users. Lower-case letters, digits and "_", never empty.
    [[nodiscard]] std::string slug() const;
    // Statements with their comments, each ended by ";" and a line end.
    [[nodiscard]] std::string up() const;
    [[nodiscard]] std::string down() const;

    // Whether both make the same thing, however well they know its type.
    [[nodiscard]] bool is_same_change(const SchemaDraft& other) const;
    // Of two that make the same thing, whether this one knows more of it.
    [[nodiscard]] bool knows_more_than(const SchemaDraft& other) const;
};

// A type of the catalog as SQL writes it anywhere, with its schema unless it is PostgreSQL's own.
[[nodiscard]] std::string type_sql(const catalog::Type& type);
// A text as a SQL literal.
[[nodiscard]] std::string text_literal(const std::string& text);
// One line for behind "-- ", whatever the text holds.
[[nodiscard]] std::string comment_line(const std::string& text);

}  // namespace rowtype::drafts
