#include <array>

#include "analysis/types/verdict_tables.h"

namespace rowtype::types {

namespace {

using Type = PythonType;
using enum Verdict;

constexpr std::string_view kReadAsSeconds = "a number is read as seconds since 1970";
constexpr std::string_view kReadAsDuration = "a number is read as a number of seconds";
constexpr std::string_view kZeroAndOne = "bool takes 0 and 1 only";
constexpr std::string_view kFractions = "int refuses fractions";

constexpr std::array<std::string_view, 2> kSmallIntegerTypes = {"int2", "int4"};
constexpr std::array kSmallIntegerCells = std::to_array<Cell>({
    {Type::Int, Exact, Exact},
    {Type::Float, Wide, Wide},
    {Type::Decimal, Wide, Wide},
    {Type::JsonValue, Wide, Wide},
    {Type::Complex, NotCheckable, NotCheckable},
    {Type::Bool, Wrong, Wrong, kZeroAndOne, "2"},
    {Type::Datetime, Wrong, Wrong, kReadAsSeconds, "5"},
    {Type::AwareDatetime, Wrong, Wrong, kReadAsSeconds, "5"},
    {Type::PastDatetime, Wrong, Wrong, kReadAsSeconds, "5"},
    {Type::Timedelta, Wrong, Wrong, kReadAsDuration, "5"},
});

constexpr std::array<std::string_view, 1> kBigIntegerTypes = {"int8"};
constexpr std::array kBigIntegerCells = std::to_array<Cell>({
    {Type::Int, Exact, Exact},
    {Type::Float, Lossy, Lossy, "float is not exact above 2^53", "9007199254740993 becomes 9007199254740992.0"},
    {Type::Decimal, Wide, Wide},
    {Type::JsonValue, Wide, Wide},
    {Type::Complex, NotCheckable, NotCheckable},
    {Type::Bool, Wrong, Wrong, kZeroAndOne, "2"},
    {Type::Datetime, Wrong, Wrong, kReadAsSeconds, "5"},
    {Type::AwareDatetime, Wrong, Wrong, kReadAsSeconds, "5"},
    {Type::PastDatetime, Wrong, Wrong, kReadAsSeconds, "5"},
    {Type::Timedelta, Wrong, Wrong, kReadAsDuration, "5"},
});

constexpr std::array<std::string_view, 1> kNumericTypes = {"numeric"};
constexpr std::array kNumericCells = std::to_array<Cell>({
    {Type::Decimal, Exact, Exact},
    {Type::Float, Lossy, Lossy, "float rounds to binary fractions", "0.1 + 0.2 is not 0.3"},
    {Type::Int, Lossy, Lossy, kFractions, "1.5"},  // whole numbers: see type_verdict.cpp
    {Type::JsonValue, Wide, Wrong},
    {Type::Complex, NotCheckable, NotCheckable},
    {Type::Bool, Wrong, Wrong, kZeroAndOne, "2"},
    {Type::Datetime, Wrong, Wrong, kReadAsSeconds, "5"},
    {Type::AwareDatetime, Wrong, Wrong, kReadAsSeconds, "5"},
    {Type::Timedelta, Wrong, Wrong, kReadAsDuration, "5"},
});

constexpr std::array<std::string_view, 2> kFloatTypes = {"float4", "float8"};
constexpr std::array kFloatCells = std::to_array<Cell>({
    {Type::Float, Exact, Exact},
    {Type::Decimal, Lossy, Lossy, "Decimal refuses NaN and Infinity", "\"NaN\""},
    {Type::Int, Lossy, Lossy, kFractions, "1.5"},
    {Type::JsonValue, Wide, Wide},
    {Type::Complex, NotCheckable, NotCheckable},
    {Type::Bool, Wrong, Wrong, kZeroAndOne, "1.5"},
});

constexpr std::array<std::string_view, 1> kMoneyTypes = {"money"};
constexpr std::array kMoneyCells = std::to_array<Cell>({
    {Type::Str, Exact, Exact},
    {Type::JsonValue, Wide, Wide},
    {Type::SecretStr, Wide, Wide},
});
constexpr std::array kMoneyWritable = {Type::Decimal, Type::Float, Type::Int};

constexpr std::array<std::string_view, 1> kOidTypes = {"oid"};
constexpr std::array kOidCells = std::to_array<Cell>({
    {Type::Int, Exact, Exact},
    {Type::Str, Wide, Wrong},
    {Type::JsonValue, Wide, Wide},
    {Type::Decimal, Wide, Wide},
    {Type::Float, Wide, Wide},
    {Type::Complex, NotCheckable, NotCheckable},
});

constexpr std::array<std::string_view, 1> kBoolTypes = {"bool"};
constexpr std::array kBoolCells = std::to_array<Cell>({
    {Type::Bool, Exact, Exact},
    {Type::Int, Wide, Wide},
    {Type::JsonValue, Wide, Wide},
    {Type::Complex, NotCheckable, NotCheckable},
    {Type::Float, Lossy, Lossy, "a truth value becomes a number", "true becomes 1.0"},
    {Type::Timedelta, Wrong, Wrong, "a truth value is read as a number of seconds", "true"},
});

const std::array kFamilies = std::to_array<Family>({
    {.types = kSmallIntegerTypes,
     .cells = kSmallIntegerCells,
     .writable = {},
     .shape = ValueShape::Number,
     .json_form = "a whole number",
     .driver_form = "an int",
     .json_sample = "5",
     .json_right = "int",
     .driver_right = "int"},
    {.types = kBigIntegerTypes,
     .cells = kBigIntegerCells,
     .writable = {},
     .shape = ValueShape::Number,
     .json_form = "a whole number",
     .driver_form = "an int",
     .json_sample = "5",
     .json_right = "int",
     .driver_right = "int"},
    {.types = kNumericTypes,
     .cells = kNumericCells,
     .writable = {},
     .shape = ValueShape::Number,
     .json_form = "a number",
     .driver_form = "a Decimal",
     .json_sample = "12.5",
     .json_right = "Decimal",
     .driver_right = "Decimal"},
    {.types = kFloatTypes,
     .cells = kFloatCells,
     .writable = {},
     .shape = ValueShape::Other,
     .json_form = "a number",
     .driver_form = "a float",
     .json_sample = "1.5",
     .json_right = "float",
     .driver_right = "float"},
    {.types = kMoneyTypes,
     .cells = kMoneyCells,
     .writable = kMoneyWritable,
     .shape = ValueShape::Other,
     .json_form = "text with the currency",
     .driver_form = "text with the currency",
     .json_sample = "\"$1,234.50\"",
     .json_right = "str",
     .driver_right = "str"},
    {.types = kOidTypes,
     .cells = kOidCells,
     .writable = {},
     .shape = ValueShape::Other,
     .json_form = "text",
     .driver_form = "an int",
     .json_sample = "\"16384\"",
     .json_right = "int",
     .driver_right = "int"},
    {.types = kBoolTypes,
     .cells = kBoolCells,
     .writable = {},
     .shape = ValueShape::Boolean,
     .json_form = "true or false",
     .driver_form = "a bool",
     .json_sample = "true",
     .json_right = "bool",
     .driver_right = "bool"},
});

}  // namespace

std::span<const Family> number_families() { return kFamilies; }

}  // namespace rowtype::types
