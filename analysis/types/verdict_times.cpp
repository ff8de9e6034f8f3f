#include <array>

#include "analysis/types/verdict_tables.h"

namespace rowtype::types {

namespace {

using Type = PythonType;
using enum Verdict;

constexpr std::string_view kMidnight = "a date becomes midnight of that day";
constexpr std::string_view kPastOnly = "dates that are not in the past are refused";
constexpr std::string_view kFutureOnly = "dates that are not in the future are refused";
constexpr std::string_view kNoOffset = "values carry no UTC offset, and AwareDatetime asks for one";
constexpr std::string_view kHasOffset = "values carry a UTC offset, and NaiveDatetime refuses it";
constexpr std::string_view kNotMidnight = "date refuses every value that is not midnight";

constexpr std::array<std::string_view, 1> kDateTypes = {"date"};
constexpr std::array kDateCells = std::to_array<Cell>({
    {Type::Date, Exact, Exact},
    {Type::Str, Wide, Wrong},
    {Type::JsonValue, Wide, Wrong},
    {Type::SecretStr, Wide, Wrong},
    {Type::PastDate, Lossy, Lossy, kPastOnly, "\"2999-01-01\""},
    {Type::FutureDate, Lossy, Lossy, kFutureOnly, "\"2001-01-01\""},
    {Type::Datetime, Lossy, Lossy, kMidnight, "\"2024-02-03\" becomes 2024-02-03 00:00"},
    {Type::NaiveDatetime, Lossy, Lossy, kMidnight, "\"2024-02-03\" becomes 2024-02-03 00:00"},
    {Type::PastDatetime, Lossy, Lossy, kMidnight, "\"2024-02-03\" becomes 2024-02-03 00:00"},
    {Type::FutureDatetime, Lossy, Lossy, kFutureOnly, "\"2001-01-01\""},
    {Type::AwareDatetime, Wrong, Wrong, kNoOffset, "\"2024-02-03\""},
});
constexpr std::array kDateWritable = {Type::Datetime, Type::NaiveDatetime, Type::AwareDatetime, Type::PastDatetime,
                                      Type::FutureDatetime};

constexpr std::array<std::string_view, 1> kTimestampTypes = {"timestamp"};
constexpr std::array kTimestampCells = std::to_array<Cell>({
    {Type::Datetime, Exact, Exact},
    {Type::NaiveDatetime, Exact, Exact},
    {Type::Str, Wide, Wrong},
    {Type::JsonValue, Wide, Wrong},
    {Type::SecretStr, Wide, Wrong},
    {Type::PastDatetime, Lossy, Lossy, kPastOnly, "\"2999-01-01T00:00:00\""},
    {Type::FutureDatetime, Lossy, Lossy, kFutureOnly, "\"2001-01-01T00:00:00\""},
    {Type::AwareDatetime, Wrong, Wrong, kNoOffset, "\"2024-02-03T10:11:12\""},
    {Type::Date, Wrong, Wrong, kNotMidnight, "\"2024-02-03T10:11:12\""},
    {Type::PastDate, Wrong, Wrong, kNotMidnight, "\"2024-02-03T10:11:12\""},
    {Type::FutureDate, Wrong, Wrong, kNotMidnight, "\"2024-02-03T10:11:12\""},
});
constexpr std::array kTimestampWritable = {Type::AwareDatetime, Type::Date};

constexpr std::array<std::string_view, 1> kZonedTimestampTypes = {"timestamptz"};
constexpr std::array kZonedTimestampCells = std::to_array<Cell>({
    {Type::AwareDatetime, Exact, Exact},
    {Type::Datetime, Exact, Exact},
    {Type::Str, Wide, Wrong},
    {Type::JsonValue, Wide, Wrong},
    {Type::SecretStr, Wide, Wrong},
    {Type::PastDatetime, Lossy, Lossy, kPastOnly, "\"2999-01-01T00:00:00+00:00\""},
    {Type::FutureDatetime, Lossy, Lossy, kFutureOnly, "\"2001-01-01T00:00:00+00:00\""},
    {Type::NaiveDatetime, Wrong, Wrong, kHasOffset, "\"2024-02-03T10:11:12+00:00\""},
    {Type::Date, Wrong, Wrong, kNotMidnight, "\"2024-02-03T10:11:12+00:00\""},
    {Type::PastDate, Wrong, Wrong, kNotMidnight, "\"2024-02-03T10:11:12+00:00\""},
    {Type::FutureDate, Wrong, Wrong, kNotMidnight, "\"2024-02-03T10:11:12+00:00\""},
});
constexpr std::array kZonedTimestampWritable = {Type::NaiveDatetime, Type::Date};

constexpr std::array<std::string_view, 1> kTimeTypes = {"time"};
constexpr std::array kTimeCells = std::to_array<Cell>({
    {Type::Time, Exact, Exact},
    {Type::Str, Wide, Wrong},
    {Type::JsonValue, Wide, Wrong},
    {Type::SecretStr, Wide, Wrong},
    {Type::Timedelta, Lossy, Wrong, "a time of day becomes a duration", "\"10:11:12\""},
});

constexpr std::array<std::string_view, 1> kZonedTimeTypes = {"timetz"};
constexpr std::array kZonedTimeCells = std::to_array<Cell>({
    {Type::Str, Exact, Wrong},
    {Type::Time, Lossy, Exact, "time refuses an offset of hours alone", "\"10:11:12+02\""},
    {Type::JsonValue, Wide, Wrong},
    {Type::SecretStr, Wide, Wrong},
});
constexpr std::array kZonedTimeWritable = {Type::Time};

constexpr std::array<std::string_view, 1> kIntervalTypes = {"interval"};
constexpr std::array kIntervalCells = std::to_array<Cell>({
    {Type::Str, Exact, Wrong},
    {Type::Timedelta, Lossy, Exact, "an interval with months or years does not parse as timedelta", "\"1 mon 2 days\""},
    {Type::JsonValue, Wide, Wrong},
    {Type::SecretStr, Wide, Wrong},
});
constexpr std::array kIntervalWritable = {Type::Timedelta, Type::Str};

const std::array kFamilies = std::to_array<Family>({
    {.types = kDateTypes,
     .cells = kDateCells,
     .writable = kDateWritable,
     .json_form = "text",
     .driver_form = "a date",
     .json_sample = "\"2024-02-03\"",
     .json_right = "date",
     .driver_right = "date"},
    {.types = kTimestampTypes,
     .cells = kTimestampCells,
     .writable = kTimestampWritable,
     .json_form = "text",
     .driver_form = "a datetime",
     .json_sample = "\"2024-02-03T10:11:12\"",
     .json_right = "datetime",
     .driver_right = "datetime"},
    {.types = kZonedTimestampTypes,
     .cells = kZonedTimestampCells,
     .writable = kZonedTimestampWritable,
     .json_form = "text",
     .driver_form = "a datetime",
     .json_sample = "\"2024-02-03T10:11:12+00:00\"",
     .json_right = "AwareDatetime",
     .driver_right = "AwareDatetime"},
    {.types = kTimeTypes,
     .cells = kTimeCells,
     .writable = {},
     .json_form = "text",
     .driver_form = "a time",
     .json_sample = "\"10:11:12\"",
     .json_right = "time",
     .driver_right = "time"},
    {.types = kZonedTimeTypes,
     .cells = kZonedTimeCells,
     .writable = kZonedTimeWritable,
     .json_form = "text",
     .driver_form = "a time",
     .json_sample = "\"10:11:12+02\"",
     .json_right = "str",
     .driver_right = "time"},
    {.types = kIntervalTypes,
     .cells = kIntervalCells,
     .writable = kIntervalWritable,
     .json_form = "text",
     .driver_form = "a timedelta",
     .json_sample = "\"3 days\"",
     .json_right = "str",
     .driver_right = "timedelta"},
});

}  // namespace

std::span<const Family> time_families() { return kFamilies; }

}  // namespace rowtype::types
