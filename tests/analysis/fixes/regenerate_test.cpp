#include "analysis/fixes/regenerate.h"

#include <gtest/gtest.h>

#include "tests/analysis/fixes/support.h"

namespace rowtype::fixes {
namespace {

using test::applied;
using test::BoundFile;

constexpr const char* kSchema =
    "CREATE TYPE mood AS ENUM ('ok', 'sad');"
    "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, nick text, token uuid NOT NULL, mood mood,"
    " created_at timestamptz NOT NULL DEFAULT now());";
constexpr const char* kHead =
    "from uuid import UUID\n\nfrom pydantic import AwareDatetime, BaseModel, Field, field_validator\n\n\n# rowtype: "
    "table=users\n";

// The file after regenerating, or "why not".
std::string regenerated(const std::string& python, const std::string& class_name = "User", const std::string& schema = kSchema) {
    const BoundFile file(python, schema);
    const Regeneration result = regenerate_model(file.model(class_name), file.text(), file.context());
    if (!result.reason.empty()) {
        EXPECT_TRUE(result.edits.empty());
        return "not: " + result.reason;
    }
    const std::string text = applied(file.text(), result.edits);
    const BoundFile again(text, schema);
    EXPECT_TRUE(regenerate_model(again.model(class_name), again.text(), again.context()).edits.empty()) << text;
    return text;
}

TEST(Regenerate, ChangesWhatIsWrongAndNothingElse) {
    const std::string before = std::string(kHead) +
                               "@decorated\nclass User(BaseModel):  # the users\n"
                               "    '''What a user is.'''\n\n"
                               "    id : int=Field(gt=0)   # key\n"
                               "    # a name\n"
                               "    name: str\n"
                               "    nick: str  # may be absent\n"
                               "    token: int = Field(description='secret')\n\n"
                               "    gone: str\n"
                               "    extra: int = 3\n\n"
                               "    @field_validator('name')\n    def strip(cls, value):\n        return value.strip()\n\n\n"
                               "other = 1 ;\n";
    const std::string after = std::string(kHead) +
                              "@decorated\nclass User(BaseModel):  # the users\n"
                              "    '''What a user is.'''\n\n"
                              "    id : int=Field(gt=0)   # key\n"
                              "    # a name\n"
                              "    name: str\n"
                              "    nick: str | None = None  # may be absent\n"
                              "    token: UUID = Field(description='secret')\n\n"
                              "    extra: int = 3\n"
                              "    mood: Literal[\"ok\", \"sad\"] | None = None\n"
                              "    created_at: AwareDatetime\n\n"
                              "    @field_validator('name')\n    def strip(cls, value):\n        return value.strip()\n\n\n"
                              "other = 1 ;\n";
    EXPECT_EQ(regenerated(before), "from typing import Literal\n" + after);
}

// Each kind of class gets fields in its own form, where fields of its kind may stand.
TEST(Regenerate, WritesWhatTheKindOfClassTakes) {
    const std::string schema =
        "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, at timestamptz NOT NULL, nick text, \"class\" text);";
    const auto body = [&](const std::string& head, const std::string& fields) {
        const std::string text = regenerated(head + fields, "User", schema);
        return text.substr(std::min(text.find("class User"), text.size()));
    };
    const std::string all = "    id: int\n    name: str\n    at: str\n    nick: str | None\n";
    EXPECT_EQ(
        body("from typing import TypedDict\n\n# rowtype: table=users\n", "class User(TypedDict):\n    id: int\n    nick: str\n"),
        "class User(TypedDict):\n    id: int\n    nick: str | None\n    name: str\n    at: str\n");
    EXPECT_EQ(body("from typing import NamedTuple\n\n# rowtype: table=users\n", "class User(NamedTuple):\n    id: int\n"),
              "class User(NamedTuple):\n" + all);
    EXPECT_EQ(body("from dataclasses import dataclass\n\n# rowtype: table=users\n@dataclass\n", "class User:\n    id: int\n"),
              "class User:\n" + all + "    class_: str | None = field(metadata={\"column\": \"class\"})\n");
    // Fields with a default stay behind those without.
    const std::string some = "    id: int\n    tags: str = \"\"\n";
    EXPECT_EQ(body("from dataclasses import dataclass\n\n# rowtype: table=users\n@dataclass\n", "class User:\n" + some),
              "class User:\n    id: int\n    name: str\n    at: str\n    tags: str = \"\"\n    nick: str | None = None\n"
              "    class_: str | None = field(default=None, metadata={\"column\": \"class\"})\n");
    EXPECT_EQ(
        body("from dataclasses import dataclass\n\n# rowtype: table=users\n@dataclass(kw_only=True)\n", "class User:\n" + some),
        "class User:\n" + some +
            "    name: str\n    at: str\n    nick: str | None\n"
            "    class_: str | None = field(metadata={\"column\": \"class\"})\n");
    EXPECT_EQ(body("from attrs import define\n\n# rowtype: table=users\n@define\n", "class User:\n    id: int\n"),
              "class User:\n" + all);
    EXPECT_EQ(body("from msgspec import Struct\n\n# rowtype: table=users\n", "class User(Struct):\n    id: int\n"),
              "class User(Struct):\n    id: int\n    name: str\n    at: datetime\n    nick: str | None\n"
              "    class_: str | None = field(name=\"class\")\n");
    EXPECT_EQ(body("from pydantic.v1 import BaseModel\n\n# rowtype: table=users\n", "class User(BaseModel):\n    id: int\n"),
              "class User(BaseModel):\n    id: int\n    name: str\n    at: datetime\n    nick: str | None = None\n"
              "    class_: str | None = Field(default=None, alias=\"class\")\n");
}

TEST(Regenerate, FollowsTheOtherFieldsOfAClassThatTakesValuesAsTheyCome) {
    const std::string schema = "CREATE TABLE users (id bigint PRIMARY KEY, at timestamptz NOT NULL, seen timestamptz);";
    const std::string head =
        "from dataclasses import dataclass\nfrom datetime import datetime\n\n# rowtype: table=users\n@dataclass\n";
    EXPECT_EQ(regenerated(head + "class User:\n    id: int\n    at: datetime\n", "User", schema),
              head + "class User:\n    id: int\n    at: datetime\n    seen: datetime | None\n");
}

TEST(Regenerate, KeepsWhatATypedDictSaysOfItsKeys) {
    const std::string head = "from typing import NotRequired, TypedDict\n\n# rowtype: table=users\n";
    const std::string schema = "CREATE TABLE users (id bigint PRIMARY KEY, nick text, class text);";
    const std::string text =
        regenerated(head + "class User(TypedDict):\n    id: int\n    nick: NotRequired[str]\n", "User", schema);
    EXPECT_EQ(text, head + "class User(TypedDict):\n    id: int\n    nick: NotRequired[str | None]\n");
}

TEST(Regenerate, LeavesAClassWithAConstructorOfItsOwn) {
    const std::string text = regenerated(
        "from dataclasses import dataclass\n\n# rowtype: table=users\n@dataclass\nclass User:\n    id: int\n\n    def "
        "__init__(self, id):\n"
        "        self.id = id\n",
        "User", "CREATE TABLE users (id bigint PRIMARY KEY, nick text);");
    EXPECT_NE(text.find("has a constructor of its own"), std::string::npos) << text;
}

TEST(Regenerate, LeavesARightModelAlone) {
    const std::string python = std::string(kHead) +
                               "class User(BaseModel):\n    id: int\n    name: str\n    nick: str | None\n    token: UUID\n"
                               "    mood: str | None\n    created_at: AwareDatetime\n";
    EXPECT_EQ(regenerated(python), python);
}

TEST(Regenerate, FillsAnEmptyBody) {
    const std::string fields =
        "    id: int\n    name: str\n    nick: str | None = None\n    token: UUID\n"
        "    mood: Literal[\"ok\", \"sad\"] | None = None\n    created_at: AwareDatetime\n";
    for (const char* body :
         {"class User(BaseModel): pass\n", "class User(BaseModel):\n    pass\n", "class User(BaseModel):\n    ...\n"}) {
        const std::string text = regenerated(std::string(kHead) + body);
        EXPECT_EQ(text.substr(std::min(text.find("class User"), text.size())), "class User(BaseModel):\n" + fields);
    }
}

TEST(Regenerate, KeepsCarriageReturnsTabsAndMissingLineEnd) {
    const std::string text =
        regenerated("from pydantic import BaseModel\r\nclass User(BaseModel):\r\n\tid: int\r\n\tname: int\r\n\tnick: str | None",
                    "User", "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, nick text, age int NOT NULL);");
    EXPECT_EQ(text,
              "from pydantic import BaseModel\r\nclass User(BaseModel):\r\n\tid: int\r\n\tname: str\r\n\tnick: str | "
              "None\r\n\tage: int");
}

TEST(Regenerate, ReplacesAStaleLastField) {
    const std::string schema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);";
    EXPECT_EQ(regenerated(std::string(kHead) + "class User(BaseModel):\n    id: int\n    gone: str  # old\n", "User", schema),
              std::string(kHead) + "class User(BaseModel):\n    id: int\n    name: str  # old\n");
}

TEST(Regenerate, OtherRolesGetNoFields) {
    const std::string python = std::string(kHead) + "class UserRead(BaseModel):\n    id: int\n    token: int\n    more: str\n";
    EXPECT_EQ(regenerated(python, "UserRead"),
              std::string(kHead) + "class UserRead(BaseModel):\n    id: int\n    token: UUID\n    more: str\n");
    const std::string insert = std::string(kHead) + "class UserCreate(BaseModel):\n    name: str\n    nick: str\n";
    EXPECT_EQ(regenerated(insert, "UserCreate"), insert);
}

TEST(Regenerate, SaysWhyItCannotBeDone) {
    const std::vector<std::pair<std::string, std::string>> cases = {
        {"class User(BaseModel):\n    id: int; name: str\n", "holds other statements too"},
        {"class User(Unknown, BaseModel):\n    id: int\n", "could not be resolved"},
        {"class User(BaseModel):\n    id: int\n    name: = 3\n", "syntax error"},
        {"class User(BaseModel): id: int\n", "stands on its first line"},
        {"class User(BaseModel):\n    id: int\n    gone: str\n\n    @field_validator('gone')\n    def f(cls, v): return v\n",
         "names the stale field \"gone\""},
        {"class User(BaseModel):\n    id: int\n    gone: str\n\n    def f(self): return self.gone\n",
         "uses the stale field \"gone\""},
    };
    for (const auto& [body, reason] : cases) {
        const std::string text = regenerated(std::string(kHead) + body);
        EXPECT_TRUE(text.starts_with("not: ") && text.find(reason) != std::string::npos) << body << text;
    }
}

TEST(Regenerate, KeepsWhatIsNotCertain) {
    const BoundFile file(std::string(kHead) +
                             "class User(BaseModel):\n    id: int\n    name: int = Field(gt=0)\n    nick: str | None\n"
                             "    token: UUID\n    mood: str | None\n",
                         kSchema);
    const Regeneration result = regenerate_model(file.model("User"), file.text(), file.context());
    EXPECT_EQ(result.reason, "");
    EXPECT_EQ(
        result.title,
        "Regenerate User from public.users (one field stays: \"name\": its default or its constraints are of the other type)");
    EXPECT_EQ(result.edits.size(), 1U);
}

}  // namespace
}  // namespace rowtype::fixes
