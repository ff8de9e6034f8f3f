// type-mismatch: levels, wording, roles. The matrix itself is compared with pydantic by tests/analysis/types.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

using test::check_models;
using testing::HasSubstr;

constexpr const char* kTypes =
    "CREATE TYPE mood AS ENUM ('ok', 'sad'); CREATE DOMAIN rating AS integer CHECK (VALUE >= 1 AND VALUE <= 5);";

std::string check_value(const std::string& column, const std::string& annotation, const std::string& class_name = "Thing",
                        AccessProfile access = AccessProfile::Json, bool hints = false) {
    const std::string found =
        check_models(std::string(kTypes) + "CREATE TABLE things (id bigint PRIMARY KEY, value " + column + " NOT NULL);",
                     "class Mood(str, Enum):\n    OK = 'ok'\n    SAD = 'sad'\nclass " + class_name +
                         "(BaseModel):\n    id: int\n    value: " + annotation + "\n",
                     hints, access);
    EXPECT_TRUE(found.empty() || found.starts_with("6:12: ")) << found;
    return found.empty() ? "" : found.substr(6, found.find(']') - 5);
}

TEST(ModelTypes, Wording) {
    const std::string found = check_models("CREATE TABLE things (id bigint PRIMARY KEY, span interval NOT NULL);",
                                           "class Thing(BaseModel):\n    id: int\n    span: timedelta\n");
    EXPECT_EQ(
        found,
        "3:11: warning[type-mismatch]: \"span\" is timedelta, but public.things.span is interval: an interval with months or "
        "years does not parse as timedelta, for example \"1 mon 2 days\"; write str\n");
}

TEST(ModelTypes, LevelsFollowTheVerdict) {
    EXPECT_EQ(check_value("uuid", "int"), "error[type-mismatch]");
    EXPECT_EQ(check_value("uuid", "uuid.UUID"), "");
    EXPECT_EQ(check_value("uuid", "str"), "");
    EXPECT_EQ(check_value("uuid", "str", "Thing", AccessProfile::Json, true), "info[type-mismatch]");
    EXPECT_EQ(check_value("bigint", "float"), "warning[type-mismatch]");
    EXPECT_EQ(check_value("integer", "float"), "");
    EXPECT_EQ(check_value("timestamptz", "NaiveDatetime"), "error[type-mismatch]");
    EXPECT_EQ(check_value("timestamp", "AwareDatetime"), "error[type-mismatch]");
    EXPECT_EQ(check_value("jsonb", "Json[dict]"), "error[type-mismatch]");
    EXPECT_EQ(check_value("jsonb", "dict[str, Any]"), "") << "a shape of the program's own is a hint";
    EXPECT_EQ(check_value("text[]", "list[str]"), "");
    EXPECT_EQ(check_value("text[]", "str"), "error[type-mismatch]");
    EXPECT_EQ(check_value("text[]", "set[str]"), "warning[type-mismatch]");
}

TEST(ModelTypes, AccessProfiles) {
    EXPECT_EQ(check_value("interval", "timedelta", "Thing", AccessProfile::Driver), "");
    EXPECT_EQ(check_value("bytea", "bytes", "Thing", AccessProfile::Driver), "");
    EXPECT_EQ(check_value("bytea", "bytes"), "error[type-mismatch]");
    EXPECT_EQ(check_value("date", "str", "Thing", AccessProfile::Driver), "error[type-mismatch]");
    EXPECT_EQ(check_value("uuid", "str", "Thing", AccessProfile::Driver), "") << "psycopg2 hands over text, others UUID";
    EXPECT_EQ(check_value("inet", "str", "Thing", AccessProfile::Driver), "");
}

TEST(ModelTypes, EnumsAndLiterals) {
    EXPECT_EQ(check_value("mood", "Mood"), "");
    EXPECT_EQ(check_value("mood", "Literal['ok', 'sad']"), "");
    EXPECT_EQ(check_value("mood", "Literal['ok']"), "error[type-mismatch]");
    EXPECT_EQ(check_value("mood", "Literal['ok', 'sad', 'mad']"), "");
    EXPECT_EQ(check_value("mood", "Literal['ok', 'sad', 'mad']", "ThingCreate"), "warning[type-mismatch]");
    EXPECT_EQ(check_value("mood", "Literal['ok']", "ThingCreate"), "");
    EXPECT_EQ(check_value("mood", "int"), "error[type-mismatch]");
    EXPECT_EQ(check_value("text CHECK (value IN ('ok', 'sad'))", "Mood"), "");
    EXPECT_EQ(check_value("text", "Mood"), "warning[type-mismatch]");
    EXPECT_EQ(check_value("text CHECK (value IN ('ok', 'sad', 'mad'))", "Mood"), "error[type-mismatch]");
    EXPECT_EQ(check_value("text CHECK (value ~ 'x')", "Mood"), "") << "a CHECK that is not understood claims nothing";
}

