// A declared column's own words: type, nullability, keys, defaults.
#pragma once

#include "analysis/binding/bound_table.h"
#include "analysis/binding/context.h"
#include "analysis/orm/declaration.h"

namespace rowtype::orm {

struct ReadColumn {
    binding::DeclaredColumn column;
    bool unique = false;
    // ForeignKey(…) in it; `key_unknown`: one that could not be told.
    std::optional<binding::DeclaredForeignKey> foreign_key;
    bool key_unknown = false;
    bool has_no_type = false;  // certainly: SQLAlchemy gives it that of the column which its key leads to (ForeignKey._set_type)
    bool autoincrement_off = false;
    bool has_sequence = false;
    bool is_integer = false;  // of a type that SQLAlchemy makes a serial of
};

// `attribute` is of kind Column.
[[nodiscard]] ReadColumn read_column(const DeclaredAttribute& attribute, const Declaration& declaration,
                                     const catalog::Catalog& catalog);

// "posts.id", "app.posts.id" or the parts of ForeignKey; nothing where it has another form. A name alone is that of a table: the column is
// then called as the one that refers to it.
struct KeyTarget {
    catalog::QualifiedName relation;
    std::string column;
};
[[nodiscard]] std::optional<KeyTarget> key_target(std::string_view text);

}  // namespace rowtype::orm
