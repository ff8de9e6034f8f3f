// From the text of format_type() to a catalog type.
#pragma once

#include <string_view>

#include "reflect/catalog/types.h"

namespace rowtype::openapi {

// "integer", "character varying", "timestamp(3) with time zone", "public.mood", "\"Odd\".\"Type\"[]", "extensions.vector(3)".
// A name that stands without schema and is not one of PostgreSQL's own gets the empty schema: it stood on a search path that
// the text does not tell. One pair of brackets is printed for any number of dimensions.
[[nodiscard]] catalog::Type parse_format_type(std::string_view format);

}  // namespace rowtype::openapi