TEST(ModelTypes, ConstraintsOfRowModels) {
    EXPECT_EQ(check_value("integer", "PositiveInt"), "warning[type-mismatch]");
    EXPECT_EQ(check_value("integer CHECK (value > 0)", "PositiveInt"), "");
    EXPECT_EQ(check_value("rating", "Annotated[int, Field(ge=1, le=5)]"), "");
    EXPECT_EQ(check_value("rating", "Annotated[int, Field(ge=2)]"), "warning[type-mismatch]");
    EXPECT_EQ(check_value("varchar(10)", "Annotated[str, Field(max_length=5)]"), "warning[type-mismatch]");
    EXPECT_EQ(check_value("varchar(10)", "Annotated[str, Field(max_length=10)]", "Thing", AccessProfile::Json, true), "");
    EXPECT_EQ(check_value("integer", "PositiveInt", "ThingRead"), "") << "projections may be stricter";
    EXPECT_EQ(check_value("integer", "PositiveInt", "ThingCreate"), "");
}

TEST(ModelTypes, BoundsAtTheEndsOfATypeRefuseNothing) {
    const auto check = [](const std::string& column, const std::string& bounds) {
        return check_value(column, "Annotated[int, Field(" + bounds + ")]");
    };
    EXPECT_EQ(check("smallint", "ge=-32768, le=32767"), "");
    EXPECT_EQ(check("smallint", "gt=-32769, lt=32768"), "");
    EXPECT_EQ(check("smallint", "lt=32767"), "warning[type-mismatch]");
    EXPECT_EQ(check("integer", "lt=2147483648"), "");
    EXPECT_EQ(check("integer", "lt=2147483647"), "warning[type-mismatch]");
    EXPECT_EQ(check("bigint", "lt=9223372036854775808"), "");
    EXPECT_EQ(check("bigint", "le=9223372036854775807"), "");
    EXPECT_EQ(check("bigint", "ge=-9223372036854775808, le=9223372036854775807"), "");
    EXPECT_EQ(check("bigint CHECK (value <= 9223372036854775807)", "lt=9223372036854775808"), "");
    // Whole numbers that no double tells from another.
    EXPECT_EQ(check("bigint", "gt=-9223372036854775809"), "");
    EXPECT_EQ(check("bigint CHECK (value <= 9007199254740992)", "lt=9007199254740993"), "");
    EXPECT_EQ(check("bigint CHECK (value < 9007199254740994)", "le=9007199254740993"), "");
    // Others that are as large are told apart.
    EXPECT_EQ(check("bigint", "le=4611686018427387904"), "warning[type-mismatch]");
    EXPECT_EQ(check("bigint", "ge=-4611686018427387904"), "warning[type-mismatch]");
    EXPECT_EQ(check("bigint", "le=9007199254740991"), "warning[type-mismatch]");
}

TEST(ModelTypes, WritersAreComparedAsWriters) {
    EXPECT_EQ(check_value("timestamptz", "NaiveDatetime", "ThingCreate"), "") << "PostgreSQL takes it";
    EXPECT_EQ(check_value("interval", "timedelta", "ThingUpdate"), "");
    EXPECT_EQ(check_value("uuid", "int", "ThingCreate"), "error[type-mismatch]");
    EXPECT_EQ(check_value("jsonb", "str", "ThingCreate"), "");
}

TEST(ModelTypes, StrictMode) {
    const char* schema = "CREATE TABLE things (id bigint PRIMARY KEY, key uuid NOT NULL);";
    EXPECT_THAT(
        check_models(schema, "class Thing(BaseModel):\n    model_config = ConfigDict(strict=True)\n    id: int\n    key: UUID\n"),
        HasSubstr("4:10: error[type-mismatch]: \"key\" is UUID, but public.things.key is uuid: in strict mode UUID refuses"));
    EXPECT_EQ(
        check_models(schema, "class Thing(BaseModel):\n    model_config = ConfigDict(strict=True)\n    id: int\n    key: str\n"),
        "");
    EXPECT_EQ(
        check_models(schema, "class Thing(BaseModel):\n    model_config = ConfigDict(strict=True)\n    id: int\n    key: UUID\n",
                     false, AccessProfile::Driver),
        "");
}

TEST(ModelTypes, WhatIsNotKnownIsNotReported) {
    for (const char* annotation :
         {"Unknown", "unknown.Thing", "Unknown | str", "Annotated[int, BeforeValidator(int)]", "make_type()"}) {
        EXPECT_EQ(check_value("uuid", annotation), "") << annotation;
    }
    EXPECT_EQ(check_models("CREATE TABLE things (id bigint PRIMARY KEY, value uuid NOT NULL);",
                           "class Thing(BaseModel):\n    id: int\n    value: int\n    @field_validator('value', mode='before')\n "
                           "   def f(cls, v): return 1\n"),
              "");
    EXPECT_EQ(check_models(
                  "CREATE TABLE things (id bigint PRIMARY KEY, value uuid NOT NULL);",
                  "class Thing(BaseModel):\n    id: int\n    value: int\n    _f = field_validator('*', mode='before')(print)\n"),
              "");
}

TEST(ModelTypes, FiltersHoldConditions) { EXPECT_EQ(check_value("uuid", "list[str]", "ThingFilter"), ""); }

}  // namespace
}  // namespace rowtype
