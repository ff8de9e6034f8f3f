// What differs between two catalogs, as structured changes: for `rowtype diff`, and to say what of a snapshot is stale.
//
// *Unknown* on one side is never a difference: an object that may exist in a schema that one side read in part, a type that could
// not be resolved, the nullability of a view's column, a default that an API's description leaves out, privileges that were not
// read. Expressions that differ only in how DDL and PostgreSQL's own printer spell them are the same (expression.h).
//
// To add a member of the catalog: a Change in the file of its object (compare_*.cpp), a case in tests/reflect/diff.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::diff {

enum class ChangeKind : std::uint8_t { Added, Removed, Changed };

// What of an object a change is about.
enum class Aspect : std::uint8_t {
    Kind,  // of a relation or type: a table became a view
    Column,
    ColumnType,
    Nullability,
    Default,
    Identity,
    Generated,
    Collation,
    Comment,
    PrimaryKey,
    UniqueKey,
    ForeignKey,
    Check,
    Exclusion,
    Index,
    Definition,  // of a view
    Partition,
    Inheritance,
    RowSecurity,
    Policy,
    Trigger,
    Rule,
    Privileges,
    Label,
    LabelOrder,
    Base,  // of a domain or range
    Attribute,
    Arguments,
    Result,
    Volatility,
    Security,
    Sequence,  // its numbers and owner
    DefaultPrivileges,
};

struct Change {
    ChangeKind kind = ChangeKind::Changed;
    Aspect aspect = Aspect::Column;
    std::string name;    // of the part: a column, constraint, label; empty where the object itself is meant
    std::string before;  // as SQL says it; empty where it is added
    std::string after;   // empty where it is removed

    friend bool operator==(const Change&, const Change&) = default;
};

enum class ObjectClass : std::uint8_t { Relation, Type, Function, Sequence, Schema };

struct ObjectDifference {
    ObjectClass object = ObjectClass::Relation;
    ChangeKind kind = ChangeKind::Changed;
    std::string name;             // "public.orders"; of a function with its arguments
    std::string what;             // "table", "view", "enum", "function"
    std::string text;             // of an added or removed object, in a few words: "5 columns"
    std::vector<Change> changes;  // of a changed one; never empty there

    friend bool operator==(const ObjectDifference&, const ObjectDifference&) = default;
};

struct Difference {
    std::vector<ObjectDifference> objects;  // relations, types, functions, sequences, schemas; each by name
    std::vector<std::string> not_compared;  // schemas that one has and the other did not read in whole

    [[nodiscard]] bool empty() const { return objects.empty(); }
};

struct Options {
    std::vector<std::string> schemas;  // only these; empty: all. Each side is taken to have read them
    // Relations that nobody's schema is about, such as the books of migration tools.
    std::function<bool(const catalog::Relation&)> is_left_out;
};

// What turns `before` into `after`. Objects that an extension owns are no part of either. Parses expressions: needs the stack of
// a pool thread.
[[nodiscard]] Difference compare(const catalog::Catalog& before, const catalog::Catalog& after, const Options& options = {});

// "column", "primary key", "row-level security": for people and reports alike.
[[nodiscard]] std::string_view word_of(Aspect aspect);
[[nodiscard]] std::string_view word_of(ChangeKind kind);     // "added", "removed", "changed"
[[nodiscard]] std::string_view word_of(ObjectClass object);  // "relation", …

}  // namespace rowtype::diff
