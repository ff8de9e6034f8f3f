#include "analysis/fixes/field_edits.h"

#include <gtest/gtest.h>

#include "analysis/fixes/class_body.h"
#include "tests/analysis/fixes/support.h"

namespace rowtype::fixes {
namespace {

using test::applied;
using test::BoundFile;

constexpr const char* kSchema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, nick text);";
constexpr const char* kHead = "from pydantic import BaseModel\n\n\n# rowtype: table=users\n";

std::string added(const std::string& python, const std::vector<std::string>& lines) {
    const BoundFile file(python, kSchema);
    const binding::BoundModel model = file.model("User");
    const auto edit = add_fields_edit(file.text(), model, {last_own_field(model), lines});
    return edit ? applied(file.text(), {*edit}) : "nothing";
}

std::string removed(const std::string& python, const std::string& name) {
    const BoundFile file(python, kSchema);
    const binding::BoundModel model = file.model("User");
    const auto edit = remove_field_edit(file.text(), model, BoundFile::field(model, name));
    return edit ? applied(file.text(), {*edit}) : "nothing";
}

std::string optional(const std::string& python, const std::string& name, bool add_default = true,
                     const std::string& target_python = "") {
    const BoundFile file(python, kSchema, target_python);
    const binding::BoundModel model = file.model("User");
    const OptionalEdits made = make_optional_edits(file.text(), BoundFile::field(model, name), add_default, file.context());
    std::string text = applied(file.text(), made.edits);
    for (const codegen::ImportedName& import : made.imports) text += "# needs " + import.module + "." + import.name + "\n";
    return text;
}

struct EditCase {
    const char* before;
    const char* after;
};

TEST(AddFields, ComeBehindTheLastField) {
    const std::vector<EditCase> cases = {
        {"class User(BaseModel):\n    id: int\n", "class User(BaseModel):\n    id: int\n    a: str\n    b: str\n"},
        {"class User(BaseModel):\n    id: int  # key\n\n    def f(self): ...\n",
         "class User(BaseModel):\n    id: int  # key\n    a: str\n    b: str\n\n    def f(self): ...\n"},
        {"class User(BaseModel):\n\tid: int\n", "class User(BaseModel):\n\tid: int\n\ta: str\n\tb: str\n"},
        {"class User(BaseModel):\n    id: int", "class User(BaseModel):\n    id: int\n    a: str\n    b: str"},
        {"class User(BaseModel):\n    id: int = Field(\n        gt=0,\n    )\n    \"\"\"The key.\"\"\"\n",
         "class User(BaseModel):\n    id: int = Field(\n        gt=0,\n    )\n    \"\"\"The key.\"\"\"\n    a: str\n    b: "
         "str\n"},
        {"class User(BaseModel): pass\n", "class User(BaseModel):\n    a: str\n    b: str\n"},
        {"class User(BaseModel): ...  # later\n", "class User(BaseModel):\n    a: str\n    b: str  # later\n"},
        {"class User(BaseModel):\n    pass\n", "class User(BaseModel):\n    a: str\n    b: str\n"},
        {"class User(BaseModel):\n    ...  # later\n", "class User(BaseModel):\n    a: str\n    b: str  # later\n"},
        {"class User(BaseModel):\n    \"\"\"A user.\"\"\"\n",
         "class User(BaseModel):\n    \"\"\"A user.\"\"\"\n\n    a: str\n    b: str\n"},
        {"class User(BaseModel):\n    \"\"\"A user.\"\"\"\n\n    pass\n",
         "class User(BaseModel):\n    \"\"\"A user.\"\"\"\n\n    a: str\n    b: str\n"},
        {"class User(BaseModel):\n    def f(self): ...\n",
         "class User(BaseModel):\n    a: str\n    b: str\n    def f(self): ...\n"},
    };
    for (const EditCase& example : cases) {
        EXPECT_EQ(added(std::string(kHead) + example.before, {"a: str", "b: str"}), std::string(kHead) + example.after);
    }
}

TEST(AddFields, KeepLineEndsAndTheByteOrderMark) {
    EXPECT_EQ(added("\xEF\xBB\xBF"
                    "from pydantic import BaseModel\r\nclass User(BaseModel):\r\n    id: int\r\n",
                    {"a: str"}),
              "\xEF\xBB\xBF"
              "from pydantic import BaseModel\r\nclass User(BaseModel):\r\n    id: int\r\n    a: str\r\n");
}

TEST(AddFields, AreNotAddedToALineThatHoldsMore) {
    for (const char* body : {"class User(BaseModel): id: int\n", "class User(BaseModel):\n    id: int; name: str\n",
                             "class User(BaseModel): x = 1\n"}) {
        EXPECT_EQ(added(std::string(kHead) + body, {"a: str"}), "nothing") << body;
    }
}

TEST(RemoveField, TakesItsLineAndItsComment) {
    const std::vector<EditCase> cases = {
        {"class User(BaseModel):\n    id: int\n    gone: str  # old\n    name: str\n",
         "class User(BaseModel):\n    id: int\n    name: str\n"},
        {"class User(BaseModel):\n    id: int\n    gone: str = Field(\n        max_length=3,  # three\n    )\n",
         "class User(BaseModel):\n    id: int\n"},
        {"class User(BaseModel):\n    id: int\n    gone: str", "class User(BaseModel):\n    id: int"},
        {"class User(BaseModel):\n    id: int\n    gone: str\n    \"\"\"Gone.\"\"\"\n    name: str\n",
         "class User(BaseModel):\n    id: int\n    name: str\n"},
        {"class User(BaseModel):\n    gone: str  # old\n", "class User(BaseModel):\n    pass  # old\n"},
        {"class User(BaseModel):\n    # only this\n    gone: str\n    # below\n",
         "class User(BaseModel):\n    # only this\n    pass\n    # below\n"},
        {"class User(BaseModel):\n    \"\"\"A user.\"\"\"\n\n    gone: str\n",
         "class User(BaseModel):\n    \"\"\"A user.\"\"\"\n\n"},
        {"class User(BaseModel): gone: str\n", "class User(BaseModel): pass\n"},
        {"class User(BaseModel):\n    id: int; gone: str\n", nullptr},
    };
    for (const EditCase& example : cases) {
        const std::string expected = example.after == nullptr ? "nothing" : std::string(kHead) + example.after;
        EXPECT_EQ(removed(std::string(kHead) + example.before, "gone"), expected) << example.before;
    }
}

TEST(MakeOptional, AddsNoneToTheAnnotation) {
    const std::vector<EditCase> cases = {
        {"class User(BaseModel):\n    nick: str\n", "class User(BaseModel):\n    nick: str | None = None\n"},
        {"class User(BaseModel):\n    nick: str = \"\"\n", "class User(BaseModel):\n    nick: str | None = \"\"\n"},
        {"class User(BaseModel):\n    nick: str = Field(max_length=3)\n",
         "class User(BaseModel):\n    nick: str | None = Field(max_length=3)\n"},
        {"class User(BaseModel):\n    nick: \"str\"\n", "class User(BaseModel):\n    nick: \"str | None\" = None\n"},
        {"class User(BaseModel):\n    nick: list['str']  # x\n",
         "class User(BaseModel):\n    nick: list['str'] | None = None  # x\n"},
    };
    for (const EditCase& example : cases) {
        EXPECT_EQ(optional(std::string(kHead) + example.before, "nick"), std::string(kHead) + example.after);
    }
    const std::string plain = std::string(kHead) + "class User(BaseModel):\n    nick: str\n";
    EXPECT_EQ(optional(plain, "nick", false), std::string(kHead) + "class User(BaseModel):\n    nick: str | None\n");
}

// Before Python 3.10 `str | None` is an error where the class is made.
TEST(MakeOptional, WritesOptionalForOldPython) {
    const std::string needs = "# needs typing.Optional\n";
    const std::vector<EditCase> cases = {
        {"class User(BaseModel):\n    nick: str\n", "class User(BaseModel):\n    nick: Optional[str] = None\n"},
        {"class User(BaseModel):\n    nick: \"str\"\n", "class User(BaseModel):\n    nick: Optional[\"str\"] = None\n"},
        {"class User(BaseModel):\n    nick: list[str] = []  # x\n",
         "class User(BaseModel):\n    nick: Optional[list[str]] = []  # x\n"},
    };
    for (const EditCase& example : cases) {
        EXPECT_EQ(optional(kHead + std::string(example.before), "nick", true, "3.9"), kHead + std::string(example.after) + needs);
    }
    const std::string imported = "import typing as t\n" + std::string(kHead);
    EXPECT_EQ(optional(imported + "class User(BaseModel):\n    nick: str\n", "nick", true, "3.9"),
              imported + "class User(BaseModel):\n    nick: t.Optional[str] = None\n");
    const std::string taken = std::string(kHead) + "class User(BaseModel):\n    nick: str\n\n\nclass Optional:\n    pass\n";
    EXPECT_EQ(optional(taken, "nick", true, "3.9"), taken) << "the name means something else in this file";
    EXPECT_EQ(optional(imported + "class User(BaseModel):\n    nick: str\n", "nick", true, "3.10"),
              imported + "class User(BaseModel):\n    nick: str | None = None\n");
}

TEST(ReplaceAnnotation, LeavesInheritedFields) {
    binding::BoundField field;
    field.annotation_span = {4, 7};
    EXPECT_EQ(replace_annotation_edit(field, "UUID"), (TextEdit{{4, 7}, "UUID"}));
    field.inherited = true;
    EXPECT_EQ(replace_annotation_edit(field, "UUID"), std::nullopt);
}

}  // namespace
}  // namespace rowtype::fixes
