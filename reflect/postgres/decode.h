// PostgreSQL's text and number encodings in its own catalogs.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/types.h"

namespace rowtype::postgres {

// The items of a one-dimensional array literal, '{a,"b c",NULL}'; NULL reads as "". nullopt where the text is none.
[[nodiscard]] std::optional<std::vector<std::string>> parse_array(std::string_view text);

// The fields of a record literal, '(1,"b ""c""",)'; NULL reads as "". nullopt where the text is none.
[[nodiscard]] std::optional<std::vector<std::string>> parse_record(std::string_view text);

// The numbers of an array literal '{1,2}' or of an int2vector or oidvector '1 2'. nullopt where one is no number.
[[nodiscard]] std::optional<std::vector<std::int64_t>> parse_numbers(std::string_view text);

// A collation's name as the catalog has it: PostgreSQL's own ("C") without their schema; "" of none (0). The database's own,
// "default", comes without its name.
[[nodiscard]] std::string collation_name(std::uint32_t oid, std::string_view schema, std::string_view name);

// The modifiers that a pg_attribute.atttypmod or pg_type.typtypmod stands for (each type's typmodout function, in
// src/backend/utils/adt/): varchar(30) is {30}, numeric(3,-2) {3, -2}, timestamp(3) {3}, bit(8) {8}; -1 is none.
// Of intervals the precision; their fields are decode_interval_fields()'s. A type of an extension keeps the number
// as it is (pgvector: the dimensions), but PostGIS packs flags into its, so there it is none.
[[nodiscard]] std::vector<std::int32_t> decode_modifiers(std::string_view schema, std::string_view type, std::int32_t modifier);

[[nodiscard]] catalog::IntervalFields decode_interval_fields(std::string_view schema, std::string_view type,
                                                             std::int32_t modifier);

}  // namespace rowtype::postgres
