// Columns that code keeps unique from outside the body of their class or the call of their table, by the bytes of a file:
// Index("by_nick", User.nick, unique=True), UniqueConstraint(users.c.nick). Whoever says that a class does not declare a key has to
// look for these first.
#pragma once

#include <string_view>

#include "analysis/facts/marks.h"
#include "analysis/facts/name_set.h"

namespace rowtype::facts {

struct AddedUniqueKeys {
    // "User.nick" of a class or table that the same file makes. ".nick" of what has any other name, which may be another one of anything:
    // a variable (`t = User.__table__`), an import, `cls`.
    NameSet columns;
    bool anything = false;  // of columns that are not written out: *columns, getattr(cls, name), t.c[name]

    // To be followed by settle(), once for many.
    void add(const AddedUniqueKeys& other);
    void settle() { columns.settle(); }
    // By its attribute or by its name: both are written.
    [[nodiscard]] bool may_have(std::string_view owner, std::string_view column) const;
    [[nodiscard]] bool empty() const { return columns.empty() && !anything; }

    friend bool operator==(const AddedUniqueKeys&, const AddedUniqueKeys&) = default;
};

// Pure; any thread. Comments and strings around the calls are not told apart from code: they only add names.
[[nodiscard]] AddedUniqueKeys added_unique_keys(std::string_view bytes, const Marks& marks);

}  // namespace rowtype::facts
