// Which relations can be embedded in which, as PostgREST derives it from the schema: foreign keys seen from both ends, through
// junction tables and through views, and functions that stand for a relationship.
//
// Source of the rules: PostgREST's own (src/library/PostgREST/SchemaCache.hs) and its manual, "Resource Embedding". Which one of several a
// select string means is not decided here.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <utility>
#include <vector>

#include "reflect/catalog/catalog.h"

namespace rowtype::catalog {

enum class Cardinality : std::uint8_t { ManyToOne, OneToMany, OneToOne, ManyToMany };

// Of a many-to-many relationship: the table whose primary key holds the columns of both foreign keys.
struct Junction {
    QualifiedName relation;
    std::string source_constraint;
    std::string target_constraint;
    std::vector<std::pair<std::string, std::string>> source_columns;  // of the source, of the junction
    std::vector<std::pair<std::string, std::string>> target_columns;  // of the junction, of the target

    friend bool operator==(const Junction&, const Junction&) = default;
};

struct Relationship {
    QualifiedName source;
    QualifiedName target;
    Cardinality cardinality = Cardinality::ManyToOne;
    std::string constraint;                                    // of the foreign key; empty for ManyToMany and functions
    std::vector<std::pair<std::string, std::string>> columns;  // of the source, of the target; in the foreign key's order
    bool is_referenced = false;                                // the foreign key is the target's and points at the source
    std::optional<Junction> junction;
    // The function of the source's row type that computes it, and that it is named after; empty name: a foreign key's.
    // A set counts as ManyToMany, but where its author says that it holds at most one row (ROWS 1).
    QualifiedName function;

    [[nodiscard]] bool is_to_one() const { return cardinality == Cardinality::ManyToOne || cardinality == Cardinality::OneToOne; }

    friend bool operator==(const Relationship&, const Relationship&) = default;
};

// All of a catalog's relationships, sorted by source and then by target and constraint. A value of its own, made where it is
// needed: a catalog with 2,000 foreign keys takes about a millisecond.
class Relationships {
public:
    explicit Relationships(const Catalog& catalog);

    [[nodiscard]] std::span<const Relationship> from(const QualifiedName& source) const;
    // False where there may be more: the catalog is an outline, which lacks most foreign keys, or held so many combinations that
    // some were left out.
    [[nodiscard]] bool is_complete() const { return is_complete_; }

private:
    std::vector<Relationship> all_;
    bool is_complete_ = true;
};

// Whether `function` is a computed field of the relation: one argument, its row type, and no relation's rows as result.
[[nodiscard]] bool is_computed_field(const Catalog& catalog, const Function& function, const Relation& relation);

}  // namespace rowtype::catalog
