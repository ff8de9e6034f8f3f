// What pg_catalog has by which the types of expressions are found: types, implicit casts, operators and functions.
//
// The facts are signatures/pg_catalog.txt, printed by a real server: run signatures/generate.sql there with psql and compare.
// Functions and operators of newer releases are simply not there, so what they give is unknown.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "reflect/catalog/types.h"

namespace rowtype::migrations {

// The text of the table, made at build.
[[nodiscard]] std::string_view signature_table();

struct BuiltinType {
    char category = 'U';  // pg_type.typcategory
    bool preferred = false;
    std::string_view subtype;  // of a range type
    std::string_view multirange;
};

struct Signature {
    std::vector<catalog::Type> arguments;     // those that a call gives; of an operator one or two
    catalog::Type result;                     // pg_catalog.record where there are `columns`
    std::vector<catalog::Attribute> columns;  // what a function with OUT arguments gives
    std::size_t defaults = 0;                 // as many of the last arguments may be left out
    bool is_variadic = false;                 // the last argument is an array, or "any", whose elements the call gives
    bool returns_set = false;
    bool is_aggregate = false;  // window functions are not
};

// By internal name ("int4"); null where pg_catalog has no such type, and for array types.
[[nodiscard]] const BuiltinType* find_builtin_type(std::string_view name);
[[nodiscard]] bool casts_implicitly(std::string_view from, std::string_view to);
[[nodiscard]] std::vector<Signature> builtin_functions(std::string_view name);
[[nodiscard]] std::vector<Signature> builtin_operators(std::string_view name);

// pg_catalog.name; "name[]" is an array.
[[nodiscard]] catalog::Type builtin_type(std::string_view name);

}  // namespace rowtype::migrations
