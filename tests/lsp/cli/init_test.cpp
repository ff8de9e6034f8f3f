// `rowtype init` on small projects: what it writes, what it says, what it leaves alone.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lsp/cli/cli.h"
#include "lsp/workspace/configuration.h"
#include "lsp/workspace/log.h"
#include "lsp/workspace/redaction.h"
#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using testing::CapturedConsole;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::TemporaryFolder;

constexpr const char* kSchema =
    "create table users (id bigint primary key, name text not null, nick text, email text, born date);\n"
    "create table orders (id bigint primary key, user_id bigint not null references users (id), total numeric not null);\n";
constexpr const char* kUser =
    "from pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: int\n    name: str\n    nick: str | None\n    email: "
    "str | "
    "None\n    age: int\n";
constexpr const char* kOrder =
    "from decimal import Decimal\nfrom pydantic import BaseModel\n\n\nclass Order(BaseModel):\n    id: int\n    user_id: int\n   "
    " "
    "total: Decimal\n";
// Shares its name with a table, and is something else.
constexpr const char* kScreen = "from pydantic import BaseModel\n\n\nclass Users(BaseModel):\n    id: int\n    name: str\n";

class Init : public EmptyProject {
protected:
    void write_schema() { folder_.write("supabase/migrations/1.sql", kSchema); }
    workspace::LoadedConfiguration loaded() { return workspace::load_configuration(folder_.path()); }
};

