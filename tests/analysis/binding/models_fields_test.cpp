// missing-field and stale-field: which fields a model has, and which columns they stand for.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

using test::check_models;
using testing::HasSubstr;

constexpr const char* kUsers = "CREATE TABLE users (id bigint PRIMARY KEY, full_name text NOT NULL, nick text);";

TEST(ModelFields, MissingAndStale) {
    EXPECT_EQ(check_models(kUsers, "class User(BaseModel):\n    id: int\n    full_name: str\n"),
              "1:7: error[missing-field]: User lacks the column \"nick\" (text, nullable) of public.users\n");
    EXPECT_EQ(
        check_models(kUsers, "class User(BaseModel):\n    id: int\n    full_name: str\n    nick: str | None\n    age: int\n"),
        "5:5: error[stale-field]: public.users has no column \"age\"; the field is required, so every row is refused\n");
    EXPECT_EQ(
        check_models(kUsers, "class User(BaseModel):\n    id: int\n    full_name: str\n    nick: str | None\n    age: int = 0\n"),
        "5:5: warning[stale-field]: public.users has no column \"age\"\n");
    EXPECT_EQ(
        check_models(
            kUsers, "class User(BaseModel):\n    id: int\n    full_name: str\n    nick: str | None\n    age: int = Field(...)\n"),
        "5:5: error[stale-field]: public.users has no column \"age\"; the field is required, so every row is refused\n");
}

TEST(ModelFields, NearestNameIsAColumnThatNoOtherFieldHas) {
    test::ModelProject project(kUsers);
    project.file(
        "models.py",
        "from pydantic import BaseModel\nclass User(BaseModel):\n    id: int\n    fullname: str\n    nick: str | None\n");
    const engine::Analysis analysis = project.analyse("models.py");
    ASSERT_EQ(analysis.findings.size(), 2U);
    EXPECT_EQ(analysis.findings[1].rule, "stale-field");
    EXPECT_EQ(analysis.findings[1].suggestion, "full_name");
    EXPECT_EQ(analysis.findings[1].table, "public.users");
    EXPECT_EQ(analysis.findings[1].field, "fullname");
}

TEST(ModelFields, OtherRolesDoNotCoverTheTable) {
    for (const char* name : {"UserCreate", "UserUpdate", "UserRead", "UserBase", "UserPublic"}) {
        EXPECT_EQ(check_models(kUsers, "class " + std::string(name) + "(BaseModel):\n    id: int\n"), "") << name;
    }
    EXPECT_EQ(check_models(kUsers, "class UserRead(BaseModel):\n    id: int\n    badge: str\n", true),
              "3:5: info[stale-field]: public.users has no column \"badge\"\n");
    EXPECT_EQ(check_models(kUsers, "class UserCreate(BaseModel):\n    id: int\n    badge: str\n"),
              "3:5: error[stale-field]: public.users has no column \"badge\"\n");
}

TEST(ModelFields, WhatIsNoField) {
    EXPECT_EQ(check_models(kUsers, R"(class User(BaseModel):
    id: int
    full_name: str
    nick: str | None = None
    table: ClassVar[str] = "users"
    _cache: dict = PrivateAttr(default_factory=dict)
    secret: str = Field(default="", exclude=True)
    LIMIT = 10
    class Config:
        orm_mode = True
    model_config = ConfigDict(from_attributes=True)
    @computed_field
    def label(self) -> str: ...
    @property
    def initials(self) -> str: ...
)"),
              "");
    EXPECT_EQ(
        check_models(
            kUsers,
            "class User(BaseModel):\n    id: int\n    full_name: str\n    @computed_field\n    def nick(self) -> str: ...\n"),
        "")
        << "a computed field of the column's name";
}

TEST(ModelFields, Aliases) {
    EXPECT_EQ(check_models(kUsers, R"(class User(BaseModel):
    id: int
    name: str = Field(alias="full_name")
    short: Optional[str] = Field(None, validation_alias=AliasChoices("nick", "handle"))
)"),
              "");
    EXPECT_EQ(check_models(kUsers, R"(class User(BaseModel):
    id: int
    name: Annotated[str, Field(alias="full_name")]
    nick: str | None = Field(None, serialization_alias="shortName")
)"),
              "");
    EXPECT_EQ(check_models(kUsers, R"(class User(BaseModel):
    id: int
    name: str = Field(alias="fullname")
    nick: str | None
)"),
              "1:7: error[missing-field]: User lacks the column \"full_name\" (text, not null) of public.users\n"
              "3:5: error[stale-field]: public.users has no column \"fullname\" (the alias of \"name\"); the field is required, "
              "so every row is refused\n");
    EXPECT_EQ(
        check_models(kUsers, "class User(BaseModel):\n    id: int\n    name: str = Field(alias=NAME)\n    nick: str | None\n"),
        "")
        << "an alias that cannot be read may be any column";
}

