#include <array>

#include "analysis/types/verdict_tables.h"

namespace rowtype::types {

namespace {

using Type = PythonType;
using enum Verdict;

constexpr std::array<std::string_view, 2> kJsonTypes = {"json", "jsonb"};
// asyncpg hands over the document's text, psycopg the decoded value: drivers differ.
constexpr std::array kJsonCells = std::to_array<Cell>({
    {Type::JsonValue, Exact, Exact},
    {Type::Str, Wrong, NotCheckable, "documents arrive decoded", "{\"a\": 1}"},
    {Type::SecretStr, Wrong, NotCheckable, "documents arrive decoded", "{\"a\": 1}"},
    {Type::Bytes, Wrong, NotCheckable, "documents arrive decoded", "{\"a\": 1}"},
    {Type::Complex, NotCheckable, NotCheckable},
});

constexpr std::array<std::string_view, 1> kMapTypes = {"hstore"};
constexpr std::array<std::string_view, 3> kVectorTypes = {"vector", "halfvec", "sparsevec"};
constexpr std::array<std::string_view, 2> kGeometryTypes = {"geometry", "geography"};
constexpr std::array kTextCells = std::to_array<Cell>({
    {Type::Str, Wide, NotCheckable},
    {Type::JsonValue, Wide, NotCheckable},
    {Type::SecretStr, Wide, NotCheckable},
});
constexpr std::array kObjectCells = std::to_array<Cell>({
    {Type::JsonValue, Wide, NotCheckable},
});
constexpr std::array kRangeCells = std::to_array<Cell>({
    {Type::Str, Exact, NotCheckable},
    {Type::JsonValue, Wide, NotCheckable},
    {Type::SecretStr, Wide, NotCheckable},
});

const std::array kFamilies = std::to_array<Family>({
    {.types = kJsonTypes,
     .cells = kJsonCells,
     .writable = {},
     .shape = ValueShape::Document,
     .json_form = "a decoded document",
     .driver_form = "a decoded document",
     .json_sample = "{\"a\": 1}",
     .json_right = "JsonValue",
     .driver_right = "JsonValue"},
    {.types = kMapTypes,
     .cells = kObjectCells,
     .writable = {},
     .shape = ValueShape::Object,
     .driver_otherwise = NotCheckable,
     .json_form = "an object",
     .json_sample = "{\"a\": \"1\", \"b\": null}",
     .json_right = "dict[str, str | None]",
     .extension = true},
    {.types = kVectorTypes,
     .cells = kTextCells,
     .writable = {},
     .shape = ValueShape::Other,
     .driver_otherwise = NotCheckable,
     .json_form = "text",
     .json_sample = "\"[1,2,3]\"",
     .json_right = "list[float] with a before validator that decodes it",
     .extension = true},
    {.types = kGeometryTypes,
     .cells = kObjectCells,
     .writable = {},
     .shape = ValueShape::Object,
     .driver_otherwise = NotCheckable,
     .json_form = "a GeoJSON object",
     .json_sample = "{\"type\": \"Point\"}",
     .json_right = "dict[str, Any]",
     .extension = true},
});

const Family kCompositeFamily = {.types = {},
                                 .cells = kObjectCells,
                                 .writable = {},
                                 .shape = ValueShape::Object,
                                 .driver_otherwise = NotCheckable,
                                 .json_form = "an object",
                                 .json_right = "a model of its attributes, or dict[str, Any]"};
const Family kRangeFamily = {.types = {},
                             .cells = kRangeCells,
                             .writable = {},
                             .shape = ValueShape::Other,
                             .driver_otherwise = NotCheckable,
                             .json_form = "text",
                             .json_sample = "\"[1,3)\"",
                             .json_right = "str"};

}  // namespace

std::span<const Family> document_families() { return kFamilies; }

const Family& composite_family() { return kCompositeFamily; }
const Family& range_family() { return kRangeFamily; }

}  // namespace rowtype::types
