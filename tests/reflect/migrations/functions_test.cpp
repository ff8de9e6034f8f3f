#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(Functions, AttributesDefaultsAndAlter) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE FUNCTION f(a int, b text DEFAULT 'x,y', c int = 1 + (2), d timestamptz DEFAULT now()) RETURNS int LANGUAGE sql
          STABLE SECURITY DEFINER AS 'SELECT 1';
        CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql AS 'SELECT 1';
        ALTER FUNCTION f(text) IMMUTABLE SECURITY DEFINER; ALTER FUNCTION f(int, text, int, timestamptz) SECURITY INVOKER;
        ALTER FUNCTION f(text) RENAME TO g)");
    const catalog::Function& f = *catalog.find_functions("public", "f").at(0);
    EXPECT_EQ(f.volatility, catalog::Volatility::Stable);
    EXPECT_FALSE(f.security_definer);
    EXPECT_EQ(f.arguments[0].default_expression, "");
    EXPECT_EQ(f.arguments[1].default_expression, "'x,y'");
    EXPECT_EQ(f.arguments[2].default_expression, "1 + (2)");
    EXPECT_EQ(f.arguments[3].default_expression, "now()");
    const catalog::Function& g = *catalog.find_functions("public", "g").at(0);
    EXPECT_EQ(g.volatility, catalog::Volatility::Immutable);
    EXPECT_TRUE(g.security_definer);
}

TEST(Functions, ReplacingKeepsCommentAndGrants) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; COMMENT ON FUNCTION f(int) IS 'one';
        REVOKE ALL ON FUNCTION f(int) FROM PUBLIC; GRANT EXECUTE ON FUNCTION f TO app;
        CREATE OR REPLACE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 2')");
    const catalog::Function& f = *catalog.find_functions("public", "f").at(0);
    EXPECT_EQ(f.comment, "one");
    EXPECT_EQ(f.volatility, catalog::Volatility::Immutable);
    ASSERT_EQ(f.grants.size(), 1U);
    EXPECT_EQ(f.grants[0].role, "app");
}

TEST(Functions, DropCascadeTakesWhatCallsIt) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql IMMUTABLE AS 'SELECT 1';
        CREATE TABLE t (a int DEFAULT f(1), b int CHECK (f(b) > 0), c int GENERATED ALWAYS AS (f(a)) STORED, d int CHECK (d > 0));
        CREATE INDEX i ON t (f(a)); CREATE INDEX j ON t (a); CREATE POLICY p ON t USING (public.f(a) = 1); CREATE POLICY q ON t USING (a = 1);
        CREATE VIEW v AS SELECT f(a) AS x FROM t; CREATE VIEW w AS SELECT a FROM t; DROP FUNCTION f CASCADE)");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer", "b integer", "d integer"));
    EXPECT_THAT(constraints_of(catalog, "t"), ElementsAre("check t_d_check: d > 0", "index j btree(a)"));
    EXPECT_EQ(catalog.find_relation("public", "t").relation->policies.size(), 1U);
    EXPECT_EQ(catalog.find_relation("public", "v").relation, nullptr);
    EXPECT_NE(catalog.find_relation("public", "w").relation, nullptr);
}

TEST(Functions, DropTableCascadeTakesFunctionsOfItsRows) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int); CREATE FUNCTION f() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
        CREATE FUNCTION g(t) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION h() RETURNS int LANGUAGE sql AS 'SELECT 1';
        DROP TABLE t CASCADE)");
    EXPECT_EQ(catalog.functions().size(), 1U);
}

TEST(Functions, ACalledProcedureIsRead) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE PROCEDURE make() LANGUAGE plpgsql AS $$ BEGIN CREATE TABLE made (a int); END $$; CALL make())");
    EXPECT_THAT(columns_of(catalog, "made"), ElementsAre("a integer"));
}

}  // namespace
}  // namespace rowtype::migrations
