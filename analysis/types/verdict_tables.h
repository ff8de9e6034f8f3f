// The tables behind judge(). Internal to analysis/types.
#pragma once

#include <span>
#include <string_view>

#include "analysis/types/annotation.h"
#include "analysis/types/type_verdict.h"

namespace rowtype::types {

// What one Python type is for a family of PostgreSQL types, by access profile.
struct Cell {
    PythonType type;
    Verdict json;
    Verdict driver;
    std::string_view reason = {};   // empty: worded from the family
    std::string_view example = {};  // a value that breaks, as JSON shows it
};

// How texts with a fixed set of values (Literal, Enum) and containers meet the family's values.
enum class ValueShape : std::uint8_t {
    Text,    // strings: string Literals and Enums narrow it
    Number,  // integers: integer Literals and Enums narrow it
    Boolean,
    Other,     // dates, addresses …: Literals and Enums are not compared
    Document,  // json: any shape
    Object,    // a JSON object with text keys: hstore, composite, geometry
};

// PostgreSQL types that behave alike.
struct Family {
    std::span<const std::string_view> types;  // internal names; of extensions where `extension`
    std::span<const Cell> cells;
    std::span<const PythonType> writable;  // also good for writing, whatever they are for reading
    ValueShape shape = ValueShape::Other;
    Verdict json_otherwise = Verdict::Wrong;  // scalars that have no cell
    Verdict driver_otherwise = Verdict::Wrong;
    std::string_view json_form = {};    // "text": how values arrive, for messages
    std::string_view driver_form = {};  // "a Decimal"
    std::string_view json_sample = {};
    std::string_view json_right = {};  // the annotation that `generate` writes
    std::string_view driver_right = {};
    bool extension = false;
};

[[nodiscard]] std::span<const Family> number_families();
[[nodiscard]] std::span<const Family> text_families();
[[nodiscard]] std::span<const Family> time_families();
[[nodiscard]] std::span<const Family> network_families();
[[nodiscard]] std::span<const Family> document_families();

// The family of a type that is neither array nor domain, enum, composite or range; null where there is none.
[[nodiscard]] const Family* find_family(const catalog::Type& type, const catalog::Catalog& catalog);
// Of user-defined kinds.
[[nodiscard]] const Family& enum_family();
[[nodiscard]] const Family& composite_family();
[[nodiscard]] const Family& range_family();

}  // namespace rowtype::types
