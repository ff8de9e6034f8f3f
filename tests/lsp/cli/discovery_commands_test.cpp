// What a user sees of the schema that was taken, or not, where nothing names one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class DiscoveryCommands : public EmptyProject {};

TEST_F(DiscoveryCommands, AConfiguredPackageIsCheckedAgainstItsOwnMigrations) {
    folder_.write("supabase/migrations/20260101000000_users.sql", "create table users (id int primary key);\n");
    folder_.write("services/billing/migrations/1.sql", "create table invoices (id int primary key);\n");
    write_module("services/billing/app.py", "client.table('invoices').select('id').execute()\n");
    EXPECT_EQ(run({"check"}), kExitClean) << "what other migrations of the repository make may be there";
    EXPECT_EQ(run({"check", "services/billing"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("other SQL of the repository ("));

    folder_.write("services/billing/pyproject.toml", "[tool.rowtype]\n");
    EXPECT_EQ(run({"check"}), kExitClean) << out();
    EXPECT_EQ(run({"check", "services/billing"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("Schema: migrations (1 file), 1 relation\n"));
    EXPECT_THAT(out(), HasSubstr("found as well and left: ../../supabase/migrations"));
}

// The root's own scripts could use either package's schema: that is no reason to leave the packages.
TEST_F(DiscoveryCommands, PackagesAreCheckedWhereOnlyTheRootIsAmbiguous) {
    for (const std::string name : {"api", "web"}) {
        folder_.write(name + "/pyproject.toml", "[project]\nname = \"x\"\n");
        folder_.write(name + "/migrations/1.sql", "create table " + name + "_users (id int primary key);\n");
        write_module(name + "/app.py", "client.table('" + name + "_users').select('id').execute()\n");
    }
    folder_.write("tool.py", "print(1)\n");
    EXPECT_EQ(run({"check"}), kExitClean) << errors();
    EXPECT_EQ(errors(), "") << "nothing at the root concerns a schema";
    EXPECT_THAT(out(), HasSubstr("Checked 0 models, 2 queries and 0 SQL statements in 3 files"));

    write_module("script.py", "client.table('users').select('id').execute()\n");
    EXPECT_EQ(run({"check"}), kExitNotAnalysed);
    EXPECT_THAT(out(), HasSubstr("1 input was NOT ANALYSED:\n  script.py: there are 2 equally likely schemas"));
    EXPECT_THAT(errors(), HasSubstr("; the rest is checked\n  choose: --schema migrations:api/migrations or "));
    EXPECT_EQ(run({"baseline"}), kExitClean);
    EXPECT_EQ(run({"check", "script.py"}), kExitNoSchema) << "alone it cannot be checked at all";

    folder_.write("rowtype.toml", "[schema]\nsource = \"snapshot\"\npath = \"missing.json\"\n");
    EXPECT_EQ(run({"check"}), kExitNoSchema) << "what somebody named must be there";
}

class GuessedSchema : public DiscoveryCommands {
protected:
    // Of a container that stands beside code for another database.
    GuessedSchema() {
        folder_.write("docker/postgres/init.sql", "create table jobs (id int primary key);\n");
        write_module("app.py", "client.table('users').select('id').execute()\nclient.table('orders').select('id').execute()\n" +
                                   std::string("client.table('invoices').select('id').execute()\n"));
    }
};

TEST_F(GuessedSchema, IsNotTakenWhereTheCodeNamesOtherTables) {
    EXPECT_EQ(run({"check"}), kExitNoSchema) << out();
    EXPECT_THAT(errors(), HasSubstr("error: .: the schema that was found in docker/postgres/init.sql does not seem to be this "
                                    "code's: 3 of 3 places in the code that name a table name one that it lacks (invoices, "
                                    "orders and users)\n"));
    EXPECT_THAT(errors(), HasSubstr("; if this one is right, --schema migrations:docker/postgres/init.sql\n"));
    EXPECT_EQ(run({"baseline"}), kExitNoSchema) << "nobody wants to excuse that";
    EXPECT_FALSE(exists(".rowtype/baseline.json"));
    EXPECT_EQ(run({"init", "--dry-run"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("not taken: the schema that was found in docker/postgres/init.sql does not seem"));
    EXPECT_THAT(out(), Not(HasSubstr("path = \"docker/postgres/init.sql\"")));
}

TEST_F(GuessedSchema, IsTakenWhereSomebodySaysSo) {
    EXPECT_EQ(run({"check", "--schema", "migrations:docker/postgres/init.sql"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("Found 3 errors"));
    folder_.write("rowtype.toml", "[schema]\nsource = \"migrations\"\npath = \"docker/postgres/init.sql\"\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_EQ(run({"baseline"}), kExitClean);
    folder_.write("rowtype.toml", "");
    EXPECT_EQ(run({"check"}), kExitClean) << "it has a baseline: " << errors();
}

TEST_F(GuessedSchema, IsTakenWhereMostOfTheCodeIsAboutIt) {
    write_module("jobs.py",
                 "client.table('jobs').select('id').execute()\nclient.table('jobs').delete().eq('id', 1).execute()\n"
                 "client.table('jobs').insert({'id': 1}).execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings) << errors();
    EXPECT_EQ(run({"check", "app.py"}), kExitFindings) << "one file is judged as the whole is: " << errors();
    std::filesystem::remove(folder_ / "jobs.py");
    EXPECT_EQ(run({"check", "app.py"}), kExitNoSchema);
}

TEST_F(GuessedSchema, WhichDoesNotFitTheRootKeepsNoPackageFromBeingChecked) {
    folder_.write("api/rowtype.toml", "");
    folder_.write("api/migrations/1.sql", "create table parts (id int primary key);\n");
    write_module("api/app.py", "client.table('parts').select('nmae').execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("Found 1 error"));
    EXPECT_THAT(out(),
                HasSubstr("1 input was NOT ANALYSED:\n  app.py: the schema that was found in api/migrations does not seem"));
    EXPECT_THAT(errors(), HasSubstr("; the rest is checked\n  name one: --schema"));
}

// 0xSoftBoi/suwappubot: a server in TypeScript with Drizzle beside a bot in Python that creates its tables itself.
TEST_F(DiscoveryCommands, MigrationsOfJavaScriptAreNotThoseOfCodeThatCreatesItsTables) {
    folder_.write("api-ts/drizzle/0000_users.sql", "create table users (id int primary key);\n");
    folder_.write("api-ts/drizzle/0001_posts.sql", "create table posts (id int primary key);\n");
    folder_.write("api-ts/drizzle/meta/_journal.json", "{}");
    const std::string models =
        "from sqlalchemy import Column, Integer\nfrom sqlalchemy.orm import declarative_base\nBase = declarative_base()\n\n\n"
        "class User(Base):\n    __tablename__ = \"users\"\n    id = Column(Integer, primary_key=True)\n    age = "
        "Column(Integer)\n";
    folder_.write("bot/models.py", models);
    EXPECT_EQ(run({"check"}), kExitFindings) << "one database, which the other program makes";
    folder_.write("bot/db.py", "from bot.models import Base\n\n\ndef start(engine):\n    Base.metadata.create_all(engine)\n");
    EXPECT_EQ(run({"check"}), kExitNoSchema) << out();
    EXPECT_THAT(errors(),
                HasSubstr("error: .: the schema that was found in api-ts/drizzle is kept by a JavaScript package, and the "
                          "Python code creates the tables of its models itself (create_all)\n"));
    EXPECT_THAT(errors(), HasSubstr("; if this one is right, --schema migrations:api-ts/drizzle\n"));
    EXPECT_EQ(run({"check", "--schema", "migrations:api-ts/drizzle"}), kExitFindings);
    EXPECT_EQ(run({"init", "--dry-run"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("not taken: the schema that was found in api-ts/drizzle is kept by a JavaScript package"));
    EXPECT_EQ(run({"check", "bot/db.py"}), kExitNoSchema) << "whatever part is checked";
    EXPECT_EQ(run({"baseline", "--check"}), kExitNoSchema) << out();
    std::filesystem::remove(folder_ / "bot/db.py");
    folder_.write("tests/conftest.py", "def start(engine):\n    Base.metadata.create_all(engine)\n");
    EXPECT_EQ(run({"check"}), kExitFindings) << "a test has a database of its own";
}

// metabrainz/critiquebrainz: of many findings that all say the same, people want to hear what that is.
TEST_F(DiscoveryCommands, AFolderThatNamesNoKnownTableIsSaidToSpeakToAnotherDatabase) {
    folder_.write("migrations/1.sql", "create table users (id int primary key);\n");
    write_module("app.py", "client.table('users').select('nmae').execute()\nclient.table('usrs').select('id').execute()\n");
    write_module("books/author.py", "client.table('author').select('id').execute()\n");
    write_module("books/work.py",
                 "client.table('work').select('id').execute()\nclient.table('edition').select('id').execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(),
                HasSubstr("Found 5 errors, 1 with a fix.\n"
                          "3 of them stand in books, which names 3 tables (author, edition, work) and none that the schema "
                          "has: if it speaks to another database, [[tool.rowtype.databases]] with paths = [\"books/**\"] "
                          "gives it a schema of its own, and other-databases leaves alone what goes through an engine.\n"));
    write_module("books/reader.py", "client.table('users').select('nmae').execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(out(), Not(HasSubstr("another database")));
}

}  // namespace
}  // namespace rowtype::cli
