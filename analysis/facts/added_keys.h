// Columns of which code makes keys from outside the body of their class or the call of their table, by the bytes of a file:
// Index("by_nick", User.nick, unique=True), users.append_constraint(ForeignKeyConstraint(["team_id"], ["teams.id"])). Whoever says that a
// class does not declare a key has to look for these first.
#pragma once

#include <string_view>

#include "analysis/facts/marks.h"
#include "analysis/facts/name_set.h"

namespace rowtype::facts {

// In place of a column's name: whether a method of that class may make keys of columns that it does not write out (*cls.keys), for whatever
// class it is asked of.
constexpr std::string_view kAnyKey = "*";

// Of one kind: unique ones, or foreign ones.
struct AddedKeys {
    // "User.nick" of a class or table that the same file makes. ".nick" of what has any other name, which may be another one of anything:
    // a variable (`t = User.__table__`), an import, `cls`.
    NameSet columns;
    bool anything = false;  // of columns that are not written out: *columns, getattr(cls, name), t.c[name]

    // To be followed by settle(), once for many.
    void add(const AddedKeys& other);
    void settle() { columns.settle(); }
    // By its attribute or by its name: both are written.
    [[nodiscard]] bool may_have(std::string_view owner, std::string_view column) const;
    [[nodiscard]] bool empty() const { return columns.empty() && !anything; }

    friend bool operator==(const AddedKeys&, const AddedKeys&) = default;
};

// What stands behind the classes and tables of one file, or of many.
struct AddedToTables {
    AddedKeys unique_keys;
    AddedKeys foreign_keys;
    // Of users.append_column(Column("nick", …)). A key of it is among the keys, too.
    NameSet columns;
    bool any_column = false;  // append_column() of what is not written out

    // To be followed by settle(), once for many.
    void add(const AddedToTables& other);
    void settle();
    [[nodiscard]] bool may_have_column(std::string_view column) const { return any_column || columns.contains(column); }
    [[nodiscard]] bool empty() const { return unique_keys.empty() && foreign_keys.empty() && columns.empty() && !any_column; }

    friend bool operator==(const AddedToTables&, const AddedToTables&) = default;
};

// Pure; any thread. Comments and strings around the calls are not told apart from code: they only add names.
[[nodiscard]] AddedToTables added_to_tables(std::string_view bytes, const Marks& marks);

}  // namespace rowtype::facts