TEST_F(Init, FindsModelsWhoseBaseStandsInAnotherFile) {
    write_schema();
    folder_.write("app/models/common.py", "from pydantic import BaseModel\n\n\nclass Base(BaseModel):\n    pass\n");
    folder_.write("app/models/middle.py", "from . import common\n\n\nclass Middle(common.Base):\n    id: int\n");
    folder_.write(
        "app/models/user.py",
        "from .middle import Middle\n\n\nclass User(Middle):\n    name: str\n    nick: str | None\n    email: str | None\n");
    folder_.write("app/models/order.py", kOrder);
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("2 pydantic classes look like tables (Order ~ public.orders, User ~ public.users) and are not "
                                 "checked; add `models = [\"app/models/order.py\", \"app/models/user.py\"]`"))
        << "a check sees what init finds";
    EXPECT_EQ(run({"init"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("app/models/user.py: User ~ public.users: 4 of 4 fields are columns"));
    EXPECT_THAT(loaded().configuration.models, ElementsAre("app/models/*.py"));
}

TEST_F(Init, AddsToPyprojectAndKeepsEveryByteOfIt) {
    const std::string before = "[project]\nname = 'x'  # ours\n\n[tool.ruff]\nline-length=100";
    folder_.write("pyproject.toml", before);
    write_schema();
    folder_.write("app/models/user.py", kUser);
    folder_.write("app/models/order.py", kOrder);
    folder_.write("app/db.py",
                  "import asyncpg\nfrom supabase import create_client\nclient = create_client('a', 'b')\n"
                  "rows = client.table('users').select('nmae')\n");
    EXPECT_EQ(0, run({"init"})) << errors();
    EXPECT_THAT(out(), HasSubstr("supabase/migrations (1 file): 2 relations"));
    EXPECT_THAT(out(), HasSubstr("asyncpg (1 file), supabase (1 file)"));
    EXPECT_THAT(out(), HasSubstr("app/models/user.py: User ~ public.users: 4 of 5 fields are columns, the table has 5"));
    EXPECT_THAT(out(), HasSubstr("Added [tool.rowtype] to pyproject.toml. Next: rowtype check"));

    const std::string after = folder_.read("pyproject.toml");
    EXPECT_TRUE(after.starts_with(before + "\n\n[tool.rowtype]\n")) << after;
    const workspace::LoadedConfiguration configuration = loaded();
    EXPECT_THAT(configuration.problems, IsEmpty());
    EXPECT_THAT(configuration.configuration.models, ElementsAre("app/models/*.py"));
    EXPECT_EQ(configuration.configuration.schema.path, folder_ / "supabase/migrations");

    EXPECT_EQ(1, run({"check"})) << errors();
    EXPECT_THAT(out(), HasSubstr("nmae"));
    EXPECT_THAT(out(), HasSubstr("stale-field")) << "the class is held against its table now";
}

TEST_F(Init, NeverOverwrites) {
    write_schema();
    for (const char* file : {"pyproject.toml", "rowtype.toml"}) {
        const std::string text = std::string(file) == "rowtype.toml" ? "schemas = [\"public\"]\n" : "[tool.rowtype]\n";
        folder_.write(file, text);
        for (const std::vector<std::string>& arguments : {std::vector<std::string>{"init"}, {"init", "--rowtype-toml"}}) {
            EXPECT_EQ(2, run(arguments));
            EXPECT_THAT(errors(), HasSubstr(std::string(file) + ": this is configured already, and is left as it is"));
        }
        EXPECT_EQ(text, folder_.read(file));
        std::filesystem::remove(folder_ / file);
    }
}

TEST_F(Init, WritesAFileOfItsOwnWhereThereIsNoPyproject) {
    write_schema();
    folder_.write("models.py", kOrder);
    EXPECT_EQ(0, run({"init"})) << errors();
    EXPECT_THAT(out(), HasSubstr("Written: rowtype.toml"));
    EXPECT_THAT(loaded().problems, IsEmpty());
    EXPECT_THAT(loaded().configuration.models, ElementsAre("models.py"));
    EXPECT_THAT(folder_.read("rowtype.toml"), Not(HasSubstr("tool.rowtype")));
    EXPECT_THAT(folder_.read("rowtype.toml"), Not(HasSubstr("missing-model"))) << "half of the tables have one";
    EXPECT_EQ(1, run({"check"})) << "users has no model" << errors();
}

TEST_F(Init, WritesAFileOfItsOwnWhenAsked) {
    folder_.write("pyproject.toml", "[project]\nname = 'x'\n");
    write_schema();
    EXPECT_EQ(0, run({"init", "--rowtype-toml"})) << errors();
    EXPECT_EQ("[project]\nname = 'x'\n", folder_.read("pyproject.toml"));
    EXPECT_EQ(folder_ / "rowtype.toml", loaded().configuration.file);
}

TEST_F(Init, DryRunPrintsAndWritesNothing) {
    write_schema();
    folder_.write("models.py", kOrder);
    EXPECT_EQ(0, run({"init", "--dry-run"})) << errors();
    EXPECT_THAT(out(), HasSubstr("Would be written to rowtype.toml:"));
    EXPECT_THAT(out(), HasSubstr("models = [\n    \"models.py\",\n]\n"));
    EXPECT_FALSE(std::filesystem::exists(folder_ / "rowtype.toml"));
}

TEST_F(Init, TakesTheFolderThatIsNamed) {
    folder_.write("backend/supabase/migrations/1.sql", kSchema);
    folder_.write("backend/pyproject.toml", "");
    folder_.write("pyproject.toml", "[tool.rowtype]\n");  // of the whole repository; the part gets its own
    EXPECT_EQ(0, run({"init", "backend"})) << errors();
    const auto part = workspace::load_configuration(folder_ / "backend");
    EXPECT_EQ(folder_ / "backend/pyproject.toml", part.configuration.file);
    EXPECT_EQ(folder_ / "backend/supabase/migrations", part.configuration.schema.path);
    EXPECT_EQ(2, run({"init", "nowhere"}));
    EXPECT_THAT(errors(), HasSubstr("nowhere: there is no such folder"));
}

TEST_F(Init, KeepsTheLineEndsOfTheFile) {
    folder_.write("pyproject.toml", "[project]\r\nname = 'x'\r\n");
    write_schema();
    EXPECT_EQ(0, run({"init"})) << errors();
    const std::string text = folder_.read("pyproject.toml");
    for (std::size_t at = text.find('\n'); at != std::string::npos; at = text.find('\n', at + 1)) EXPECT_EQ('\r', text[at - 1]);
    EXPECT_THAT(loaded().problems, IsEmpty());
}

TEST_F(Init, AClassThatSharesOnlyTheNameIsNotTakenAndSaid) {
    write_schema();
    folder_.write("app/screens.py", kScreen);
    folder_.write("app/user.py", kUser);
    folder_.write("app/order.py", kOrder);
    EXPECT_EQ(0, run({"init"})) << errors();
    EXPECT_THAT(out(), HasSubstr("not taken: app/screens.py: Users ~ public.users: 2 of 2 fields are columns, the table has 5"));
    EXPECT_THAT(loaded().configuration.models, ElementsAre("app/order.py", "app/user.py")) << "not the whole folder";
}

TEST_F(Init, WhereFewTablesHaveAModelTheOthersAreNoFindings) {
    folder_.write("supabase/migrations/1.sql", std::string(kSchema) + "create table a (id int);\ncreate table b (id int);\n");
    folder_.write("models.py", kOrder);
    EXPECT_EQ(0, run({"init"})) << errors();
    EXPECT_THAT(folder_.read("rowtype.toml"), HasSubstr("# Only 1 of 4 tables have a model."));
    EXPECT_THAT(folder_.read("rowtype.toml"), HasSubstr("[rules]"));
    EXPECT_EQ(0, run({"check"})) << out() << errors();
}

TEST_F(Init, NamesThatAreHostileStayNames) {
    write_schema();
    const std::string name = "a\"\n[evil]\n\x1b[31m\\";
    folder_.write(name + "/order.py", kOrder);
    EXPECT_EQ(0, run({"init"})) << errors();
    EXPECT_THAT(out(), Not(HasSubstr("\x1b[31m")));
    EXPECT_THAT(loaded().problems, IsEmpty());
    EXPECT_THAT(loaded().configuration.models, ElementsAre(name + "/order.py"));
}

TEST_F(Init, WithoutASchemaItSaysSoAndLeavesRoomForOne) {
    folder_.write("models.py", kOrder);
    EXPECT_EQ(0, run({"init"})) << errors();
    EXPECT_THAT(out(), HasSubstr("none found"));
    EXPECT_THAT(out(), HasSubstr("without a schema nothing can be told"));
    EXPECT_THAT(loaded().problems, IsEmpty());
    EXPECT_THAT(folder_.read("rowtype.toml"), HasSubstr("# source = \"migrations\""));
    EXPECT_EQ(3, run({"check"}));
}

TEST_F(Init, TheEnvironmentsDatabaseIsNamedByItsVariableAlone) {
    ::setenv("DATABASE_URL", "postgresql://app:hunter2@localhost:1/shop", 1);
    EXPECT_EQ(0, run({"init"})) << errors();
    EXPECT_THAT(folder_.read("rowtype.toml"), HasSubstr("source = \"postgres\"\nurl-env = \"DATABASE_URL\""));
    EXPECT_THAT(out() + folder_.read("rowtype.toml"), Not(HasSubstr("hunter2")));
    EXPECT_THAT(out(), HasSubstr("no connection was opened"));
}

TEST_F(Init, TheDatabaseOfAnEnvironmentFileIsNamedAsWell) {
    folder_.write(".env", "DATABASE_URL=postgresql://app:hunter2@localhost:1/shop\n");
    EXPECT_EQ(0, run({"init"})) << errors();
    EXPECT_THAT(out(), HasSubstr("the database that DATABASE_URL in .env names; no schema file was found"));
    EXPECT_THAT(folder_.read("rowtype.toml"), HasSubstr("source = \"postgres\"\nurl-env = \"DATABASE_URL\""));
    EXPECT_THAT(out() + folder_.read("rowtype.toml"), Not(HasSubstr("hunter2")));
}

// A shell that is set up for psql.
TEST_F(Init, LibpqsVariablesHideNoEnvironmentFile) {
    ::setenv("PGHOST", "localhost", 1);
    EXPECT_EQ(0, run({"init", "--dry-run"})) << errors();
    EXPECT_THAT(out(), HasSubstr("none found"));
    folder_.write(".env", "DATABASE_URL=postgresql://app:hunter2@localhost:1/shop\n");
    EXPECT_EQ(0, run({"init"})) << errors();
    EXPECT_THAT(out(), HasSubstr("the database that DATABASE_URL in .env names; no schema file was found"));
    EXPECT_THAT(folder_.read("rowtype.toml"), HasSubstr("source = \"postgres\"\nurl-env = \"DATABASE_URL\""));
}

TEST_F(Init, ABrokenPyprojectIsNamedAndLeft) {
    folder_.write("pyproject.toml", "[project\nname = 'x'\n");
    write_schema();
    EXPECT_EQ(2, run({"init"}));
    EXPECT_THAT(errors(), HasSubstr("pyproject.toml:1:"));
    EXPECT_THAT(errors(), HasSubstr("not valid TOML"));
    EXPECT_EQ("[project\nname = 'x'\n", folder_.read("pyproject.toml"));
    EXPECT_EQ(0, run({"init", "--rowtype-toml"})) << errors();
}

TEST_F(Init, WhereATableCannotBeAddedTheWayOutIsNamed) {
    const std::string text = "tool = { other = 1 }\n";
    folder_.write("pyproject.toml", text);
    write_schema();
    EXPECT_EQ(2, run({"init"}));
    EXPECT_THAT(errors(), HasSubstr("[tool.rowtype] cannot be added here"));
    EXPECT_THAT(errors(), HasSubstr("--rowtype-toml"));
    EXPECT_EQ(text, folder_.read("pyproject.toml"));
}

}  // namespace
}  // namespace rowtype::cli
