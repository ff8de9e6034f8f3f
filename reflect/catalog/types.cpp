#include "reflect/catalog/types.h"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

namespace rowtype::catalog {

namespace {

// Internal name and the name that format_type() prints (src/backend/utils/adt/format_type.c), for those that differ.
constexpr std::array<std::pair<std::string_view, std::string_view>, 14> kPrintedNames = {{
    {"int2", "smallint"},
    {"int4", "integer"},
    {"int8", "bigint"},
    {"float4", "real"},
    {"float8", "double precision"},
    {"bool", "boolean"},
    {"bpchar", "character"},
    {"varchar", "character varying"},
    {"time", "time without time zone"},
    {"timetz", "time with time zone"},
    {"timestamp", "timestamp without time zone"},
    {"timestamptz", "timestamp with time zone"},
    {"varbit", "bit varying"},
    {"numeric", "numeric"},
}};

// Further spellings of SQL and the serial pseudo-types (which are integers with a default).
constexpr std::array<std::pair<std::string_view, std::string_view>, 20> kOtherSpellings = {{
    {"int", "int4"},
    {"dec", "numeric"},
    {"decimal", "numeric"},
    {"char", "bpchar"},
    {"nchar", "bpchar"},
    {"national character", "bpchar"},
    {"char varying", "varchar"},
    {"float", "float8"},
    {"serial", "int4"},
    {"serial4", "int4"},
    {"bigserial", "int8"},
    {"serial8", "int8"},
    {"smallserial", "int2"},
    {"serial2", "int2"},
    {"time", "time"},
    {"timestamp", "timestamp"},
    {"national char", "bpchar"},
    {"double", "float8"},
    {"national character varying", "varchar"},
    {"boolean", "bool"},
}};

// Types of pg_catalog that a column may have and whose names need no translation (pg_type.dat, PostgreSQL 18).
constexpr std::array<std::string_view, 76> kPlainNames = {{
    "aclitem",
    "bit",
    "bool",
    "box",
    "bpchar",
    "bytea",
    "cid",
    "cidr",
    "circle",
    "date",
    "datemultirange",
    "daterange",
    "float4",
    "float8",
    "gtsvector",
    "inet",
    "int2",
    "int2vector",
    "int4",
    "int4multirange",
    "int4range",
    "int8",
    "int8multirange",
    "int8range",
    "interval",
    "json",
    "jsonb",
    "jsonpath",
    "line",
    "lseg",
    "macaddr",
    "macaddr8",
    "money",
    "name",
    "numeric",
    "nummultirange",
    "numrange",
    "oid",
    "oidvector",
    "path",
    "pg_lsn",
    "pg_node_tree",
    "pg_snapshot",
    "point",
    "polygon",
    "refcursor",
    "regclass",
    "regcollation",
    "regconfig",
    "regdictionary",
    "regnamespace",
    "regoper",
    "regoperator",
    "regproc",
    "regprocedure",
    "regrole",
    "regtype",
    "text",
    "tid",
    "time",
    "timestamp",
    "timestamptz",
    "timetz",
    "tsmultirange",
    "tsquery",
    "tsrange",
    "tstzmultirange",
    "tstzrange",
    "tsvector",
    "txid_snapshot",
    "uuid",
    "varbit",
    "varchar",
    "xid",
    "xid8",
    "xml",
}};

std::string lower_case(std::string_view text) {
    std::string lowered(text);
    std::ranges::transform(lowered, lowered.begin(),
                           [](unsigned char letter) { return static_cast<char>(std::tolower(letter)); });
    return lowered;
}

// In the order of IntervalFields, behind the first.
constexpr std::array<std::string_view, 13> kIntervalFields = {
    "year",        "month",         "day",           "hour",           "minute",         "second",          "year to month",
    "day to hour", "day to minute", "day to second", "hour to minute", "hour to second", "minute to second"};

// numeric(10,2); "timestamp(3) with time zone" has its modifier in the middle.
std::string with_modifiers(std::string printed, const std::vector<std::int32_t>& modifiers) {
    if (modifiers.empty()) return printed;
    std::string list = "(";
    for (const std::int32_t modifier : modifiers) {
        if (list.size() > 1) list += ",";
        list += std::to_string(modifier);
    }
    list += ")";
    const bool has_zone_words = printed.starts_with("time") && printed.find(' ') != std::string::npos;
    return has_zone_words ? printed.insert(printed.find(' '), list) : printed + list;
}

}  // namespace

std::string_view word_of(IntervalFields fields) {
    return fields == IntervalFields::All ? std::string_view() : kIntervalFields[static_cast<std::size_t>(fields) - 1];
}

std::optional<IntervalFields> interval_fields(std::string_view words) {
    if (words.empty()) return IntervalFields::All;
    const auto found = std::ranges::find(kIntervalFields, lower_case(words));
    if (found == kIntervalFields.end()) return std::nullopt;
    return static_cast<IntervalFields>(found - kIntervalFields.begin() + 1);
}

IntervalFields interval_fields_of_mask(std::int32_t mask) {
    constexpr std::int32_t kMonth = 1 << 1;
    constexpr std::int32_t kYear = 1 << 2;
    constexpr std::int32_t kDay = 1 << 3;
    constexpr std::int32_t kHour = 1 << 10;
    constexpr std::int32_t kMinute = 1 << 11;
    constexpr std::int32_t kSecond = 1 << 12;
    switch (mask) {
        case kYear: return IntervalFields::Year;
        case kMonth: return IntervalFields::Month;
        case kDay: return IntervalFields::Day;
        case kHour: return IntervalFields::Hour;
        case kMinute: return IntervalFields::Minute;
        case kSecond: return IntervalFields::Second;
        case kYear | kMonth: return IntervalFields::YearToMonth;
        case kDay | kHour: return IntervalFields::DayToHour;
        case kDay | kHour | kMinute: return IntervalFields::DayToMinute;
        case kDay | kHour | kMinute | kSecond: return IntervalFields::DayToSecond;
        case kHour | kMinute: return IntervalFields::HourToMinute;
        case kHour | kMinute | kSecond: return IntervalFields::HourToSecond;
        case kMinute | kSecond: return IntervalFields::MinuteToSecond;
        default: return IntervalFields::All;
    }
}

std::string Type::to_string(std::string_view home_schema) const {
    std::string printed = name.name;
    if (is_builtin("bpchar") && modifiers.empty()) {
        printed = "bpchar";  // "character" alone would mean character(1)
    } else if (is_builtin("char")) {
        printed = "\"char\"";
    } else if (name.schema == "pg_catalog") {
        const auto known =
            std::ranges::find(kPrintedNames, std::string_view(name.name), &std::pair<std::string_view, std::string_view>::first);
        if (known != kPrintedNames.end()) printed = known->second;
    } else if (!name.schema.empty() && name.schema != home_schema) {
        printed = name.to_string();
    }
    if (fields != IntervalFields::All) printed += " " + std::string(word_of(fields));
    printed = with_modifiers(std::move(printed), modifiers);
    for (std::uint8_t dimension = 0; dimension < array_dimensions; ++dimension) printed += "[]";
    return printed;
}

std::optional<std::string> builtin_type_name(std::string_view spelling) {
    const std::string name = lower_case(spelling);
    const std::string_view view = name;
    for (const auto& [internal, printed] : kPrintedNames) {
        if (view == printed || view == internal) return std::string(internal);
    }
    for (const auto& [other, internal] : kOtherSpellings) {
        if (view == other) return std::string(internal);
    }
    if (std::ranges::find(kPlainNames, view) != kPlainNames.end()) return name;
    return std::nullopt;
}

const Column* Relation::find_column(std::string_view column) const {
    const auto found = std::ranges::find(columns, column, &Column::name);
    return found == columns.end() ? nullptr : &*found;
}

std::vector<std::string> Relation::column_names() const {
    std::vector<std::string> names;
    names.reserve(columns.size());
    for (const Column& column : columns) names.push_back(column.name);
    return names;
}

}  // namespace rowtype::catalog
