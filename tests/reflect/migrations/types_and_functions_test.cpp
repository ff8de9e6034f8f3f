#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;

const catalog::TypeDefinition& type_named(const catalog::Catalog& catalog, const std::string& name) {
    static const catalog::TypeDefinition kNone;
    const catalog::TypeDefinition* type = catalog.find_type({"public", name});
    EXPECT_NE(type, nullptr) << name;
    return type == nullptr ? kNone : *type;
}

TEST(Types, EnumLabelsKeepTheirOrder) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TYPE mood AS ENUM ('sad', 'ok'); ALTER TYPE mood ADD VALUE 'happy'; ALTER TYPE mood ADD VALUE 'first' BEFORE 'sad';
        ALTER TYPE mood ADD VALUE 'fair' AFTER 'sad'; ALTER TYPE mood ADD VALUE IF NOT EXISTS 'ok';
        ALTER TYPE mood RENAME VALUE 'ok' TO 'fine')");
    EXPECT_THAT(type_named(catalog, "mood").labels, ElementsAre("first", "sad", "fair", "fine", "happy"));
}

TEST(Types, DomainsRefuseNullAtAnyDepth) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE DOMAIN positive AS int NOT NULL CHECK (VALUE > 0) CHECK (VALUE < 9) DEFAULT 1; CREATE DOMAIN outer_domain AS positive;
        CREATE DOMAIN free AS varchar(20) CONSTRAINT free_ok CHECK (VALUE <> '');
        CREATE TABLE t (a positive, b outer_domain, c free, d positive[]);
        ALTER DOMAIN free ADD CHECK (length(VALUE) > 1); ALTER DOMAIN free DROP CONSTRAINT free_ok)");
    EXPECT_THAT(columns_of(catalog, "t"),
                ElementsAre("a positive not null", "b outer_domain not null", "c free", "d positive[]"));
    const catalog::TypeDefinition& positive = type_named(catalog, "positive");
    EXPECT_EQ(positive.default_expression, "1");
    ASSERT_EQ(positive.checks.size(), 2U);
    EXPECT_EQ(positive.checks[0], (catalog::Check{"positive_check", "VALUE > 0"}));
    EXPECT_EQ(positive.checks[1], (catalog::Check{"positive_check1", "VALUE < 9"}));
    const catalog::TypeDefinition& free = type_named(catalog, "free");
    EXPECT_EQ(free.base.to_string(), "character varying(20)");
    ASSERT_EQ(free.checks.size(), 1U);
    EXPECT_EQ(free.checks[0].name, "free_check");
}

TEST(Types, DroppingADomainsNotNullReachesItsColumns) {
    const catalog::Catalog catalog =
        read_sql("CREATE DOMAIN d AS int NOT NULL; CREATE TABLE t (a d, b d NOT NULL); ALTER DOMAIN d DROP NOT NULL");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a d", "b d not null"));
}

TEST(Types, CompositesRangesAndRowTypes) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TYPE pair AS (x int, y numeric(5,2)); ALTER TYPE pair ADD ATTRIBUTE z text; ALTER TYPE pair RENAME ATTRIBUTE x TO xx;
        CREATE TYPE money_range AS RANGE (subtype = numeric);
        CREATE TABLE base (id int); CREATE TABLE t (a pair, b money_range, c money_multirange, d base))");
    const catalog::TypeDefinition& pair = type_named(catalog, "pair");
    ASSERT_EQ(pair.attributes.size(), 3U);
    EXPECT_EQ(pair.attributes[0].name, "xx");
    EXPECT_EQ(pair.attributes[1].type.to_string(), "numeric(5,2)");
    EXPECT_EQ(type_named(catalog, "money_range").kind, catalog::TypeKind::Range);
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a pair", "b money_range", "c money_multirange", "d base"));
}

TEST(Types, AreFoundByTheSearchPathAndLaterFiles) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE early (m mood, n nowhere); CREATE SCHEMA app; CREATE TYPE app.mood AS ENUM ('a'); CREATE TYPE mood AS ENUM ('b');
        CREATE TABLE t (a app.mood, b mood);
        CREATE FUNCTION f(x t.a%TYPE) RETURNS t.b%TYPE LANGUAGE sql AS 'SELECT 1')");
    EXPECT_THAT(columns_of(catalog, "early"), ElementsAre("m mood", "n ?"));
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a app.mood", "b mood"));
    EXPECT_EQ(catalog.functions().at(0).arguments.at(0).type.to_string(), "app.mood");
    EXPECT_EQ(catalog.functions().at(0).result.to_string(), "mood");
}

