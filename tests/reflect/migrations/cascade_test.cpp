// What goes, and what stays, with what it depends on: inheritance, typed tables, DROP … CASCADE.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

bool has_relation(const catalog::Catalog& catalog, std::string_view name) {
    return catalog.find_relation("public", name).relation != nullptr;
}

TEST(Inheritance, AColumnThatTheChildDeclaresStays) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE p (a int, b text); CREATE TABLE k (b text) INHERITS (p); CREATE TABLE n () INHERITS (p);"
        "ALTER TABLE p DROP COLUMN b;");
    EXPECT_THAT(columns_of(catalog, "k"), ElementsAre("a integer", "b text"));
    EXPECT_THAT(columns_of(catalog, "n"), ElementsAre("a integer"));
}

TEST(Inheritance, DropOnlyLeavesTheColumnToTheChild) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE p (a int, b text); CREATE TABLE k () INHERITS (p); ALTER TABLE ONLY p DROP COLUMN b;"
        "ALTER TABLE k DROP COLUMN a;");
    EXPECT_THAT(columns_of(catalog, "p"), ElementsAre("a integer"));
    EXPECT_THAT(columns_of(catalog, "k"), ElementsAre("a integer", "b text")) << "PostgreSQL refuses to drop an inherited column";
    const catalog::Catalog own = read_sql(
        "CREATE TABLE p (a int, b text); CREATE TABLE k () INHERITS (p); ALTER TABLE ONLY p DROP COLUMN b; ALTER TABLE k DROP "
        "b;");
    EXPECT_THAT(columns_of(own, "k"), ElementsAre("a integer"));
}

TEST(Inheritance, AColumnOfTwoParentsGoesWithTheLast) {
    const std::string both = "CREATE TABLE p (b text); CREATE TABLE q (b text); CREATE TABLE k () INHERITS (p, q);";
    EXPECT_THAT(columns_of(read_sql(both + "ALTER TABLE p DROP b"), "k"), ElementsAre("b text"));
    EXPECT_THAT(columns_of(read_sql(both + "ALTER TABLE p DROP b; ALTER TABLE q DROP b"), "k"), IsEmpty());
    EXPECT_THAT(columns_of(read_sql(both + "ALTER TABLE k NO INHERIT q; ALTER TABLE p DROP b"), "k"), ElementsAre("b text"));
}

TEST(Inheritance, ColumnsThatCameLater) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE p (a int); CREATE TABLE k (b text) INHERITS (p); CREATE TABLE n () INHERITS (p);"
        "ALTER TABLE p ADD b text; ALTER TABLE p ADD c text; ALTER TABLE p RENAME c TO d; ALTER TABLE p DROP b, DROP d;");
    EXPECT_THAT(columns_of(catalog, "k"), ElementsAre("a integer", "b text"));
    EXPECT_THAT(columns_of(catalog, "n"), ElementsAre("a integer"));
    const catalog::Catalog attached = read_sql(
        "CREATE TABLE p (a int, b text); CREATE TABLE k (a int, b text); ALTER TABLE k INHERIT p; ALTER TABLE p DROP b;"
        "CREATE TABLE l (a int, b text) PARTITION BY LIST (a); CREATE TABLE m (a int, b text);"
        "ALTER TABLE l ATTACH PARTITION m DEFAULT; ALTER TABLE l DROP b;");
    EXPECT_THAT(columns_of(attached, "k"), ElementsAre("a integer", "b text"));
    EXPECT_THAT(columns_of(attached, "m"), ElementsAre("a integer"));
}

TEST(TypedTables, FollowTheirType) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TYPE ct AS (x int, y int); CREATE TABLE o OF ct; CREATE TABLE own OF ct; ALTER TABLE own NOT OF;"
        "ALTER TYPE ct ADD ATTRIBUTE z date CASCADE; ALTER TYPE ct RENAME ATTRIBUTE x TO xx CASCADE;"
        "ALTER TYPE ct DROP ATTRIBUTE y CASCADE; ALTER TYPE ct ALTER ATTRIBUTE xx TYPE bigint CASCADE; ALTER TYPE ct RENAME TO "
        "dt;"
        "ALTER TYPE dt ADD ATTRIBUTE last text CASCADE;");
    EXPECT_THAT(columns_of(catalog, "o"), ElementsAre("xx bigint", "z date", "last text"));
    EXPECT_THAT(columns_of(catalog, "own"), ElementsAre("x integer", "y integer"));
}

TEST(Cascade, OfAColumn) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE g (a int, b int GENERATED ALWAYS AS (a * 2) STORED CHECK (b > 0), c int);"
        "CREATE VIEW v AS SELECT b FROM g; CREATE VIEW w AS SELECT c FROM g; ALTER TABLE g DROP COLUMN a CASCADE;");
    EXPECT_THAT(columns_of(catalog, "g"), ElementsAre("c integer"));
    EXPECT_THAT(constraints_of(catalog, "g"), IsEmpty());
    EXPECT_FALSE(has_relation(catalog, "v"));
    EXPECT_TRUE(has_relation(catalog, "w"));
}

