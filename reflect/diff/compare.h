// The comparisons of single objects, and what they share. Internal to this folder.
#pragma once

#include <algorithm>
#include <string>
#include <vector>

#include "reflect/diff/difference.h"

namespace rowtype::diff {

// Both catalogs, and which of them tells what.
struct Sides {
    const catalog::Catalog& before;
    const catalog::Catalog& after;

    // Whether that side gives an outline of the schema (CatalogData::outline_schemas).
    [[nodiscard]] bool is_outline(const std::string& schema) const {
        return before.is_outline(schema) || after.is_outline(schema);
    }
    [[nodiscard]] bool policies_known() const { return before.data().policies_known && after.data().policies_known; }
    [[nodiscard]] bool triggers_known() const { return before.triggers_known() && after.triggers_known(); }
    [[nodiscard]] bool access_known() const { return before.data().access_known && after.data().access_known; }
};

using Changes = std::vector<Change>;

void compare_relations(const Sides& sides, const catalog::Relation& before, const catalog::Relation& after, Changes& changes);
// Keys, foreign keys, checks, exclusions, indexes.
void compare_constraints(const Sides& sides, const catalog::Relation& before, const catalog::Relation& after, Changes& changes);
// Types that columns, arguments and attributes have: unknown, or the same as far as both sides tell.
[[nodiscard]] bool same_type(const Sides& sides, const catalog::Type& before, const catalog::Type& after, bool is_outline);
void compare_checks(const std::vector<catalog::Check>& before, const std::vector<catalog::Check>& after, Changes& changes);
void compare_grants(const std::vector<catalog::Grant>& before, const std::vector<catalog::Grant>& after, Changes& changes);

[[nodiscard]] std::vector<ObjectDifference> compare_types(const Sides& sides, const std::string& schema);
[[nodiscard]] std::vector<ObjectDifference> compare_functions(const Sides& sides, const std::string& schema);
[[nodiscard]] std::vector<ObjectDifference> compare_sequences(const Sides& sides, const std::string& schema);

// What ALTER DEFAULT PRIVILEGES says of objects made in that schema; empty: in every schema.
void compare_default_privileges(const Sides& sides, const std::string& schema, Changes& changes);

// A member that is text on both sides.
void compare_text(Aspect aspect, const std::string& name, const std::string& before, const std::string& after, Changes& changes);
[[nodiscard]] Change made(ChangeKind kind, Aspect aspect, std::string name, std::string before, std::string after);

// Whether an object that `side` lacks is certainly absent there. A schema that it does not have at all has no object, but for
// descriptions of an API, which tell of one schema and not of the others.
[[nodiscard]] inline bool is_certain(const catalog::Catalog& side, const std::string& schema) {
    if (side.is_incomplete(schema)) return false;
    return side.has_schema(schema) || side.data().outline_schemas.empty();
}

// Named parts of both sides, each told once: `same` judges those that both have.
template <class Part, class Text, class Same>
void compare_parts(Aspect aspect, const std::vector<Part>& before, const std::vector<Part>& after, const Text& text,
                   const Same& same, Changes& changes) {
    for (const Part& part : before) {
        const auto other = std::ranges::find(after, part.name, &Part::name);
        if (other == after.end()) {
            changes.push_back(made(ChangeKind::Removed, aspect, part.name, text(part), ""));
        } else if (!same(part, *other)) {
            changes.push_back(made(ChangeKind::Changed, aspect, part.name, text(part), text(*other)));
        }
    }
    for (const Part& part : after) {
        if (std::ranges::find(before, part.name, &Part::name) != before.end()) continue;
        changes.push_back(made(ChangeKind::Added, aspect, part.name, "", text(part)));
    }
}

}  // namespace rowtype::diff
