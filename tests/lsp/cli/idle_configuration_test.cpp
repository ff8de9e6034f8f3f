// Entries of a configuration that concern nothing are said, and never fail a run.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class IdleConfiguration : public CommandProject {
protected:
    IdleConfiguration() {
        folder_.write(
            "app/models/user.py",
            "from pydantic import BaseModel\n\n\nclass User(BaseModel):\n    id: int\n    name: str\n    nick: str | None\n");
        folder_.write("app/models/__init__.py", "from app.models.user import User\n");
        write_module("tests/a.py", "client.table('users').select('id').execute()\n");
    }
    void configure(const std::string& lines) { folder_.write("rowtype.toml", lines); }
};

TEST_F(IdleConfiguration, GlobsThatMatchNothingAreSaidAtTheirPlaceWithANearName) {
    folder_.write("legacy/old.py", "x = 1\n");
    configure(
        "models = [\n  \"app/modles/**/*.py\",\n  \"models/*.py\", \"app/models/*.py\",\n]\n"
        "exclude = [\"lgeacy/**\", \"nowhere/at/all\"]\n"
        "rules = { missing-model = \"off\" }\n"
        "[per-path]\n\"tets/**\" = { unknown-column = \"off\" }\n\"tests/**\" = { unknown-column = \"off\" }\n");
    EXPECT_EQ(run({"check"}), kExitClean) << out();
    EXPECT_EQ(errors(),
              "rowtype.toml:2:3: warning: models: no Python file that is checked matches \"app/modles/**/*.py\"; did you mean "
              "\"app/models/**/*.py\"?\n"
              "rowtype.toml:3:3: warning: models: no Python file that is checked matches \"models/*.py\"; did you mean "
              "\"**/models/*.py\"?\n"
              "rowtype.toml:5:12: warning: exclude: no Python file or folder matches \"lgeacy/**\"; did you mean "
              "\"legacy/**\"?\n"
              "rowtype.toml:5:25: warning: exclude: no Python file or folder matches \"nowhere/at/all\"\n"
              "rowtype.toml:8:1: warning: per-path: no Python file that is checked matches \"tets/**\"; did you mean "
              "\"tests/**\"?\n");
}

TEST_F(IdleConfiguration, OnlyARunOverTheWholeProjectTells) {
    configure("models = [\"app/modles/*.py\"]\n");
    EXPECT_EQ(run({"check", "app", "tests/a.py"}), kExitClean);
    EXPECT_THAT(errors(), IsEmpty());
    EXPECT_EQ(run({"validate", "."}), kExitClean);
    EXPECT_THAT(errors(), IsEmpty());
    EXPECT_EQ(run({"check", "--quiet", "."}), kExitClean);
    EXPECT_THAT(errors(), HasSubstr("rowtype.toml:1:11: warning: models"));
    EXPECT_EQ(run({"check", "--model-path", "app/models"}), kExitFindings) << "orders has no model";
    EXPECT_THAT(errors(), IsEmpty()) << "the configuration's are of no account then";
}

