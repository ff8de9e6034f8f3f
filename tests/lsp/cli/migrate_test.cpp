#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <map>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kModels =
    "from pydantic import BaseModel\n\n\n"
    "class User(BaseModel):\n    id: int\n    name: str\n    nick: str | None = None\n\n\n"
    "class Order(BaseModel):\n    id: int\n    user_id: int\n\n\n"
    "def helper() -> int:\n    return 1\n";

class Migrate : public CommandProject {
protected:
    Migrate() {
        folder_.write("app/__init__.py", "");
        folder_.write("app/schemas.py", kModels);
        folder_.write("app/use.py", "from .schemas import User, helper\n\nuser = User(**helper())\n");
    }

    int migrate(std::vector<std::string> more = {}) {
        more.insert(more.begin(), {"migrate", "--from", "app/schemas.py", "--to", "app/rows.py"});
        return run(std::move(more));
    }
    // Every file but our own folder's, with its bytes.
    [[nodiscard]] std::map<std::string, std::string> files() const {
        std::map<std::string, std::string> found;
        for (const auto& entry : std::filesystem::recursive_directory_iterator(folder_.path())) {
            const std::string name = std::filesystem::relative(entry.path(), folder_.path()).string();
            if (entry.is_regular_file() && !name.starts_with(".")) found[name] = folder_.read(name);
        }
        return found;
    }
    // The old models with one class more, or another body of one.
    void expect_left(const std::string& models, const std::string& reason) {
        folder_.write("app/schemas.py", models);
        EXPECT_EQ(migrate({"--dry-run"}), kExitClean) << errors();
        EXPECT_THAT(errors(), HasSubstr(reason));
    }
    void expect_user_left(const std::string& body, const std::string& reason) {
        expect_left(
            "from typing import ClassVar\nfrom pydantic import BaseModel, ConfigDict, Field, field_validator\n\n\n" + body,
            "User: " + reason);
    }
};

TEST_F(Migrate, GeneratesRewritesExportsAndSaysSo) {
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_EQ(folder_.read("app/use.py"), "from .schemas import helper\nfrom .rows import User\n\nuser = User(**helper())\n");
    EXPECT_EQ(folder_.read("app/schemas.py"), kModels);
    EXPECT_THAT(folder_.read("app/rows.py"), AllOf(HasSubstr("class User(BaseModel)"), HasSubstr("class Order(BaseModel)")));
    EXPECT_THAT(folder_.read("redis_schemas.json"), HasSubstr("\"user_id\""));
    EXPECT_THAT(out(), AllOf(HasSubstr("Tables found: 2"), HasSubstr("Models generated: 2 in app/rows.py"),
                             HasSubstr("Files updated: 1\n    app/use.py"), HasSubstr("Backup: .rowtype/backup/")));
    EXPECT_THAT(out(), AllOf(HasSubstr("Next steps:"), HasSubstr("rowtype migrate --rollback")));
    EXPECT_THAT(out(), HasSubstr("class-names = { \"public.orders\" = \"Order\", \"public.users\" = \"User\" }"));
}

TEST_F(Migrate, HasNothingToDoTheSecondTime) {
    EXPECT_EQ(migrate(), kExitClean) << errors();
    const auto after = files();
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("Nothing to do."));
    EXPECT_EQ(files(), after);
}

TEST_F(Migrate, DryRunShowsAllAndChangesNothing) {
    const auto before = files();
    EXPECT_EQ(migrate({"--dry-run"}), kExitClean) << errors();
    EXPECT_EQ(files(), before);
    EXPECT_FALSE(exists(".rowtype/backup"));
    EXPECT_THAT(out(), AllOf(HasSubstr("--- /dev/null\n+++ app/rows.py"), HasSubstr("+from .rows import User"),
                             HasSubstr("+++ redis_schemas.json")));
    EXPECT_THAT(errors(), HasSubstr("This was a dry run"));
}

