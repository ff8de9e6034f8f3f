// Attributes that code gives to classes from outside their bodies, by the bytes of a file: backref="posts" of a relationship in
// another module, "User.posts = …", setattr(User, …). Whoever says that a class has no such attribute has to look for these first.
#pragma once

#include <string_view>

#include "analysis/facts/added_keys.h"
#include "analysis/facts/declared_names.h"
#include "analysis/facts/marks.h"
#include "analysis/facts/name_set.h"

namespace rowtype::facts {

struct AddedAttributes {
    NameSet to_any;             // names that backrefs give to some class
    NameSet to_class;           // "User.posts"
    NameSet open;               // classes that may get anything
    NameSet patched;            // classes of which only tests replace attributes: monkeypatch.setattr(User, …) adds no column
    bool anything = false;      // any class may get anything: a backref whose name is not written out
    bool any_property = false;  // any class may get any column or relationship: add_property()
    AddedToTables to_tables;
    DeclaredNames declared;  // what classes and tables there may be at all

    // To be followed by settle(), once for many.
    void add(const AddedAttributes& other);
    void settle();
    // Of no class (an empty name): whether a class or table of the other name may be declared; of kAnyColumn, kAnySubclass,
    // kColumnOf, kUniqueOf and kForeignOf see there.
    [[nodiscard]] bool may_be_added(std::string_view class_name, std::string_view attribute) const;
    [[nodiscard]] bool empty() const {
        return to_any.empty() && to_class.empty() && open.empty() && patched.empty() && !anything && !any_property &&
               to_tables.empty() && declared.empty();
    }

    friend bool operator==(const AddedAttributes&, const AddedAttributes&) = default;
};

// Pure; any thread. Comments and strings are not told apart from code.
[[nodiscard]] AddedAttributes added_attributes(std::string_view bytes, const Marks& marks);
[[nodiscard]] inline AddedAttributes added_attributes(std::string_view bytes) { return added_attributes(bytes, Marks(bytes)); }

}  // namespace rowtype::facts
