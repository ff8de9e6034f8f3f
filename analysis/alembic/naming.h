// Names that SQLAlchemy gives to constraints and indexes: those of a MetaData's naming_convention.
#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/alembic/values.h"

namespace rowtype::alembic {

// "ix", "uq", "ck", "fk" and "pk" to texts like "fk_%(table_name)s_%(column_0_name)s".
struct NamingConvention {
    std::map<std::string, std::string, std::less<>> templates;
    bool is_known = true;  // false: env.py has one that cannot be told

    friend bool operator==(const NamingConvention&, const NamingConvention&) = default;
};

// Of a dictionary as MetaData(naming_convention=…) takes it; not known where parts of it cannot be told.
[[nodiscard]] NamingConvention read_naming_convention(const Value* given);

// What a name is made of.
struct NamedThing {
    std::string_view kind;  // as above
    std::vector<std::string> columns;
    std::string referred_table = {};
    std::vector<std::string> referred_columns = {};
};

// Names of one table's constraints and indexes.
class TableNames {
public:
    TableNames(const NamingConvention& convention, std::string schema, std::string table)
        : convention_(convention), schema_(std::move(schema)), table_(std::move(table)) {}

    // The name that the thing gets where `given` was written (null or None: nothing was); empty: it has none, and PostgreSQL
    // makes one up.
    [[nodiscard]] std::string name_of(const NamedThing& thing, const Value* given) const;
    // CONSTRAINT "name" , or nothing where it has none.
    [[nodiscard]] std::string prefix(const NamedThing& thing, const Value* given) const;

private:
    [[nodiscard]] std::optional<std::string> filled(std::string_view pattern, const NamedThing& thing,
                                                    const std::string& given) const;
    [[nodiscard]] std::optional<std::string> token(std::string_view name, const NamedThing& thing,
                                                   const std::string& given) const;

    const NamingConvention& convention_;
    std::string schema_;
    std::string table_;
};

}  // namespace rowtype::alembic
