// What migration files say of names beside the schema: of those that files of the checkout make, and that the database does not
// contain yet, so that code may already use them; and of those that files drop or rename, so that code may use them no longer. No
// part of a relation's value.
#pragma once

#include <cstdint>
#include <string>

#include "reflect/catalog/types.h"

namespace rowtype::catalog {

// A relation or column that a pending file makes, or gives this name.
struct PendingName {
    QualifiedName relation;
    std::string column;      // empty: the relation itself
    std::string file;        // as people know it: supabase/migrations/20260101000000_add_x.sql
    std::uint32_t line = 0;  // one-based

    friend bool operator==(const PendingName&, const PendingName&) = default;
};

// A relation or column that a file drops or renames. The catalog no longer has it, certainly so: it is absent also where the schema,
// or the relation, is not wholly known.
struct RemovedName {
    QualifiedName relation;
    std::string column;      // empty: the relation itself
    std::string renamed_to;  // its new name, with the schema where that changes; empty: dropped
    std::string file;  // empty: of a schema before the file that makes it, or of a snapshot of migrations outside of its project
    std::uint32_t line = 0;
    bool is_pending = false;  // the database may still have it

    friend bool operator==(const RemovedName&, const RemovedName&) = default;
};

// A function or procedure (of all overloads of the name), or a label of an enum.
enum class PendingKind : std::uint8_t { Function, Label };

// Made by a pending file, or given this name by it.
struct PendingObject {
    PendingKind kind = PendingKind::Function;
    QualifiedName name;  // of the function; of the label's enum
    std::string label;   // empty for a function
    std::string file;
    std::uint32_t line = 0;

    friend bool operator==(const PendingObject&, const PendingObject&) = default;
};

// Dropped or renamed by a file: no overload of that name is left. The catalog no longer has it.
struct RemovedObject {
    PendingKind kind = PendingKind::Function;
    QualifiedName name;
    std::string label;
    std::string renamed_to;  // of a function with the schema where that changes; empty: dropped
    std::string file;
    std::uint32_t line = 0;
    bool is_pending = false;  // the database may still have it

    friend bool operator==(const RemovedObject&, const RemovedObject&) = default;
};

}  // namespace rowtype::catalog
