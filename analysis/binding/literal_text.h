// Whether a type of PostgreSQL's takes a literal, by what its input function refuses for certain.
#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "reflect/catalog/types.h"

namespace rowtype::binding {

struct SqlLiteral {
    enum class Kind : std::uint8_t { Text, Number, Boolean };

    Kind kind = Kind::Text;
    std::string text;  // without quotes
};

// `type` is no domain. `labels`: of an enum; else empty. True wherever nothing is certain.
[[nodiscard]] bool takes_literal(const catalog::Type& type, const std::vector<std::string>& labels, const SqlLiteral& literal);

}  // namespace rowtype::binding
