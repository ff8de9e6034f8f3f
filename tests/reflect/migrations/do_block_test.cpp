#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(DoBlocks, GuardedStatementsAreApplied) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int, old int);
        DO $$ BEGIN CREATE TYPE mood AS ENUM ('x'); EXCEPTION WHEN duplicate_object THEN null; END $$;
        DO $$ BEGIN
          IF NOT EXISTS (SELECT 1 FROM information_schema.columns WHERE column_name = 'b') THEN
            ALTER TABLE t ADD COLUMN b mood NOT NULL DEFAULT 'x';
          END IF;
          IF EXISTS (SELECT 1 FROM pg_attribute WHERE attname = 'old') THEN ALTER TABLE t RENAME COLUMN old TO new;
          ELSE ALTER TABLE t ADD COLUMN new int; END IF;
        END $$;
        DO $$ BEGIN CREATE TYPE mood AS ENUM ('y'); EXCEPTION WHEN duplicate_object THEN RAISE NOTICE 'there; already'; END $$;)");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer", "new integer", "b mood not null default 'x'"));
    EXPECT_THAT(catalog.find_type({"public", "mood"})->labels, ElementsAre("x"));
    EXPECT_THAT(notes_of(catalog), IsEmpty());
    EXPECT_THAT(catalog.data().incomplete_schemas, IsEmpty());
}

TEST(DoBlocks, GuardsInVariablesAreGuards) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int, b int);
        DO $$ DECLARE n int; rows int; BEGIN
          SELECT count(*) INTO n FROM information_schema.columns WHERE table_name = 't' AND column_name = 'b';
          IF n > 0 THEN ALTER TABLE t DROP COLUMN b; END IF;
        END $$)");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer"));
    EXPECT_TRUE(catalog.find_relation("public", "t").relation->columns_complete);
}

TEST(DoBlocks, OtherConditionsMakeColumnsUncertain) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE t (a int);\nCREATE TABLE u (a int);\n"
        "DO $$ BEGIN\n IF current_setting('x') = 'y' THEN\n  ALTER TABLE t DROP COLUMN a; END IF; END $$");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer null?"));
    EXPECT_FALSE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_TRUE(catalog.find_relation("public", "u").relation->columns_complete);
    EXPECT_THAT(notes_of(catalog), ElementsAre(HasSubstr("schema.sql:5: a condition that cannot be evaluated")));
}

TEST(DoBlocks, ExecuteOfALiteralIsStatic) {
    const catalog::Catalog catalog =
        read_sql("CREATE TABLE t (a int); DO $$ BEGIN EXECUTE 'ALTER TABLE t ADD b int; CREATE TABLE u (c int)'; END $$");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer", "b integer"));
    EXPECT_THAT(columns_of(catalog, "u"), ElementsAre("c integer"));
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(DoBlocks, TemplatesThatChangeNoColumnsAreHarmless) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int);
        DO $$ DECLARE r record; BEGIN FOR r IN SELECT tablename FROM pg_tables LOOP
          EXECUTE format('ALTER TABLE %I ENABLE ROW LEVEL SECURITY', r.tablename);
          EXECUTE format('CREATE POLICY p ON %I USING (true)', r.tablename);
          EXECUTE 'GRANT SELECT ON ' || r.tablename || ' TO anon';
        END LOOP; END $$)");
    EXPECT_TRUE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_THAT(catalog.data().incomplete_schemas, IsEmpty());
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(DoBlocks, TemplatesMarkWhatTheyCouldTouch) {
    const catalog::Catalog column = read_sql(
        "CREATE TABLE t (a int); CREATE TABLE u (a int); DO $$ BEGIN EXECUTE format('ALTER TABLE t ADD COLUMN %I int', x); END "
        "$$");
    EXPECT_FALSE(column.find_relation("public", "t").relation->columns_complete);
    EXPECT_TRUE(column.find_relation("public", "u").relation->columns_complete);
    EXPECT_FALSE(column.is_incomplete("public"));

    const catalog::Catalog table =
        read_sql("CREATE TABLE t (a int); DO $$ BEGIN EXECUTE format('CREATE TABLE %I (a int)', x); END $$");
    EXPECT_TRUE(table.is_incomplete("public"));
    EXPECT_TRUE(table.find_relation("public", "whatever").unknown);
    EXPECT_TRUE(table.find_relation("public", "t").relation->columns_complete);

    const catalog::Catalog anything =
        read_sql("CREATE TABLE t (a int); DO $$ DECLARE s text; BEGIN SELECT command INTO s FROM commands; EXECUTE s; END $$");
    EXPECT_TRUE(anything.is_incomplete("public"));
    EXPECT_FALSE(anything.find_relation("public", "t").relation->columns_complete);
    EXPECT_EQ(anything.notes().size(), 1U);
}

TEST(DoBlocks, FunctionsThatAMigrationCallsAreRun) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int);
        CREATE FUNCTION upgrade() RETURNS void LANGUAGE plpgsql AS $$ BEGIN ALTER TABLE t ADD COLUMN b int; PERFORM upgrade(); END $$;
        CREATE FUNCTION never_called() RETURNS void LANGUAGE plpgsql AS $$ BEGIN DROP TABLE t; END $$;
        SELECT upgrade())");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer", "b integer"));
}

TEST(DoBlocks, SelectIntoIsAnAssignment) {
    const catalog::Catalog catalog =
        read_sql("DO $$ DECLARE n int; BEGIN SELECT 1 INTO n; WITH q AS (SELECT 1) SELECT 2 INTO n; END $$");
    EXPECT_THAT(catalog.relations(), IsEmpty());
}

TEST(DoBlocks, BrokenBodiesDoNotHurt) {
    for (const std::string_view body : {"", "BEGIN", "IF", "END", "BEGIN IF x THEN", "EXECUTE", "BEGIN EXECUTE; END", "CASE WHEN",
                                        "DECLARE", "BEGIN ALTER TABLE; END", "EXCEPTION WHEN others THEN", "BEGIN 'open; END"}) {
        const catalog::Catalog catalog =
            read_sql("CREATE TABLE t (a int); DO $x$" + std::string(body) + "$x$; CREATE TABLE u (b int)");
        EXPECT_THAT(columns_of(catalog, "u"), ElementsAre("b integer")) << body;
    }
}

}  // namespace
}  // namespace rowtype::migrations
