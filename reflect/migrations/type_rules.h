// How PostgreSQL relates types to each other: categories, implicit coercion, the common type of alternatives.
//
// Types in here are those of values: arrays have one dimension (PostgreSQL tells int[] and int[][] not apart), and modifiers
// are left aside but where a function says otherwise. pg_catalog.unknown is a string literal or NULL whose type is still open.
#pragma once

#include <vector>

#include "reflect/migrations/schema_builder.h"
#include "reflect/migrations/signatures.h"

namespace rowtype::migrations {

class TypeRules {
public:
    explicit TypeRules(SchemaBuilder& schema) : schema_(schema) {}

    // What a domain stands for, at any depth; any other type itself.
    [[nodiscard]] catalog::Type base_of(const catalog::Type& type) const;
    // pg_type.typcategory; '?' of a type whose nature is not known, which are those that extensions bring.
    [[nodiscard]] char category_of(const catalog::Type& type) const;
    [[nodiscard]] bool is_preferred(const catalog::Type& type) const;
    // Of an extension, or not known: what overloads there are for it is not known either. (citext counts as text.)
    [[nodiscard]] bool is_opaque(const catalog::Type& type) const;

    // Unknown where the type has none.
    [[nodiscard]] catalog::Type element_of(const catalog::Type& array) const;
    [[nodiscard]] catalog::Type array_of(const catalog::Type& element) const;
    [[nodiscard]] catalog::Type subtype_of(const catalog::Type& range) const;
    [[nodiscard]] catalog::Type range_of_multirange(const catalog::Type& multirange) const;
    [[nodiscard]] catalog::Type multirange_of(const catalog::Type& range) const;
    // The columns of a composite type, or of a relation's rows.
    [[nodiscard]] std::vector<catalog::Attribute> attributes_of(const catalog::Type& composite) const;
    [[nodiscard]] bool is_enum(const catalog::Type& type) const;

    // Whether a value of one type is taken where the other is wanted, without a cast (can_coerce_type, implicit).
    [[nodiscard]] bool coerces(const catalog::Type& from, const catalog::Type& to) const;
    // The type of UNION, CASE, COALESCE, VALUES, ARRAY (select_common_type); pg_catalog.text where all are open. Unknown where
    // one of them is, or PostgreSQL would refuse. The modifiers are kept where all agree.
    [[nodiscard]] catalog::Type common_of(const std::vector<catalog::Type>& types) const;

private:
    [[nodiscard]] const catalog::TypeDefinition* definition_of(const catalog::Type& type) const;

    SchemaBuilder& schema_;
};

// The type without modifiers and with one dimension at most.
[[nodiscard]] catalog::Type value_type(catalog::Type type);
[[nodiscard]] bool is_open(const catalog::Type& type);  // pg_catalog.unknown
[[nodiscard]] bool is_same_type(const catalog::Type& left, const catalog::Type& right);

}  // namespace rowtype::migrations