TEST(ModelFields, AliasGenerators) {
    const char* schema = "CREATE TABLE users (id bigint PRIMARY KEY, \"fullName\" text NOT NULL);";
    EXPECT_EQ(
        check_models(
            schema,
            "class User(BaseModel):\n    model_config = ConfigDict(alias_generator=to_camel)\n    id: int\n    full_name: str\n"),
        "");
    EXPECT_EQ(
        check_models(kUsers,
                     "class User(BaseModel):\n    model_config = ConfigDict(alias_generator=to_camel, populate_by_name=True)\n"
                     "    id: int\n    full_name: str\n    nick: str | None\n"),
        "")
        << "the names are the columns: the alias is for an API";
    EXPECT_EQ(check_models(
                  kUsers,
                  "class User(BaseModel):\n    model_config = ConfigDict(alias_generator=shout)\n    id: int\n    other: str\n"),
              "")
        << "an unknown generator mutes";
    EXPECT_EQ(check_models(kUsers, "class User(BaseModel):\n    model_config = COMMON\n    id: int\n    other: str\n"), "");
}

TEST(ModelFields, Extra) {
    EXPECT_THAT(
        check_models(kUsers,
                     "class User(BaseModel):\n    model_config = ConfigDict(extra='forbid')\n    id: int\n    full_name: str\n"),
        HasSubstr("with extra=\"forbid\" every row that holds it is refused"));
    EXPECT_THAT(check_models(kUsers, "class User(BaseModel, extra='allow'):\n    id: int\n    full_name: str\n"),
                HasSubstr("1:7: warning[missing-field]"));
    EXPECT_THAT(
        check_models(kUsers,
                     "class User(BaseModel):\n    class Config:\n        extra = 'allow'\n    id: int\n    full_name: str\n"),
        HasSubstr("1:7: warning[missing-field]"));
}

TEST(ModelFields, Inheritance) {
    EXPECT_EQ(check_models(kUsers, R"(class Stamped(BaseModel):
    id: int
class UserBase(Stamped):
    full_name: str
class User(UserBase):
    nick: str | None = None
)"),
              "");
    EXPECT_EQ(check_models(kUsers, R"(class Stamped(BaseModel):
    id: int
    made_at: str
class User(Stamped):
    full_name: str
    nick: str | None = None
)"),
              "4:7: error[stale-field]: public.users has no column \"made_at\", a field inherited from Stamped; the field is "
              "required, so every row is refused\n");
    EXPECT_EQ(check_models(kUsers, "from lib import Mixin\nclass User(Mixin, BaseModel):\n    id: int\n"), "")
        << "an unknown base may bring the rest";
    EXPECT_EQ(
        check_models(
            kUsers,
            "class Base(BaseModel):\n    id: str\nclass User(Base):\n    id: int\n    full_name: str\n    nick: str | None\n"),
        "")
        << "an overridden field counts once";
}

TEST(ModelFields, OtherModules) {
    test::ModelProject project(kUsers);
    project.file("app/base.py", "from .deep import Root\n\n\nclass Stamped(Root):\n    id: int\n")
        .file("app/deep/__init__.py", "from .core import Root\n")
        .file("app/deep/core.py",
              "import pydantic as p\nclass Root(p.BaseModel):\n    model_config = p.ConfigDict(extra='allow')\n")
        .file("app/types.py", "from uuid import UUID\nName = str\nKey = UUID\n")
        .file("app/models.py",
              "from app.base import Stamped\nfrom . import types\nfrom app.types import Key\n\n\n"
              "class User(Stamped):\n    full_name: types.Name\n    nick: Key | None\n");
    EXPECT_EQ(
        project.check("app/models.py"),
        "8:11: warning[type-mismatch]: \"nick\" is UUID, but public.users.nick is text: the column takes any text, also such as "
        "this annotation refuses, for example \"42\"; write str\n");
    project.file("app/types.py", "Name = str\n");
    EXPECT_EQ(project.check("app/models.py"), "") << "a name that the module does not have is unknown";
}

TEST(ModelFields, Embeds) {
    const char* schema =
        "CREATE TABLE users (id bigint PRIMARY KEY, address jsonb NOT NULL);"
        "CREATE TABLE posts (id bigint PRIMARY KEY, user_id bigint REFERENCES users);";
    EXPECT_EQ(check_models(schema, R"(class Address(BaseModel):
    city: str
class Post(BaseModel):
    id: int
    user_id: int | None
    author: "User | None" = None
class User(BaseModel):
    id: int
    address: Address
    entries: list[Post] = []
    posts: list[dict[str, Any]] = []
    company: "Unknown | None" = None
)"),
              "")
        << "other models, rows of a relation, unknown classes";
    EXPECT_EQ(
        check_models(schema, "class User(BaseModel):\n    id: int\n    address: dict[str, Any]\n    tags: list[str] = []\n"),
        "4:5: warning[stale-field]: public.users has no column \"tags\"\n");
}

TEST(ModelFields, RelationsThatAreNotWhollyKnown) {
    test::ModelProject project("CREATE TABLE users (id bigint PRIMARY KEY);");
    project.file("models.py", "from pydantic import BaseModel\nclass User(BaseModel):\n    id: int\n");
    EXPECT_EQ(project.check("models.py"), "");
}

TEST(ModelFields, HalfTypedClassesAreQuiet) {
    EXPECT_EQ(
        check_models(kUsers, "class User(BaseModel):\n    id: int\n    full_name: str\n    nick: str |\n").find("stale-field"),
        std::string::npos);
    EXPECT_EQ(check_models(kUsers, "class User(BaseModel"), "");
    EXPECT_EQ(check_models(kUsers, "class (BaseModel):\n    id: int\n"), "");
}

}  // namespace
}  // namespace rowtype
