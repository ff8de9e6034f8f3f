// What is rolled back was never there, and what may have been rolled back is unknown.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

bool has_table(const catalog::Catalog& catalog, std::string_view schema, std::string_view name) {
    return catalog.find_relation(schema, name).relation != nullptr;
}

TEST(Transactions, SetLocalEndsWithItsTransaction) {
    const catalog::Catalog catalog = read_sql(
        "CREATE SCHEMA app; BEGIN; SET LOCAL search_path = app; CREATE TABLE six (id int); COMMIT; CREATE TABLE seven (id int);");
    EXPECT_TRUE(has_table(catalog, "app", "six"));
    EXPECT_TRUE(has_table(catalog, "public", "seven"));
    EXPECT_FALSE(has_table(catalog, "app", "seven"));
}

TEST(Transactions, SetOfTheSessionOutlivesSetLocal) {
    const catalog::Catalog catalog = read_sql(
        "CREATE SCHEMA a; CREATE SCHEMA b; BEGIN; SET LOCAL search_path = a; SET search_path = b; COMMIT; CREATE TABLE t (id "
        "int);");
    EXPECT_TRUE(has_table(catalog, "b", "t"));
}

TEST(Transactions, SetConfigForATransactionThatIsNotOpenDoesNothing) {
    const catalog::Catalog catalog = read_sql(
        "CREATE SCHEMA app; SELECT set_config('search_path', 'app', true); CREATE TABLE one (id int);"
        "BEGIN; SELECT set_config('search_path', 'app', true); CREATE TABLE two (id int); COMMIT; CREATE TABLE three (id int);"
        "DO $$ BEGIN PERFORM set_config('search_path', 'app', true); CREATE TABLE four (id int); END $$; CREATE TABLE five (id "
        "int);"
        "SELECT set_config('search_path', 'app', false); CREATE TABLE six (id int);");
    EXPECT_TRUE(has_table(catalog, "public", "one"));
    EXPECT_TRUE(has_table(catalog, "app", "two"));
    EXPECT_TRUE(has_table(catalog, "public", "three"));
    EXPECT_TRUE(has_table(catalog, "app", "four"));
    EXPECT_TRUE(has_table(catalog, "public", "five"));
    EXPECT_TRUE(has_table(catalog, "app", "six"));
}

// A tool that makes a transaction of each file is why it stands there.
TEST(Transactions, SetLocalWithoutATransactionHoldsUntilTheFileEnds) {
    Options options;
    options.platform = Platform::Plain;
    const catalog::Catalog catalog(
        read_migrations({{"1.sql", "CREATE SCHEMA app; SET LOCAL search_path = app; CREATE TABLE one (id int);"},
                         {"2.sql", "CREATE TABLE two (id int);"}},
                        options)
            .value()
            .data);
    EXPECT_TRUE(has_table(catalog, "app", "one"));
    EXPECT_TRUE(has_table(catalog, "public", "two"));
}

TEST(Transactions, RollbackUndoesEverything) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE keep (id int); CREATE TYPE mood AS ENUM ('a');\n"
        "BEGIN; ALTER TABLE keep ADD oops int; CREATE TABLE gone (id int); ALTER TYPE mood ADD VALUE 'b'; SET search_path = x;"
        "CREATE FUNCTION f() RETURNS int LANGUAGE sql AS 'SELECT 1'; ROLLBACK;\n"
        "START TRANSACTION; CREATE TABLE kept (id int); END; BEGIN; DROP TABLE keep; ABORT; CREATE TABLE after (id int);");
    EXPECT_THAT(columns_of(catalog, "keep"), ElementsAre("id integer"));
    EXPECT_FALSE(has_table(catalog, "public", "gone"));
    EXPECT_THAT(catalog.find_type({"public", "mood"})->labels, ElementsAre("a"));
    EXPECT_THAT(catalog.functions(), IsEmpty());
    EXPECT_TRUE(has_table(catalog, "public", "kept"));
    EXPECT_TRUE(has_table(catalog, "public", "after"));
}

TEST(Transactions, RollbackToASavepoint) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE keep (id int);
        BEGIN;
        CREATE TABLE a (id int); SAVEPOINT s; DROP TABLE keep; SAVEPOINT t; DROP TABLE a; ROLLBACK TO SAVEPOINT t;
        CREATE TABLE b (id int); ROLLBACK TO s; CREATE TABLE c (id int); RELEASE s;
        COMMIT;)");
    EXPECT_TRUE(has_table(catalog, "public", "keep"));
    EXPECT_TRUE(has_table(catalog, "public", "a"));
    EXPECT_FALSE(has_table(catalog, "public", "b"));
    EXPECT_TRUE(has_table(catalog, "public", "c"));
}

