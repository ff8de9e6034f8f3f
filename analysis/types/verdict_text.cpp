#include <array>

#include "analysis/types/verdict_tables.h"

namespace rowtype::types {

namespace {

using Type = PythonType;
using enum Verdict;

constexpr std::string_view kNotEveryText = "the column takes any text, also such as this annotation refuses";
constexpr std::string_view kChangesType = "every text becomes bytes";

constexpr std::array<std::string_view, 5> kTextTypes = {"text", "varchar", "bpchar", "name", "char"};
constexpr std::array kTextCells = std::to_array<Cell>({
    {Type::Str, Exact, Exact},
    {Type::JsonValue, Wide, Wide},
    {Type::SecretStr, Wide, Wide},
    {Type::Path, Wide, Wide},
    {Type::Bytes, Lossy, Lossy, kChangesType},
    {Type::SecretBytes, Lossy, Lossy, kChangesType},
    {Type::Complex, NotCheckable, NotCheckable},
    {Type::EmailStr, Lossy, Lossy, kNotEveryText, "\"nobody\""},
    {Type::Url, Lossy, Lossy, "a URL is rewritten, and other text refused", "\"http://a.b\" becomes \"http://a.b/\""},
    {Type::Uuid, Lossy, Lossy, kNotEveryText, "\"42\""},
    {Type::UuidVersion, Lossy, Lossy, kNotEveryText, "\"42\""},
    {Type::Base64Bytes, Lossy, Lossy, "the text is decoded, or refused", "\"hello\""},
    {Type::Base64Str, Lossy, Lossy, "the text is decoded, or refused", "\"hello\""},
    {Type::Date, Lossy, Lossy, kNotEveryText, "\"hello\""},
    {Type::Time, Lossy, Lossy, kNotEveryText, "\"hello\""},
    {Type::Datetime, Lossy, Lossy, kNotEveryText, "\"hello\""},
    {Type::AwareDatetime, Lossy, Lossy, kNotEveryText, "\"hello\""},
    {Type::NaiveDatetime, Lossy, Lossy, kNotEveryText, "\"hello\""},
    {Type::Timedelta, Lossy, Lossy, kNotEveryText, "\"hello\""},
    {Type::Decimal, Lossy, Lossy, kNotEveryText, "\"hello\""},
    {Type::IpAnyAddress, Lossy, Lossy, kNotEveryText, "\"hello\""},
    {Type::IpAnyInterface, Lossy, Lossy, kNotEveryText, "\"hello\""},
    {Type::IpAnyNetwork, Lossy, Lossy, kNotEveryText, "\"hello\""},
    {Type::Ipv4Address, Lossy, Lossy, kNotEveryText, "\"hello\""},
    {Type::Ipv6Address, Lossy, Lossy, kNotEveryText, "\"hello\""},
});

constexpr std::array<std::string_view, 1> kCitextTypes = {"citext"};

constexpr std::array<std::string_view, 22> kOpaqueTypes = {
    "xml",     "tsvector", "tsquery",     "macaddr",     "macaddr8",      "pg_lsn",   "jsonpath", "xid",
    "xid8",    "cid",      "tid",         "pg_snapshot", "txid_snapshot", "regclass", "regproc",  "regprocedure",
    "regtype", "regoper",  "regoperator", "regrole",     "regnamespace",  "regconfig"};
constexpr std::array kOpaqueCells = std::to_array<Cell>({
    {Type::Str, Exact, NotCheckable},
    {Type::JsonValue, Wide, NotCheckable},
    {Type::SecretStr, Wide, NotCheckable},
});

constexpr std::array<std::string_view, 3> kLabelTreeTypes = {"ltree", "lquery", "ltxtquery"};

constexpr std::array<std::string_view, 2> kBitTypes = {"bit", "varbit"};
constexpr std::array kBitCells = std::to_array<Cell>({
    {Type::Str, Exact, NotCheckable},
    {Type::JsonValue, Wide, NotCheckable},
    {Type::SecretStr, Wide, NotCheckable},
    {Type::Int, Wrong, NotCheckable, "the digits are read as a decimal number", "\"101\" becomes 101"},
    {Type::Float, Wrong, NotCheckable, "the digits are read as a decimal number", "\"101\" becomes 101.0"},
    {Type::Decimal, Wrong, NotCheckable, "the digits are read as a decimal number", "\"101\" becomes 101"},
});

constexpr std::array<std::string_view, 7> kGeometricTypes = {"point", "line", "lseg", "box", "path", "polygon", "circle"};

constexpr std::array<std::string_view, 1> kBinaryTypes = {"bytea"};
constexpr std::array kBinaryCells = std::to_array<Cell>({
    {Type::Bytes, Wrong, Exact, "JSON carries hexadecimal text, and bytes keeps its letters", "\"\\x6869\" becomes b'\\\\x6869'"},
    {Type::SecretBytes, Wrong, Wide, "JSON carries hexadecimal text, and its letters are kept", "\"\\x6869\""},
    {Type::Str, Wide, Wrong},
    {Type::SecretStr, Wide, Wrong},
    {Type::JsonValue, Wide, Wrong},
});
constexpr std::array kBinaryWritable = {Type::Bytes, Type::Str};

constexpr std::array kEnumCells = std::to_array<Cell>({
    {Type::Str, Wide, Wide},
    {Type::JsonValue, Wide, Wide},
    {Type::SecretStr, Wide, Wide},
    {Type::Path, NotCheckable, NotCheckable},
});

const std::array kFamilies = std::to_array<Family>({
    {.types = kTextTypes,
     .cells = kTextCells,
     .writable = {},
     .shape = ValueShape::Text,
     .json_form = "text",
     .driver_form = "a str",
     .json_sample = "\"hello\"",
     .json_right = "str",
     .driver_right = "str"},
    {.types = kCitextTypes,
     .cells = kTextCells,
     .writable = {},
     .shape = ValueShape::Text,
     .json_form = "text",
     .driver_form = "a str",
     .json_sample = "\"hello\"",
     .json_right = "str",
     .driver_right = "str",
     .extension = true},
    {.types = kOpaqueTypes,
     .cells = kOpaqueCells,
     .writable = {},
     .shape = ValueShape::Other,
     .driver_otherwise = NotCheckable,
     .json_form = "text",
     .driver_form = "a str",
     .json_right = "str",
     .driver_right = "str"},
    {.types = kLabelTreeTypes,
     .cells = kOpaqueCells,
     .writable = {},
     .shape = ValueShape::Other,
     .driver_otherwise = NotCheckable,
     .json_form = "text",
     .driver_form = "a str",
     .json_right = "str",
     .driver_right = "str",
     .extension = true},
    {.types = kBitTypes,
     .cells = kBitCells,
     .writable = {},
     .shape = ValueShape::Other,
     .driver_otherwise = NotCheckable,
     .json_form = "text of 0 and 1",
     .driver_form = "a str",
     .json_sample = "\"101\"",
     .json_right = "str",
     .driver_right = "str"},
    {.types = kGeometricTypes,
     .cells = kOpaqueCells,
     .writable = {},
     .shape = ValueShape::Other,
     .driver_otherwise = NotCheckable,
     .json_form = "text",
     .driver_form = "a str",
     .json_sample = "\"(1,2)\"",
     .json_right = "str",
     .driver_right = "str"},
    {.types = kBinaryTypes,
     .cells = kBinaryCells,
     .writable = kBinaryWritable,
     .shape = ValueShape::Other,
     .json_form = "hexadecimal text",
     .driver_form = "bytes",
     .json_sample = "\"\\x6869\"",
     .json_right = "bytes with a before validator that decodes it, or str",
     .driver_right = "bytes"},
});

const Family kEnumFamily = {.types = {},
                            .cells = kEnumCells,
                            .writable = {},
                            .shape = ValueShape::Text,
                            .json_form = "one of its labels, as text",
                            .driver_form = "one of its labels, as text"};

}  // namespace

std::span<const Family> text_families() { return kFamilies; }

const Family& enum_family() { return kEnumFamily; }

}  // namespace rowtype::types
