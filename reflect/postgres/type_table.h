// Every type of the server by OID, and the definitions of those that the catalog needs.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "reflect/catalog/catalog.h"
#include "reflect/postgres/connection.h"

namespace rowtype::postgres {

class TypeTable {
public:
    static constexpr unsigned kColumns = 19;

    // Rows of types.sql.
    explicit TypeTable(const Rows& rows);

    // The type of a column, attribute, argument or result. `dimensions` as attndims: arrays made by CREATE TABLE AS and in
    // views say 0 and have one. An OID that is not there gives an unknown type.
    [[nodiscard]] catalog::Type resolve(std::uint32_t oid, std::int32_t modifier = -1, std::int32_t dimensions = 0) const;
    // Whether the type, a domain, refuses NULL at any depth.
    [[nodiscard]] bool refuses_null(std::uint32_t oid) const;

    // The type under a domain, at any depth; of another type itself.
    [[nodiscard]] std::uint32_t base_of(std::uint32_t oid) const;
    // The type's own collation, by OID; 0 where it has none.
    [[nodiscard]] std::uint32_t collation_of(std::uint32_t oid) const;

    // From columns.sql, constraints.sql and expressions.sql, which know them.
    void add_attribute(std::uint32_t composite_relation, catalog::Attribute attribute);
    void add_domain_check(std::uint32_t domain, catalog::Check check);
    void set_domain_check(std::uint32_t domain, std::string_view name, std::string expression);
    void set_domain_default(std::uint32_t domain, std::string expression);

    // Definitions of the types in `data.schemas` and of those that its objects use, directly or through other types.
    [[nodiscard]] std::vector<catalog::TypeDefinition> definitions(const catalog::CatalogData& data) const;

private:
    struct Entry {
        catalog::QualifiedName name;
        char kind = 'b';               // pg_type.typtype
        std::uint32_t element = 0;     // of a true array
        std::uint32_t base = 0;        // domain
        std::int32_t modifier = -1;    // domain
        std::int32_t dimensions = 0;   // domain
        bool not_null = false;         // domain
        std::uint32_t subtype = 0;     // range
        std::uint32_t multirange = 0;  // range
        std::uint32_t collation = 0;
        bool is_defined_by_user = false;  // enum, domain, own composite, range, base type: not a table's row type, not an array
        catalog::TypeDefinition definition;
    };

    [[nodiscard]] const Entry* find(std::uint32_t oid) const;

    std::unordered_map<std::uint32_t, Entry> entries_;
    std::unordered_map<std::uint32_t, std::uint32_t> composites_;  // pg_class OID to pg_type OID
};

}  // namespace rowtype::postgres