TEST_F(Migrate, RollsBackToTheLastByte) {
    folder_.write("app/latin.py", "# -*- coding: latin-1 -*-\r\n# caf\xE9\r\nfrom app.schemas import (\r\n    User,\r\n)\r\n");
    folder_.write("app/mark.py",
                  "\xEF\xBB\xBF"
                  "from app.schemas import User, helper\r\nx = 'no end'");
    std::filesystem::create_symlink("use.py", folder_ / "app/link.py");
    std::filesystem::permissions(folder_ / "app/use.py", std::filesystem::perms(0750));
    const auto before = files();
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_EQ(folder_.read("app/latin.py"),
              "# -*- coding: latin-1 -*-\r\n# caf\xE9\r\nfrom app.rows import (\r\n    User,\r\n)\r\n");
    EXPECT_THAT(folder_.read("app/mark.py"),
                AllOf(HasSubstr("\xEF\xBB\xBF"), HasSubstr("from app.rows import User"), HasSubstr("\r\nx = 'no end'")));
    EXPECT_TRUE(std::filesystem::is_symlink(folder_ / "app/link.py"));
    EXPECT_EQ(std::filesystem::status(folder_ / "app/use.py").permissions(), std::filesystem::perms(0750));
    EXPECT_EQ(run({"migrate", "--rollback"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("Rolled back"));
    EXPECT_EQ(files(), before);
    EXPECT_EQ(run({"migrate", "--rollback"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("there is no migration to roll back"));
}

TEST_F(Migrate, RollsBackWhereAllFilesWereNew) {
    folder_.write("app/use.py", "");
    const auto before = files();
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_NE(files(), before);
    EXPECT_EQ(run({"migrate", "--rollback"}), kExitClean) << errors();
    EXPECT_EQ(files(), before);
}

TEST_F(Migrate, GoesTableByTable) {
    folder_.write("app/both.py", "from .schemas import Order, User\n");
    EXPECT_EQ(migrate({"--tables", "users"}), kExitClean) << errors();
    EXPECT_EQ(folder_.read("app/both.py"), "from .schemas import Order\nfrom .rows import User\n");
    EXPECT_THAT(folder_.read("app/rows.py"), Not(HasSubstr("class Order")));
    EXPECT_THAT(folder_.read("redis_schemas.json"), Not(HasSubstr("\"orders\": {")));
    EXPECT_EQ(migrate({"--tables", "orders"}), kExitClean) << errors();
    EXPECT_EQ(folder_.read("app/both.py"), "from .rows import Order\nfrom .rows import User\n");
    EXPECT_THAT(folder_.read("app/rows.py"), AllOf(HasSubstr("class User"), HasSubstr("class Order")));
    EXPECT_THAT(folder_.read("redis_schemas.json"), AllOf(HasSubstr("\"orders\": {"), HasSubstr("\"users\": {")));
    EXPECT_EQ(migrate({"--tables", "user"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("users"));
}

TEST_F(Migrate, TakesItsDefaultsFromTheConfiguration) {
    folder_.write("rowtype.toml", "models = [\"app/schemas.py\"]\n[generate]\noutput = \"app/rows.py\"\n");
    EXPECT_EQ(run({"migrate", "--no-redis"}), kExitClean) << errors();
    EXPECT_THAT(folder_.read("app/use.py"), HasSubstr("from .rows import User"));
    EXPECT_FALSE(exists("redis_schemas.json"));
}

TEST_F(Migrate, WantsToKnowWhereModelsAre) {
    EXPECT_EQ(run({"migrate"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("--to FILE"));
    EXPECT_EQ(run({"migrate", "--to", "app/rows.py"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("--from FILE"));
    EXPECT_EQ(run({"migrate", "--from", "app/schemas.py", "--to", "app/use.py"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("rowtype did not generate this file"));
    folder_.write("redis_schemas.json", "{\"mine\": 1}");
    EXPECT_EQ(migrate(), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("--no-redis"));
    EXPECT_EQ(run({"migrate", "--rollback", "--dry-run"}), kExitUsage);
}

TEST_F(Migrate, LeavesWhatDoesMoreThanItsTableSays) {
    const std::string head = "class User(BaseModel):\n    id: int\n    name: str\n    nick: str | None = None\n";
    expect_user_left(head + "\n    def full(self) -> str:\n        return self.name\n", "it has the method full of its own");
    expect_user_left(head + "\n    @field_validator(\"name\")\n    def strip(cls, value): return value\n",
                     "it has the method strip of its own");
    expect_user_left(head + "    model_config = ConfigDict(frozen=True)\n", "its configuration says frozen = True");
    expect_user_left(head + "    age: int\n", "its field age is no column of the table");
    expect_user_left(head + "    KIND = 1\n", "it has the attribute KIND of its own");
    expect_user_left("class Base:\n    pass\n\n\nclass User(Base, BaseModel):\n    id: int\n    name: str\n",
                     "it derives from Base");
    expect_user_left("class User(BaseModel, frozen=True):\n    id: int\n    name: str\n", "it is made with frozen=True");
    expect_user_left("class User(BaseModel):\n    id: int\n    title: str = Field(alias=\"name\")\n",
                     "its field title is called name in the generated class");
    expect_user_left("class User(BaseModel):\n    id: int\n    name: str = \"x\"\n",
                     "its field name may be left out, and must not be in the generated class");
    expect_user_left("class User(BaseModel):\n    id: int\n    name: str = Field(max_length=5)\n",
                     "its field name says max_length, which the generated one does not");
    expect_user_left("class Name(str):\n    pass\n\n\nclass User(BaseModel):\n    id: int\n    name: Name\n",
                     "its field name is of the project's own type Name");
    expect_user_left(head + "\n\ndef make() -> \"User\":\n    return 1\n", "line 11 of its file, which stays, uses it");
}

// A base class with settings alone, and models of it.
constexpr const char* kBase =
    "from pydantic import BaseModel, ConfigDict\n\n\nclass Base(BaseModel):\n    \"\"\"Of all.\"\"\"\n\n"
    "    model_config = ConfigDict(from_attributes=True, populate_by_name=True)\n";
constexpr const char* kUserOfBase = "\n\nclass User(Base):\n    id: int\n    name: str\n    nick: str | None = None\n";

TEST_F(Migrate, TakesModelsWhoseBaseHasSettingsAlone) {
    folder_.write("app/schemas.py", std::string(kBase) + kUserOfBase + "\n\ndef helper() -> dict[str, str]:\n    return {}\n");
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("User (public.users); no longer derives from Base, whose settings it has\n"));
    EXPECT_EQ(folder_.read("app/use.py"), "from .schemas import helper\nfrom .rows import User\n\nuser = User(**helper())\n");
}

TEST_F(Migrate, FollowsBasesIntoOtherFiles) {
    folder_.write("app/base.py", std::string(kBase) + "\n\nclass Strict(Base):\n    model_config = {\"extra\": \"forbid\"}\n");
    folder_.write("app/__init__.py", "from .base import Base as Base, Strict\n");
    folder_.write("app/schemas.py",
                  "from app import Base, Strict\n\n\nclass Middle(Strict):\n    model_config = {\"extra\": \"ignore\"}\n" +
                      std::string(kUserOfBase) + "\n\nclass Order(Middle):\n    id: int\n    user_id: int\n");
    EXPECT_EQ(migrate({"--dry-run"}), kExitClean) << errors();
    EXPECT_THAT(errors(), AllOf(HasSubstr("User (public.users); no longer derives from Base,"),
                                HasSubstr("Order (public.orders); no longer derives from Middle, Strict and Base,")));
    folder_.write("app/schemas.py", "from app import Strict\n\n\nclass Order(Strict):\n    id: int\n    user_id: int\n");
    EXPECT_EQ(migrate({"--dry-run"}), kExitClean) << errors();
    EXPECT_THAT(errors(), HasSubstr("Order: it derives from Strict, whose configuration says extra = \"forbid\""));
}

TEST_F(Migrate, LeavesModelsWhoseBaseDoesMore) {
    const auto expect = [this](const std::string& base, const std::string& reason) {
        expect_left("import pydantic\nfrom pydantic import BaseModel, ConfigDict, field_validator\n\n\n" + base + kUserOfBase,
                    "User: " + reason);
    };
    expect("class Base(BaseModel):\n    def dump(self) -> dict[str, object]:\n        return self.model_dump()\n",
           "it derives from Base, which has the method dump");
    expect("class Base(BaseModel):\n    @field_validator(\"*\")\n    @classmethod\n    def strip(cls, value): return value\n",
           "it derives from Base, which has the method strip");
    expect("class Base(BaseModel):\n    id: int\n", "it derives from Base, which has the field id");
    expect("class Base(BaseModel):\n    KIND = 1\n", "it derives from Base, which has the attribute KIND");
    expect("class Base(BaseModel, frozen=True):\n    pass\n", "it derives from Base, which is made with frozen=True");
    expect("class Base(BaseModel):\n    model_config = ConfigDict(use_enum_values=True)\n",
           "it derives from Base, whose configuration says use_enum_values = True");
    expect("class Base(BaseModel):\n    model_config = ConfigDict(**{})\n",
           "a base class, an alias or its configuration could not be resolved");
    expect("class Mine:\n    frozen = True\n\n\nclass Base(BaseModel):\n    class Config(Mine):\n        pass\n",
           "it derives from Base, which has the class Config");
    expect("class Mixin:\n    pass\n\n\nclass Base(Mixin, BaseModel):\n    pass\n", "it derives from Mixin");
}

TEST_F(Migrate, LeavesModelsWhoseBaseIsAskedFor) {
    const auto expect_stays = [this](const std::string& file, const std::string& text, const std::string& place) {
        folder_.write("app/schemas.py", std::string(kBase) + kUserOfBase);
        folder_.write(file, text);
        EXPECT_EQ(migrate({"--dry-run"}), kExitClean) << errors();
        EXPECT_THAT(errors(), HasSubstr("User: it derives from Base, which " + place + " uses")) << text;
        std::filesystem::remove(folder_ / file);
    };
    expect_stays("app/save.py", "from .schemas import Base\n\n\ndef save(row: Base) -> None:\n    pass\n", "app/save.py:4");
    expect_stays("app/save.py", "from .schemas import Base\n\n\ndef save(row: \"list[Base]\") -> None:\n    pass\n",
                 "app/save.py:4");
    expect_stays("app/save.py",
                 "from app import schemas\n\n\ndef is_row(row: object) -> bool:\n    return isinstance(row, schemas.Base)\n",
                 "app/save.py:5");
    expect_stays("app/save.py", "from .schemas import Base as Row\n", "app/save.py:1");
    expect_stays("app/save.py", "from .schemas import *\n\nKINDS = Base.__subclasses__()\n", "app/save.py:3");
    expect_stays("app/save.py", "def late():\n    from .schemas import Base\n    return Base\n", "app/save.py:3");
}

TEST_F(Migrate, KnowsOtherClassesOfABasesName) {
    folder_.write("app/schemas.py", std::string(kBase) + kUserOfBase);
    folder_.write("app/tables.py",
                  "from sqlalchemy.orm import declarative_base\n\nBase = declarative_base()\nmetadata = Base.metadata\n");
    folder_.write("app/start.py", "from .tables import Base\n\nBase.metadata.create_all()\n");
    folder_.write("app/library.py", "from library import Base\n\nx = Base()\n");
    folder_.write("app/more.py",
                  "from app import schemas\nfrom .schemas import Base\n\n\nclass One(Base):\n    pass\n\n\nclass "
                  "Two(schemas.Base):\n    pass\n");
    folder_.write("app/use.py", "from .schemas import User\n");
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_EQ(folder_.read("app/use.py"), "from .rows import User\n") << out();
}

TEST_F(Migrate, LeavesModelsThatOthersOfTheFileUse) {
    expect_left(
        "from pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: int\n    name: str\n    nick: str | None = "
        "None\n\n\n"
        "class Page(BaseModel):\n    users: list[User]\n",
        "User: line 11 of its file, which stays, uses it");
}

TEST_F(Migrate, LeavesAModelOfAnotherStyle) {
    expect_left("from typing import TypedDict\n\n\nclass User(TypedDict):\n    id: int\n    name: str\n    nick: str | None\n",
                "User: it is a TypedDict (--style typeddict), and the generated ones are of style pydantic");
    EXPECT_EQ(migrate({"--style", "typeddict"}), kExitClean) << errors();
    EXPECT_THAT(folder_.read("app/use.py"), HasSubstr("from .rows import User"));
}

TEST_F(Migrate, SaysWhatAModelGainsUnlessOneIsMadeByHand) {
    const std::string models = "from pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: str\n    name: str\n";
    folder_.write("app/schemas.py", models);
    EXPECT_EQ(migrate({"--dry-run"}), kExitClean) << errors();
    EXPECT_THAT(errors(), HasSubstr("User (public.users); has nick too; id: str becomes int"));
    folder_.write("app/hand.py", "from app import schemas\n\nsomebody = schemas.User(\n    id=\"1\", name=\"x\")\n");
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("User: app/hand.py:3 makes one without nick, which the generated class has too"));
    EXPECT_THAT(folder_.read("app/use.py"), HasSubstr("from .schemas import User"));
}

TEST_F(Migrate, GivesInsertModelsTheirVariantUnderTheOldName) {
    folder_.write("app/schemas.py", std::string(kModels) + "\n\nclass OrderCreate(BaseModel):\n    id: int\n    user_id: int\n");
    folder_.write("app/write.py", "from .schemas import OrderCreate\n");
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_EQ(folder_.read("app/write.py"), "from .rows import OrderInsert as OrderCreate\n");
    EXPECT_THAT(out(), HasSubstr("variants = [\"row\", \"insert\"]"));
}

TEST_F(Migrate, NamesPlacesThatItLeaves) {
    folder_.write("app/star.py", "from .schemas import *\n");
    folder_.write("tests/test_use.py", "def test(mocker):\n    mocker.patch(\"app.schemas.User\")\n");
    folder_.write("look.ipynb", "{\"cells\": [{\"source\": [\"from app.schemas import User\\n\"]}]}");
    folder_.write("app/broken.py", "from .schemas import User\ndef (:\n");
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_THAT(out(), AllOf(HasSubstr("app/star.py:1: a star import"),
                             HasSubstr("tests/test_use.py:2: the text \"app.schemas.User\" names"),
                             HasSubstr("look.ipynb: imports of notebooks are not rewritten"),
                             HasSubstr("app/broken.py: the file has a syntax error")));
}

TEST_F(Migrate, NamesPlacesByTheLinesThatTheirFilesHaveThen) {
    folder_.write(
        "app/use.py",
        "import app.schemas\nfrom .schemas import User, helper\n\n\ndef f(user: \"app.schemas.User\") -> None: ...\n\n\n"
        "PATH = \"app.schemas.User\"\n");
    EXPECT_EQ(migrate({"--dry-run"}), kExitClean) << errors();
    EXPECT_THAT(errors(), AllOf(HasSubstr("Places left behind: 1\n    app/use.py:8: a text that is no annotation names it"),
                                Not(HasSubstr("use.py:5"))));
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("Places left behind: 1\n    app/use.py:10: a text that is no annotation names it"));
    EXPECT_THAT(folder_.read("app/use.py"), HasSubstr("def f(user: \"app.rows.User\")"));
}

TEST_F(Migrate, FollowsReExportsAndOldFilesAmongEachOther) {
    folder_.write("app/__init__.py", "from .schemas import User\n\n__all__ = [\"User\"]\n");
    folder_.write(
        "app/pages.py",
        "from pydantic import BaseModel\n\nfrom app.schemas import Order\n\n\nclass Page(BaseModel):\n    orders: list[Order]\n");
    EXPECT_EQ(run({"migrate", "--from", "app/schemas.py", "--from", "app/pages.py", "--to", "app/rows.py"}), kExitClean)
        << errors();
    EXPECT_EQ(folder_.read("app/__init__.py"), "from .rows import User\n\n__all__ = [\"User\"]\n");
    EXPECT_THAT(folder_.read("app/pages.py"), HasSubstr("from app.rows import Order"));
}

TEST_F(Migrate, NamesTheModuleFromWhereverTheOldOneIsNamed) {
    folder_.write("app/deep/__init__.py", "");
    folder_.write("app/deep/more.py", "from ..schemas import User\nfrom app.schemas import Order\n");
    EXPECT_EQ(run({"migrate", "--from", "app/schemas.py", "--to", "app/deep/gen/rows.py"}), kExitClean) << errors();
    EXPECT_EQ(folder_.read("app/deep/more.py"), "from ..deep.gen.rows import User\nfrom app.deep.gen.rows import Order\n");
    EXPECT_THAT(folder_.read("app/use.py"), HasSubstr("from .deep.gen.rows import User"));
}

TEST_F(Migrate, ChangesNothingWhereAFileCannotBeWritten) {
    std::filesystem::create_hard_link(folder_ / "app/use.py", folder_ / "app/twin.py");
    folder_.write("app/other.py", "from .schemas import User\n");
    const auto before = files();
    EXPECT_EQ(migrate(), kExitUsage);
    EXPECT_THAT(errors(), AllOf(HasSubstr("app/use.py: the file has several hard links"), HasSubstr("Nothing was changed")));
    EXPECT_EQ(files(), before);
}

TEST_F(Migrate, ChangesNothingWhereAFileCannotBeRead) {
    folder_.write("app/strange.py", "# coding: shift_jis\nfrom .schemas import User  # \x83\x81\n");
    const auto before = files();
    EXPECT_EQ(migrate(), kExitUsage);
    EXPECT_THAT(errors(), AllOf(HasSubstr("app/strange.py: "), HasSubstr("shift_jis")));
    EXPECT_EQ(files(), before);
}

TEST_F(Migrate, RefusesWhereGitHasUncommittedChanges) {
    const std::string git = "git -C '" + folder_.path() + "' -c user.name=a -c user.email=a@b -c init.defaultBranch=main ";
    std::filesystem::remove_all(folder_ / ".git");
    ASSERT_EQ(std::system((git + "init -q && " + git + "add -A && " + git + "commit -qm one").c_str()), 0);
    folder_.write("README", "not known to git, and not concerned");
    folder_.write("app/other.py", "x = 1\n");
    ASSERT_EQ(std::system((git + "add app/other.py").c_str()), 0);
    const auto before = files();
    EXPECT_EQ(migrate(), kExitUsage);
    EXPECT_THAT(errors(), AllOf(HasSubstr("git has changes that are not committed: app/other.py\n"), HasSubstr("--force")));
    EXPECT_EQ(files(), before);
    ASSERT_EQ(std::system((git + "commit -qm two").c_str()), 0);
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_EQ(run({"migrate", "--rollback"}), kExitClean) << errors();
    folder_.write("app/other.py", "x = 2\n");
    EXPECT_EQ(migrate({"--force"}), kExitClean) << errors();
}

TEST_F(Migrate, WritesJson) {
    EXPECT_EQ(migrate({"--format", "json"}), kExitClean) << errors();
    EXPECT_THAT(out(), AllOf(HasSubstr("\"changed\": true"), HasSubstr("\"class\": \"User\""),
                             HasSubstr("\"files\": [\n    \"app/use.py\"\n  ]"), HasSubstr("\"backup\": \".rowtype/backup/")));
    EXPECT_EQ(migrate({"--quiet"}), kExitClean) << errors();
    EXPECT_EQ(out(), "");
}

TEST_F(Migrate, LeavesNoNewFindings) {
    folder_.write("rowtype.toml", "models = [\"app/schemas.py\"]\n");
    EXPECT_EQ(run({"check"}), kExitClean) << out();
    EXPECT_EQ(migrate(), kExitClean) << errors();
    EXPECT_EQ(run({"check"}), kExitClean) << out();
}

}  // namespace
}  // namespace rowtype::cli
