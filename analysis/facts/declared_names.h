// Names of classes and tables that a file gives, by its bytes: what SQLAlchemy may find in its registry when a text names it
// (relationship("Post"), secondary="post_tags"). Whoever says that there is no such class or table has to look here first.
#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <string_view>

#include "analysis/facts/module_search.h"
#include "analysis/facts/name_set.h"

namespace rowtype::facts {

struct DeclaredNames {
    NameSet classes;  // "class Post(…)", wherever it stands
    // What is imported, assigned, the first argument of a call (type("Post", …), Table("posts", …)), a __tablename__.
    NameSet others;
    // What stands in the brackets behind the name of a class, without its path, numbered in each file: "Base", "Base#2" of its second
    // subclass there. And what an import or an assignment gives another name: its subclasses are not told by it. In the same way the names
    // of tables, behind kTableNamed.
    NameSet subclassed;
    NameSet columns;  // of a key= and the first text of a Column(…) or mapped_column(…)
    // Classes are made whose names are not written out: automap, sqlalchemy_continuum, type(name, (Base,), …).
    bool anything = false;

    // To be followed by settle(), once for many.
    void add(const DeclaredNames& other);
    void settle();
    [[nodiscard]] bool may_be_declared(std::string_view name) const;
    // How many classes of one file may have that base.
    [[nodiscard]] std::size_t subclasses_of(std::string_view base) const;
    // Of one file: whether it has a subclass of that number. `module`: the name of a subclassing_module().
    [[nodiscard]] bool has_subclass(std::string_view module) const;
    [[nodiscard]] bool empty() const {
        return classes.empty() && others.empty() && subclassed.empty() && columns.empty() && !anything;
    }

    friend bool operator==(const DeclaredNames&, const DeclaredNames&) = default;
};

// In place of a class's name: the question whether a column may be called so.
constexpr std::string_view kAnyColumn = ".";
// In the same place, beside the name of a subclassing_module(): whether there is such a module. Who was given none has to ask, since it
// may only be unknown yet.
constexpr std::string_view kAnySubclass = ":";
// Before the name of a class: the question whether code may give it that column. A backref brings a relationship, and never one.
constexpr std::string_view kColumnOf = "+";
// The same, of a class or the variable of a table: the question whether an Index(…, unique=True) or UniqueConstraint(…) behind it may name
// that column, by its attribute or its name.
constexpr std::string_view kUniqueOf = "#";
// The same of a foreign key behind it: append_constraint(ForeignKeyConstraint(…)).
constexpr std::string_view kForeignOf = "&";

// Pure; any thread. Comments and strings are not told apart from code: they only add names.
[[nodiscard]] DeclaredNames declared_names(std::string_view bytes);

// In place of a base's name, before that of a table: a class that writes it out as its __tablename__, or a Table of that name.
constexpr std::string_view kTableNamed = "=";

// A question to those who find modules: the module that declares a class of that name, whoever imports it; of several, sorted by their
// paths, the one with that number. No module can be imported from so many levels up.
constexpr std::uint32_t kDeclaringLevel = std::numeric_limits<std::uint32_t>::max();
[[nodiscard]] ModuleReference declaring_module(std::string_view class_name, std::size_t number);

// A question like it: the module with a class that has a base of that name in its brackets. One that has several such classes comes
// once for each, so that a class more changes an answer. Whether it is that base is for the module's facts to tell.
constexpr std::uint32_t kSubclassingLevel = kDeclaringLevel - 1;
[[nodiscard]] ModuleReference subclassing_module(std::string_view base_name, std::size_t number);

// The same of classes and Core tables that write that name of a table out: subclassing_module() of kTableNamed.
[[nodiscard]] ModuleReference table_module(std::string_view table_name, std::size_t number);

struct DeclaringQuestion {
    std::string class_name;
    std::size_t number = 0;
};
// Of a reference that declaring_module or subclassing_module made.
[[nodiscard]] DeclaringQuestion declaring_question(const ModuleReference& module);

}  // namespace rowtype::facts