TEST(Transactions, RollbackOutsideOfATransactionDoesNothing) {
    const catalog::Catalog catalog =
        read_sql("CREATE TABLE a (id int); ROLLBACK; BEGIN; CREATE TABLE b (id int); COMMIT; ROLLBACK;");
    EXPECT_TRUE(has_table(catalog, "public", "a"));
    EXPECT_TRUE(has_table(catalog, "public", "b"));
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(Transactions, ATransactionMayChainTheNext) {
    const catalog::Catalog catalog =
        read_sql("BEGIN; CREATE TABLE a (id int); COMMIT AND CHAIN; CREATE TABLE b (id int); ROLLBACK; CREATE TABLE c (id int);");
    EXPECT_TRUE(has_table(catalog, "public", "a"));
    EXPECT_FALSE(has_table(catalog, "public", "b"));
    EXPECT_TRUE(has_table(catalog, "public", "c"));
}

TEST(Transactions, ABlockThatCatchesAnyExceptionMayHaveBeenUndone) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int NOT NULL);
        DO $$ BEGIN CREATE TABLE x (y int); ALTER TABLE t ALTER a DROP NOT NULL; PERFORM 1 / 0;
        EXCEPTION WHEN others THEN NULL; END $$;)");
    EXPECT_TRUE(catalog.find_relation("public", "x").relation->presumed);
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer null?"));
}

TEST(Transactions, ABlockThatRaisesAndCatchesLeavesNothing) {
    const catalog::Catalog catalog = read_sql(R"(
        DO $$ BEGIN
          BEGIN CREATE TABLE x (y int); RAISE EXCEPTION 'no'; EXCEPTION WHEN others THEN RAISE NOTICE 'failed'; END;
          CREATE TABLE z (y int);
        END $$;)");
    EXPECT_FALSE(has_table(catalog, "public", "x"));
    EXPECT_THAT(columns_of(catalog, "z"), ElementsAre("y integer"));
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(Transactions, BehindReturnNothingRuns) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int);
        DO $$ BEGIN ALTER TABLE t ADD b int; RETURN; CREATE TABLE never (a int); END $$;
        DO $$ BEGIN IF current_setting('x') = 'y' THEN RETURN; END IF; CREATE TABLE perhaps (a int); END $$;
        DO $$ BEGIN IF EXISTS (SELECT FROM pg_tables WHERE tablename = 'g') THEN RETURN; END IF; CREATE TABLE g (a int); END $$)");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer", "b integer"));
    EXPECT_FALSE(has_table(catalog, "public", "never"));
    EXPECT_TRUE(catalog.find_relation("public", "perhaps").relation->presumed);
    EXPECT_THAT(columns_of(catalog, "g"), ElementsAre("a integer"));
}

TEST(Transactions, ConstantConditionsAreDecided) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int);
        DO $$ BEGIN
          IF false THEN ALTER TABLE t DROP a; ELSE ALTER TABLE t ADD b int; END IF;
          IF 1 = 2 THEN CREATE TABLE never (a int); END IF;
          IF true THEN ALTER TABLE t ADD c int; ELSE ALTER TABLE t ADD d int; END IF;
          IF 1 <> 1 THEN ALTER TABLE t ADD e int; ELSIF true THEN ALTER TABLE t ADD f int; ELSE ALTER TABLE t ADD g int; END IF;
        END $$)");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer", "b integer", "c integer", "f integer"));
    EXPECT_TRUE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_EQ(catalog.relations().size(), 1U);
}

TEST(Transactions, BranchesOfPsql) {
    const catalog::Catalog catalog = read_sql(
        "\\set big on\n\\set small 0\n"
        "\\if false\nCREATE TABLE a (x int);\n\\else\nCREATE TABLE b (x int);\n\\endif\n"
        "\\if :big\nCREATE TABLE c (x int);\n\\if no\nCREATE TABLE d (x int);\n\\endif\n\\elif true\nCREATE TABLE e (x "
        "int);\n\\endif\n"
        "\\if :small\nCREATE TABLE f (x int);\n\\elif :{?big}\nCREATE TABLE g (x int);\n\\else\nCREATE TABLE h (x "
        "int);\n\\endif\n");
    std::vector<std::string> names;
    for (const catalog::Relation& relation : catalog.relations()) names.push_back(relation.name.name);
    EXPECT_THAT(names, ElementsAre("b", "c", "g"));
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(Transactions, BranchesOfPsqlThatItsCommandLineDecides) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE t (a int NOT NULL);\n"
        "\\if :is_new\nALTER TABLE t ALTER a DROP NOT NULL;\n\\else\nCREATE TABLE u (x int);\n\\endif\nCREATE TABLE v (x "
        "int);\n");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer null?"));
    EXPECT_TRUE(catalog.find_relation("public", "u").relation->presumed);
    EXPECT_THAT(columns_of(catalog, "v"), ElementsAre("x integer"));
    EXPECT_EQ(catalog.notes().size(), 2U);
}

}  // namespace
}  // namespace rowtype::migrations
