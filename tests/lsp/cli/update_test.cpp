// generate --update.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kModels =
    "# the models\n"
    "from pydantic import BaseModel, Field\n\n\n"
    "class User(BaseModel):\n"
    "    \"\"\"Who is who.\"\"\"\n\n"
    "    model_config = {'frozen': True}\n"
    "    id: int = Field(gt=0)   # the key\n"
    "    name: int\n"
    "    gone: str\n\n"
    "    def shout(self) -> str:\n"
    "        return str(self.name).upper()\n\n\n"
    "class Order(BaseModel):\n"
    "    id: int\n"
    "    user_id: int\n\n\n"
    "class Unrelated(BaseModel):\n"
    "    anything: str\n";

class UpdateCommand : public CommandProject {};

TEST_F(UpdateCommand, EditsTheFieldsThatDisagreeAndNothingElse) {
    folder_.write("models.py", kModels);
    EXPECT_EQ(run({"generate", "--update", "models.py", "--check"}), kExitFindings);
    EXPECT_EQ(folder_.read("models.py"), kModels);
    EXPECT_EQ(run({"generate", "--update", "models.py", "--diff"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("-    name: int\n-    gone: str\n+    name: str\n+    nick: str | None = None\n"));
    EXPECT_EQ(folder_.read("models.py"), kModels);

    EXPECT_EQ(run({"generate", "--update", "models.py"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("models.py: 1 of 2 models updated\n  Regenerate User from public.users\n"));
    EXPECT_THAT(errors(), HasSubstr("The old files are in .rowtype/backup/"));
    std::string expected = kModels;
    expected.replace(expected.find("    name: int\n    gone: str\n"), 28, "    name: str\n    nick: str | None = None\n");
    EXPECT_EQ(folder_.read("models.py"), expected);

    EXPECT_EQ(run({"generate", "--update", "models.py"}), kExitClean);
    EXPECT_EQ(out(), "models.py: 2 models are as the schema says.\n");
    EXPECT_EQ(folder_.read("models.py"), expected);
    EXPECT_EQ(run({"undo"}), kExitClean);
    EXPECT_EQ(folder_.read("models.py"), kModels);
}

TEST_F(UpdateCommand, TakesChosenTablesAlone) {
    folder_.write("models.py", kModels);
    EXPECT_EQ(run({"generate", "--update", "models.py", "--tables", "orders"}), kExitClean);
    EXPECT_EQ(folder_.read("models.py"), kModels);
    EXPECT_EQ(out(), "models.py: 1 model is as the schema says.\n");
}

TEST_F(UpdateCommand, SaysWhatItLeavesAndWhy) {
    folder_.write("models.py", "from pydantic import BaseModel\n\n\nclass User(BaseModel): id: int; name: str\n");
    EXPECT_EQ(run({"generate", "--update", "models.py"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("  line 4: User stays as it is: the body of the class stands on its first line\n"));
    folder_.write("other.py", "x = 1\n");
    EXPECT_EQ(run({"generate", "--update", "other.py"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("no class here belongs to a table"));
    EXPECT_EQ(run({"generate", "--update", "absent.py"}), kExitUsage);
    EXPECT_EQ(run({"generate", "--update", "other.py", "-o", "x.py"}), kExitUsage);
    EXPECT_FALSE(exists(".rowtype/backup"));
}

TEST_F(UpdateCommand, KeepsEncodingsAndLineEnds) {
    const std::string text =
        "# -*- coding: latin-1 -*-\r\nfrom pydantic import BaseModel\r\n\r\n\r\nclass User(BaseModel):\r\n\t# d\xE9j\xE0 vu\r\n"
        "\tid: int\r\n\tname: int";
    folder_.write("models.py", text);
    EXPECT_EQ(run({"generate", "--update", "models.py"}), kExitClean) << out() << errors();
    EXPECT_EQ(folder_.read("models.py"), text.substr(0, text.size() - 3) + "str\r\n\tnick: str | None = None");
}

}  // namespace
}  // namespace rowtype::cli
