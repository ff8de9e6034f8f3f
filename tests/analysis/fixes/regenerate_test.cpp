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
    std::string expected = after;
    expected.insert(expected.find("\n\n\n# rowtype") + 1, "from typing import Literal\n");
    EXPECT_EQ(regenerated(before), expected);
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