TEST(Cascade, OfAnExtension) {
    const std::string made =
        "CREATE SCHEMA x; CREATE EXTENSION hstore SCHEMA x; CREATE EXTENSION pg_trgm SCHEMA x;"
        "CREATE TABLE t (a text, h x.hstore); CREATE INDEX i ON t USING gin (a x.gin_trgm_ops); CREATE INDEX j ON t (a);"
        "CREATE VIEW v AS SELECT h FROM t; CREATE VIEW w AS SELECT 'a=>1'::x.hstore IS NULL AS n; CREATE VIEW k AS SELECT a FROM "
        "t;";
    for (const std::string_view drop : {"DROP EXTENSION hstore, pg_trgm CASCADE;", "DROP SCHEMA x CASCADE;"}) {
        const catalog::Catalog catalog = read_sql(made + std::string(drop));
        EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a text")) << drop;
        EXPECT_THAT(constraints_of(catalog, "t"), ElementsAre("index j btree(a)")) << drop;
        EXPECT_FALSE(has_relation(catalog, "v")) << drop;
        EXPECT_FALSE(has_relation(catalog, "w")) << drop;
        EXPECT_TRUE(has_relation(catalog, "k")) << drop;
    }
}

TEST(Cascade, OfATypeThatOnlyExpressionsName) {
    const catalog::Catalog catalog = read_sql(
        "CREATE DOMAIN dm AS int; CREATE TYPE en AS ENUM ('a');"
        "CREATE TABLE t (b int CHECK (b > 1::dm), c int CHECK (c > 1), x text DEFAULT 'a'::en::text, y text DEFAULT 'en');"
        "CREATE VIEW v AS SELECT 1::dm::int AS one; CREATE VIEW w AS SELECT 'a'::en AS one; CREATE VIEW k AS SELECT c FROM t;"
        "DROP DOMAIN dm CASCADE; DROP TYPE en CASCADE;");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("b integer", "c integer", "x text", "y text default 'en'"));
    EXPECT_THAT(constraints_of(catalog, "t"), ElementsAre("check t_c_check: c > 1"));
    EXPECT_FALSE(has_relation(catalog, "v"));
    EXPECT_FALSE(has_relation(catalog, "w"));
    EXPECT_TRUE(has_relation(catalog, "k"));
}

TEST(Cascade, OfASequence) {
    const catalog::Catalog catalog = read_sql(
        "CREATE SEQUENCE s; CREATE SEQUENCE r; CREATE VIEW v AS SELECT nextval('s'::regclass) AS n;"
        "CREATE VIEW w AS SELECT currval('public.s') AS n; CREATE VIEW k AS SELECT nextval('r') AS n; DROP SEQUENCE s CASCADE;");
    EXPECT_FALSE(has_relation(catalog, "v"));
    EXPECT_FALSE(has_relation(catalog, "w"));
    EXPECT_TRUE(has_relation(catalog, "k"));
}

// Whether a column outside of GROUP BY stands in an aggregate is not looked at.
TEST(Cascade, OfAPrimaryKeyThatAViewGroupsBy) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE pk (id int PRIMARY KEY, n text); CREATE VIEW v AS SELECT id, n FROM pk GROUP BY id;"
        "CREATE VIEW k AS SELECT n FROM pk; CREATE VIEW g AS SELECT id FROM pk GROUP BY id;"
        "ALTER TABLE pk DROP CONSTRAINT pk_pkey CASCADE;");
    EXPECT_TRUE(catalog.find_relation("public", "v").relation->presumed);
    EXPECT_FALSE(catalog.find_relation("public", "k").relation->presumed);
    EXPECT_FALSE(catalog.find_relation("public", "g").relation->presumed);
}

TEST(Cascade, DropOwnedTakesGrantsAndPolicies) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE t (a int); GRANT SELECT ON t TO r1, r2; GRANT USAGE ON SCHEMA public TO r2;"
        "CREATE POLICY p ON t TO r2 USING (true); CREATE POLICY q ON t TO r1, r2 USING (true);"
        "SET ROLE r2; CREATE TABLE own (a int); RESET ROLE; DROP OWNED BY r2;");
    EXPECT_FALSE(has_relation(catalog, "own"));
    const catalog::Relation* table = catalog.find_relation("public", "t").relation;
    ASSERT_EQ(table->grants.size(), 1U);
    EXPECT_EQ(table->grants.front().role, "r1");
    ASSERT_EQ(table->policies.size(), 1U);
    EXPECT_THAT(table->policies.front().roles, ElementsAre("r1"));
    for (const catalog::SchemaPrivileges& privileges : catalog.data().schema_privileges) {
        for (const catalog::Grant& grant : privileges.grants) EXPECT_NE(grant.role, "r2");
    }
}

}  // namespace
}  // namespace rowtype::migrations