TEST_F(IdleConfiguration, ListsOfWhatIsLeftOutAnywayAreNoSlip) {
    folder_.write(".gitignore", "htmlcov/\nmade/\n");
    folder_.write("made/a_pb2.py", "");
    folder_.write("data/readme.txt", "");
    configure(
        "exclude = [\".venv\", \"**/node_modules/**\", \"build\", \"dist/\", \"htmlcov\", \"data/**\", \"tests\", \"a.py\", "
        "\"*_pb2.py\"]\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(errors(), IsEmpty());
}

TEST_F(IdleConfiguration, TablesAndClassesThatAreNotThere) {
    configure(
        "[tables]\n"
        "usres = \"app.models.user:User\"\n"
        "\"public.users\" = \"app.models.usr:User\"\n"
        "users = \"app.models.user:Usr\"\n"
        "orders = \"app.models:User\"\n"
        "\"public.orders\" = \"app.models\"\n"
        "\"elsewhere.things\" = \"models.user:User\"\n");
    run({"check"});
    EXPECT_THAT(
        errors(),
        AllOf(HasSubstr("rowtype.toml:2:1: warning: tables: the schema has no table \"usres\"; did you mean \"users\"?\n"),
              HasSubstr("rowtype.toml:3:1: warning: tables: no Python file that is checked is the module "
                        "\"app.models.usr\"; did you mean \"app.models.user:User\"?\n"),
              HasSubstr("rowtype.toml:4:1: warning: tables: app/models/user.py has no class \"Usr\"; did you "
                        "mean \"app.models.user:User\"?\n"),
              HasSubstr("rowtype.toml:5:1: warning: tables: app/models/__init__.py imports \"User\": name the "
                        "module that defines it\n"),
              HasSubstr("rowtype.toml:6:1: warning: tables: \"app.models\" names no class: write \"module:Class\"\n"),
              Not(HasSubstr("elsewhere"))))
        << "a schema that was not read";
}

TEST_F(IdleConfiguration, TablesOfRedisEntriesThatAreNotThere) {
    configure(
        "[[redis]]\nkey = \"users:*\"\ntable = \"usres\"\n"
        "[[redis]]\nkey = \"orders:*\"\ntable = \"public.orders\"\n"
        "[[redis]]\nkey = \"things:*\"\ntable = \"elsewhere.things\"\n");
    run({"check"});
    EXPECT_THAT(errors(),
                AllOf(HasSubstr("rowtype.toml:3:9: warning: redis.table: the schema has no table \"usres\"; did you mean "
                                "\"users\"?\n"),
                      Not(HasSubstr("orders")), Not(HasSubstr("elsewhere"))));
}

TEST_F(IdleConfiguration, EachProjectOfATreeHasItsOwn) {
    configure("exclude = [\"services/shop/gone\"]\n");
    folder_.write("services/shop/rowtype.toml", "exclude = [\"old\", \"odl/**\"]\n");
    write_module("services/shop/a.py", "client.table('users').select('id').execute()\n");
    folder_.write("services/shop/old/b.py", "x = 1\n");
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(errors(),
                AllOf(HasSubstr("rowtype.toml:1:12: warning: exclude: no Python file or folder matches \"services/shop/gone\"\n"),
                      HasSubstr("services/shop/rowtype.toml:1:19: warning: exclude: no Python file or folder matches \"odl/**\""),
                      Not(HasSubstr("\"old\" "))));
    EXPECT_EQ(run({"check", "services"}), kExitClean);
    EXPECT_THAT(errors(), HasSubstr("services/shop/rowtype.toml:1:19"));
    EXPECT_THAT(errors(), Not(HasSubstr("gone")));
}

// A model whose base class stands in another file shows by no byte that it is one: the mapping does.
TEST_F(IdleConfiguration, AClassMayBeNamedByTheEndOfItsModule) {
    folder_.write("app/base.py", "from pydantic import BaseModel\n\n\nclass Base(BaseModel):\n    id: int\n");
    folder_.write("app/models/buyer.py", "from app.base import Base\n\n\nclass Buyer(Base):\n    nmae: str\n");
    configure("[tables]\nusers = \"models.buyer:Buyer\"\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("app/models/buyer.py:5:5: error[stale-field]"));
    EXPECT_THAT(errors(), IsEmpty());
}

class ListedSchemas : public CommandProject {
protected:
    ListedSchemas() {
        folder_.write("supabase/migrations/2.sql",
                      "create schema billing;\ncreate table billing.invoices (id int primary key);\n");
        write_module("a.py",
                     "client.table('users').select('id').execute()\n"
                     "client.schema('billing').table('invoices').select('nope').execute()\n"
                     "import psycopg\npsycopg.connect().execute('select id from orders')\n");
    }
};

TEST_F(ListedSchemas, NoneOfThemThereIsAnErrorAtTheirPlace) {
    folder_.write("rowtype.toml", "schemas = [\"biling\"]\n");
    EXPECT_EQ(run({"check"}), kExitUsage);
    EXPECT_THAT(out(), IsEmpty());
    EXPECT_THAT(errors(), HasSubstr("error: rowtype.toml:1:12: "));
    EXPECT_THAT(errors(), HasSubstr("no schema \"biling\", which `schemas` lists; there are "));
    EXPECT_THAT(errors(), HasSubstr("auth, billing, extensions, public"));
    EXPECT_THAT(errors(), HasSubstr("did you mean \"billing\"?"));
}

TEST_F(ListedSchemas, OneOfThemMissingIsANote) {
    folder_.write("rowtype.toml", "schemas = [\"billing\", \"nope\"]\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("note: rowtype.toml:1:23: "));
    EXPECT_THAT(out(), HasSubstr("no schema \"nope\""));
}

// What was not read is unknown, also where the search path leads there without the code naming it.
TEST_F(ListedSchemas, NothingIsUnknownBecauseItsSchemaIsNotListed) {
    folder_.write("rowtype.toml", "schemas = [\"billing\"]\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("Found 1 error."));
    EXPECT_THAT(out(), HasSubstr("billing.invoices has no column \"nope\""));
    EXPECT_EQ(run({"show", "public.users"}), kExitFindings);
    EXPECT_THAT(errors(), HasSubstr("the schema \"public\" was not read"));
}

}  // namespace
}  // namespace rowtype::cli