TEST(Functions, ArgumentsAndResults) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (id int);
        CREATE FUNCTION add(a int, b int DEFAULT 1) RETURNS int LANGUAGE sql AS 'SELECT a + b';
        CREATE FUNCTION all_t() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t';
        CREATE FUNCTION search(query text, VARIADIC tags text[]) RETURNS TABLE (id uuid, rank real) LANGUAGE plpgsql AS 'BEGIN END';
        CREATE FUNCTION split(IN a text, OUT head text, OUT tail text) LANGUAGE sql AS 'SELECT a, a';
        CREATE PROCEDURE run(INOUT a int) LANGUAGE plpgsql AS 'BEGIN END';
        CREATE FUNCTION hook() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN END')");
    const auto only = [&](std::string_view name) { return *catalog.find_functions("public", name).at(0); };
    EXPECT_EQ(only("add").result.to_string(), "integer");
    EXPECT_TRUE(only("add").arguments.at(1).has_default);
    EXPECT_EQ(only("all_t").result.name, (catalog::QualifiedName{"public", "t"}));
    EXPECT_TRUE(only("all_t").returns_set);
    EXPECT_TRUE(only("search").returns_set);
    EXPECT_FALSE(only("search").result.is_known());
    EXPECT_EQ(only("search").arguments.at(1).mode, catalog::ArgumentMode::Variadic);
    EXPECT_EQ(only("search").arguments.at(3).mode, catalog::ArgumentMode::Table);
    EXPECT_EQ(only("split").result.to_string(), "record");
    EXPECT_TRUE(only("run").is_procedure);
    EXPECT_EQ(only("hook").result.to_string(), "trigger");
}

TEST(Functions, ReplaceAndOverload) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE FUNCTION f(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE FUNCTION f(a text) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE OR REPLACE FUNCTION f(b int) RETURNS text LANGUAGE sql AS 'SELECT 1')");
    const std::vector<const catalog::Function*> overloads = catalog.find_functions("public", "f");
    ASSERT_EQ(overloads.size(), 2U);
    EXPECT_EQ(overloads[0]->arguments.at(0).name, "b");
    EXPECT_EQ(overloads[0]->result.to_string(), "text");
}

// "cannot change name of input parameter", "cannot change return type of existing function": which of the two there is, nobody knows.
TEST(Functions, ReplacementsThatPostgresRefuses) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE FUNCTION renamed(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE OR REPLACE FUNCTION renamed(b int) RETURNS int LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION retyped(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE OR REPLACE FUNCTION retyped(a int) RETURNS text LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION named(int) RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE OR REPLACE FUNCTION named(a int) RETURNS int LANGUAGE sql AS 'SELECT 2';
        CREATE FUNCTION again(a int) RETURNS int LANGUAGE sql AS 'SELECT 1'; DROP FUNCTION again; CREATE FUNCTION again(b int) RETURNS int LANGUAGE sql AS 'SELECT 1')");
    EXPECT_TRUE(catalog.may_have_function("public", "renamed"));
    EXPECT_TRUE(catalog.may_have_function("public", "retyped"));
    EXPECT_FALSE(catalog.may_have_function("public", "named"));
    EXPECT_FALSE(catalog.may_have_function("public", "again"));
}

TEST(Functions, ASetOfOneRowIsTold) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (id int);
        CREATE FUNCTION one() RETURNS SETOF t ROWS 1 LANGUAGE sql AS 'SELECT * FROM t';
        CREATE FUNCTION many() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t'; ALTER FUNCTION many() ROWS 10;
        CREATE FUNCTION later() RETURNS SETOF t LANGUAGE sql AS 'SELECT * FROM t'; ALTER FUNCTION later() ROWS 1)");
    EXPECT_TRUE(catalog.find_functions("public", "one").at(0)->single_row);
    EXPECT_FALSE(catalog.find_functions("public", "many").at(0)->single_row);
    EXPECT_TRUE(catalog.find_functions("public", "later").at(0)->single_row);
}

TEST(Types, FieldsOfIntervalsAreKept) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a interval hour to minute, b interval year[], c interval day to second(3), d interval(2), e interval);
        CREATE VIEW v AS SELECT a, a + a AS sum, a AS first FROM t UNION ALL SELECT a, e, d FROM t)");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a interval hour to minute", "b interval year[]",
                                                      "c interval day to second(3)", "d interval(2)", "e interval"));
    EXPECT_THAT(columns_of(catalog, "v"),
                ElementsAre("a interval hour to minute null?", "sum interval null?", "first interval null?"));
}

// Which migration took a label away is told of migrations that are applied, too.
TEST(Types, RenamedLabelsAreRemembered) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TYPE mood AS ENUM ('sad', 'ok', 'new'); ALTER TYPE mood RENAME VALUE 'sad' TO 'low';
        ALTER TYPE mood RENAME VALUE 'low' TO 'blue'; ALTER TYPE mood RENAME VALUE 'new' TO 'old';
        ALTER TYPE mood RENAME VALUE 'old' TO 'new')");
    const catalog::RemovedObject* sad = catalog.find_removed_label({"public", "mood"}, "sad");
    ASSERT_NE(sad, nullptr);
    EXPECT_EQ(sad->renamed_to, "blue");
    EXPECT_FALSE(sad->is_pending);
    EXPECT_EQ(catalog.find_removed_label({"public", "mood"}, "new"), nullptr);
}

TEST(Types, ARenamedLabelIsRenamedInDefaults) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TYPE mood AS ENUM ('sad', 'it''s ok'); CREATE DOMAIN feeling AS mood DEFAULT 'sad';
        CREATE TABLE t (a mood DEFAULT 'sad', b mood DEFAULT 'sad'::mood, c text DEFAULT 'sad', d mood DEFAULT 'it''s ok');
        ALTER TYPE mood RENAME VALUE 'sad' TO 'Sad''der')");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a mood default 'Sad''der'", "b mood default 'Sad''der'::mood",
                                                      "c text default 'sad'", "d mood default 'it''s ok'"));
    EXPECT_EQ(type_named(catalog, "feeling").default_expression, "'Sad''der'");
}

}  // namespace
}  // namespace rowtype::migrations
