// Embedded resources of a select string: which relation each one reads, by PostgREST's resolution (POSTGREST.md 3.2).
#pragma once

#include <deque>
#include <memory>
#include <string>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::binding {

// One level of a select: a relation and the embeds below it, by alias and by name.
struct EmbedNode {
    std::string alias;
    std::string name;
    const catalog::Relation* relation = nullptr;  // null: not resolved, names below it are unknown
    // Of the root of a function's call: the relation made of its result's columns, which relates to nothing.
    std::shared_ptr<const catalog::Relation> made;
    bool is_to_many = false;         // certainly: a row above has a list of it
    bool may_embed_more = false;     // of the root: a select could not be read
    bool selects_elsewhere = false;  // of the root: its selects were not looked at
    std::deque<EmbedNode> children;  // deque: nodes are pointed at while others are added

    // By alias first, then by name; null where there is none, or where several fit.
    [[nodiscard]] const EmbedNode* child(std::string_view key) const;
};

// The relation that `target` embedded in `base` likely reads, whatever its hint: a relation of the same schema; a foreign key's
// name, or its only column, of `base`; the name of a foreign key that points at `base`. Null where none fits or where a function
// of that name may stand for a computed relationship. What PostgREST makes of it says embed_resolution.h.
[[nodiscard]] const catalog::Relation* embedded_relation(const catalog::Catalog& catalog, const catalog::Relation& base,
                                                         std::string_view target);

// Whether `relation.name` is read by PostgreSQL as a function of the whole row: "users.count" is count(users).
[[nodiscard]] bool is_builtin_row_function(std::string_view name);

// Whether there is a function of that name that takes a row of the relation.
[[nodiscard]] bool has_function_of_row(const catalog::Catalog& catalog, const catalog::Relation& relation, std::string_view name);

// Whether `name` is a column of the relation or a computed field: a function of its row type, or of any row.
[[nodiscard]] bool has_column_or_computed_field(const catalog::Catalog& catalog, const catalog::Relation& relation,
                                                std::string_view name);

}  // namespace rowtype::binding
