// nullable-mismatch: None and NULL, by role.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

using test::check_models;

std::string check_phone(const std::string& column, const std::string& field, const std::string& name = "User",
                        bool hints = false) {
    return check_models("CREATE TABLE users (id bigint PRIMARY KEY, phone " + column + ");",
                        "class " + name + "(BaseModel):\n    id: int\n    phone: " + field + "\n", hints);
}

TEST(Nullability, NullableColumns) {
    EXPECT_EQ(check_phone("text", "str"),
              "3:12: error[nullable-mismatch]: \"phone\" does not accept None, but public.users.phone is nullable\n");
    EXPECT_EQ(check_phone("text", "str = ''"),
              "3:12: error[nullable-mismatch]: \"phone\" does not accept None, but public.users.phone is nullable\n")
        << "a default is not used when the row says null";
    for (const char* fine :
         {"str | None", "Optional[str]", "Any", "str | None = None", "Literal['a', None]", "'str | None'", "Unknown"}) {
        EXPECT_EQ(check_phone("text", fine).find("nullable-mismatch"), std::string::npos) << fine;
    }
}

TEST(Nullability, DefaultsAndGeneratedColumns) {
    EXPECT_EQ(check_phone("text DEFAULT ''", "str"),
              "3:12: warning[nullable-mismatch]: \"phone\" does not accept None, but public.users.phone is nullable; its default "
              "'' makes NULL rare, not impossible\n");
    EXPECT_THAT(check_phone("text DEFAULT NULL", "str"), testing::HasSubstr("error[nullable-mismatch]"));
    EXPECT_EQ(check_phone("text GENERATED ALWAYS AS (upper('a')) STORED", "str"), "") << "a hint at most";
}

TEST(Nullability, Roles) {
    EXPECT_THAT(check_phone("text", "str", "UserRead"), testing::HasSubstr("error[nullable-mismatch]"));
    EXPECT_EQ(check_phone("text", "str", "UserUpdate"), "");
    EXPECT_EQ(check_phone("text", "str", "UserCreate"), "") << "an insert may ask for more than the table";
    EXPECT_EQ(check_phone("text", "str", "UserFilter"), "");
    EXPECT_EQ(check_phone("text NOT NULL", "str | None", "UserCreate"),
              "3:12: warning[nullable-mismatch]: \"phone\" accepts None, but public.users.phone is NOT NULL and has no default: "
              "an insert that leaves it out is refused\n");
    EXPECT_EQ(check_phone("text NOT NULL DEFAULT ''", "str | None = None", "UserCreate"), "");
    EXPECT_EQ(check_phone("text NOT NULL", "str | None", "User", true),
              "3:12: info[nullable-mismatch]: \"phone\" accepts None, but public.users.phone is NOT NULL\n");
    EXPECT_EQ(check_phone("jsonb NOT NULL", "JsonValue | None", "User"), "");
}

TEST(Nullability, Domains) {
    EXPECT_EQ(check_models("CREATE DOMAIN phone AS text NOT NULL; CREATE TABLE users (id bigint PRIMARY KEY, phone phone);",
                           "class User(BaseModel):\n    id: int\n    phone: str\n"),
              "");
}

TEST(Nullability, ViewsSayNothing) {
    EXPECT_EQ(check_models("CREATE TABLE users (id bigint PRIMARY KEY, phone text); CREATE VIEW callers AS SELECT max(id) AS id, "
                           "max(phone) AS phone FROM users;",
                           "class Caller(BaseModel):\n    id: int\n    phone: str\n"),
              "");
}

TEST(Nullability, BeforeValidatorsMute) {
    EXPECT_EQ(check_models("CREATE TABLE users (id bigint PRIMARY KEY, phone text);",
                           "class User(BaseModel):\n    id: int\n    phone: str\n    @field_validator('phone', mode='before')\n  "
                           "  def fill(cls, v): return v or ''\n"),
              "");
    EXPECT_EQ(check_models("CREATE TABLE users (id bigint PRIMARY KEY, phone text);",
                           "class User(BaseModel):\n    id: int\n    phone: str\n    @model_validator(mode='before')\n    def "
                           "fill(cls, v): return v\n"),
              "");
    EXPECT_NE(check_models("CREATE TABLE users (id bigint PRIMARY KEY, phone text);",
                           "class User(BaseModel):\n    id: int\n    phone: str\n    @field_validator('phone')\n    def "
                           "trim(cls, v): return v\n"),
              "")
        << "an after validator sees what was accepted";
}

TEST(Nullability, InheritedFieldsAreSaidOnce) {
    EXPECT_EQ(check_models("CREATE TABLE users (id bigint PRIMARY KEY, phone text);",
                           "class UserBase(BaseModel):\n    phone: str\nclass User(UserBase):\n    id: int\nclass "
                           "UserRead(UserBase):\n    id: int\n"),
              "2:12: error[nullable-mismatch]: \"phone\" does not accept None, but public.users.phone is nullable\n");
    EXPECT_EQ(check_models("CREATE TABLE users (id bigint PRIMARY KEY, phone text);",
                           "class Callable(BaseModel):\n    phone: str\nclass User(Callable):\n    id: int\n"),
              "3:7: error[nullable-mismatch]: \"phone\" does not accept None (inherited from Callable), but public.users.phone "
              "is nullable\n");
}

}  // namespace
}  // namespace rowtype
