#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

constexpr std::string_view kTables = R"(
    CREATE TABLE users (id uuid PRIMARY KEY, name varchar(30) NOT NULL, email text, created timestamptz NOT NULL, data jsonb);
    CREATE TABLE posts (id int PRIMARY KEY, user_id uuid NOT NULL REFERENCES users, title text NOT NULL, score numeric(5,2));
)";

std::vector<std::string> view(const std::string& query) {
    const catalog::Catalog catalog = read_sql(std::string(kTables) + "CREATE VIEW v AS " + query);
    EXPECT_THAT(notes_of(catalog), IsEmpty()) << query;
    return columns_of(catalog, "v");
}

TEST(Views, ColumnsKeepTypeAndProvenNotNull) {
    EXPECT_THAT(view("SELECT id, u.name AS label, email FROM users u"),
                ElementsAre("id uuid not null", "label character varying(30) not null", "email text null?"));
}

TEST(Views, StarsAreExpanded) {
    EXPECT_THAT(view("SELECT p.*, u.name FROM posts p JOIN users u ON u.id = p.user_id"),
                ElementsAre("id integer not null", "user_id uuid not null", "title text not null", "score numeric(5,2) null?",
                            "name character varying(30) not null"));
    EXPECT_THAT(view("SELECT * FROM (SELECT id FROM posts) a JOIN (SELECT id, title FROM posts) b USING (id)"),
                ElementsAre("id integer not null", "title text not null"));
}

TEST(Views, OuterJoinsProveNothingOfTheirOtherSide) {
    EXPECT_THAT(view("SELECT u.id, p.title FROM users u LEFT JOIN posts p ON true"),
                ElementsAre("id uuid not null", "title text null?"));
    EXPECT_THAT(view("SELECT u.id, p.title FROM users u RIGHT JOIN posts p ON true"),
                ElementsAre("id uuid null?", "title text not null"));
    EXPECT_THAT(view("SELECT u.id, p.title FROM users u FULL JOIN posts p ON true"),
                ElementsAre("id uuid null?", "title text null?"));
}

TEST(Views, AggregatesAndArithmetic) {
    EXPECT_THAT(
        view("SELECT count(*), max(score), sum(id), avg(id), lower(title), id + 1, id::text FROM posts GROUP BY id, title"),
        ElementsAre("count bigint not null", "max numeric null?", "sum bigint not null", "avg numeric not null",
                    "lower text not null", "?column? integer not null", "id text not null"));
}

TEST(Views, ExpressionsAreNamedAndTypedAsPostgresDoes) {
    EXPECT_THAT(view("SELECT now(), true AS yes, 1.5 AS half, coalesce(email, '') FROM users"),
                ElementsAre("now timestamp with time zone not null", "yes boolean not null", "half numeric not null",
                            "coalesce text not null"));
    EXPECT_THAT(
        view("SELECT CASE WHEN true THEN 1 ELSE 2 END, exists(SELECT 1), ARRAY[1], (SELECT email FROM users LIMIT 1), "
             "row_number() OVER (), CURRENT_DATE, 'a'::text, name || 'x' AS both FROM users"),
        ElementsAre("case integer not null", "exists boolean not null", "array integer[] not null", "email text null?",
                    "row_number bigint not null", "current_date date not null", "text text not null", "both text not null"));
    EXPECT_THAT(view("SELECT data->>'a' AS a, data->'b' AS b, data #>> '{c}' AS c, array_agg(id) AS ids, "
                     "jsonb_agg(name) AS names, date_trunc('day', created) AS day FROM users GROUP BY data, created"),
                ElementsAre("a text null?", "b jsonb null?", "c text null?", "ids uuid[] not null", "names jsonb not null",
                            "day timestamp with time zone not null"));
}

TEST(Views, WithQueriesSetOperationsAndValues) {
    EXPECT_THAT(view("WITH q (a, b) AS (SELECT id, title FROM posts) SELECT * FROM q"),
                ElementsAre("a integer not null", "b text not null"));
    EXPECT_THAT(view("SELECT id AS a FROM posts UNION ALL SELECT 2::bigint"), ElementsAre("a bigint not null"));
    EXPECT_THAT(view("SELECT 1 AS a, 'x' AS b UNION SELECT NULL, 'y'"), ElementsAre("a integer null?", "b text not null"));
    EXPECT_THAT(view("VALUES (1, 'a'), (2, NULL)"), ElementsAre("column1 integer not null", "column2 text null?"));
    EXPECT_THAT(view("WITH RECURSIVE r AS (SELECT id FROM posts UNION SELECT id + 1 FROM r) SELECT id FROM r"),
                ElementsAre("id integer null?"));
}

TEST(Views, NamesInTheViewsOwnListWin) {
    const catalog::Catalog catalog =
        read_sql(std::string(kTables) + "CREATE VIEW v (a, b) AS SELECT id, title, score FROM posts");
    EXPECT_THAT(columns_of(catalog, "v"), ElementsAre("a integer not null", "b text not null", "score numeric(5,2) null?"));
}

TEST(Views, WhatCannotBeToldIsUnknown) {
    const catalog::Catalog catalog = read_sql("\nCREATE VIEW v AS SELECT a.*, 1 AS one FROM elsewhere a");
    const catalog::Relation* relation = catalog.find_relation("public", "v").relation;
    EXPECT_FALSE(relation->columns_complete);
    EXPECT_NE(relation->find_column("one"), nullptr);
    EXPECT_THAT(notes_of(catalog), ElementsAre(HasSubstr("schema.sql:2: the columns of public.v")));
}

TEST(Views, ReplaceMaterializeAndKeepTheDefinition) {
    const catalog::Catalog catalog = read_sql(std::string(kTables) + R"(
        CREATE VIEW v AS SELECT id FROM posts;
        CREATE OR REPLACE VIEW v WITH (security_invoker = true) AS SELECT id, title FROM posts WITH CHECK OPTION;
        CREATE MATERIALIZED VIEW m AS SELECT * FROM v WITH NO DATA)");
    const catalog::Relation* replaced = catalog.find_relation("public", "v").relation;
    EXPECT_EQ(replaced->kind, catalog::RelationKind::View);
    EXPECT_EQ(replaced->definition, "SELECT id, title FROM posts");
    const catalog::Relation* materialized = catalog.find_relation("public", "m").relation;
    EXPECT_EQ(materialized->kind, catalog::RelationKind::MaterializedView);
    EXPECT_EQ(materialized->definition, "SELECT * FROM v");
    EXPECT_THAT(columns_of(catalog, "m"), ElementsAre("id integer not null", "title text not null"));
}

TEST(Views, TablesMadeFromQueriesHaveNullableColumns) {
    const catalog::Catalog catalog = read_sql(std::string(kTables) + R"(
        CREATE TABLE a AS SELECT id, count(*) FROM posts GROUP BY id; SELECT title INTO b FROM posts;
        CREATE TABLE c (x, y) AS VALUES (1, now()))");
    EXPECT_THAT(columns_of(catalog, "a"), ElementsAre("id integer", "count bigint"));
    EXPECT_THAT(columns_of(catalog, "b"), ElementsAre("title text"));
    EXPECT_THAT(columns_of(catalog, "c"), ElementsAre("x integer", "y timestamp with time zone"));
}

TEST(Views, FunctionsInFrom) {
    EXPECT_THAT(view("SELECT x.* FROM jsonb_to_recordset('[]') AS x(a int, b text)"),
                ElementsAre("a integer null?", "b text null?"));
    const catalog::Catalog catalog = read_sql(std::string(kTables) + R"(
        CREATE FUNCTION f() RETURNS TABLE (p int, q text) LANGUAGE sql AS 'SELECT 1, 2';
        CREATE FUNCTION g() RETURNS SETOF posts LANGUAGE sql AS 'SELECT * FROM posts';
        CREATE VIEW v AS SELECT f.p, g.title FROM f(), g())");
    EXPECT_THAT(columns_of(catalog, "v"), ElementsAre("p integer null?", "title text null?"));
}

TEST(Views, DeepNestingDoesNotHurt) {
    std::string query = "SELECT 1 AS a";
    for (int depth = 0; depth < 300; ++depth) query = "SELECT * FROM (" + query + ") q";
    const catalog::Catalog catalog = read_sql("CREATE VIEW v AS " + query);
    const catalog::Relation* relation = catalog.find_relation("public", "v").relation;
    EXPECT_TRUE(relation == nullptr || !relation->columns_complete || relation->find_column("a") != nullptr);
}

TEST(Views, TimesKeepTheDigitsThatTheyAreAskedFor) {
    const catalog::Catalog catalog = read_sql(
        "CREATE VIEW v AS SELECT current_timestamp(3) a, localtime(0) b, current_time(2) c, localtimestamp(9) d, localtime e;");
    EXPECT_THAT(columns_of(catalog, "v"),
                ElementsAre("a timestamp(3) with time zone not null", "b time(0) without time zone not null",
                            "c time(2) with time zone not null", "d timestamp(6) without time zone not null",
                            "e time without time zone not null"));
}

TEST(Views, PolymorphicTablesAreOfTheTypesOfTheCall) {
    const catalog::Catalog catalog = read_sql(
        "CREATE FUNCTION pt(anyelement) RETURNS TABLE (a anyelement, b anyarray, c int) LANGUAGE sql AS 'SELECT $1, array[$1], "
        "1';"
        "CREATE VIEW v AS SELECT * FROM pt(now()); CREATE VIEW w AS SELECT (pt(1::int2)).a;");
    EXPECT_THAT(columns_of(catalog, "v"),
                ElementsAre("a timestamp with time zone null?", "b timestamp with time zone[] null?", "c integer null?"));
    EXPECT_THAT(columns_of(catalog, "w"), ElementsAre("a ? null?"));
}

TEST(Views, OfATemporaryTableAreTemporary) {
    const catalog::Catalog catalog = read_sql("CREATE TEMP TABLE x (a int); CREATE VIEW tv AS SELECT * FROM x;");
    EXPECT_THAT(catalog.relations(), IsEmpty());
}

TEST(Views, ARuleMayMakeOneOfATable) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE t (b int); CREATE TABLE u (b int); CREATE RULE \"_RETURN\" AS ON SELECT TO t DO INSTEAD SELECT 1 AS a;"
        "CREATE RULE other AS ON INSERT TO u DO INSTEAD NOTHING;");
    EXPECT_FALSE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_FALSE(catalog.find_relation("public", "t").relation->parts_complete);
    EXPECT_TRUE(catalog.find_relation("public", "u").relation->columns_complete);
}

TEST(Views, TextOfANameIsComparedAsTheName) {
    const catalog::Catalog catalog =
        read_sql("CREATE TABLE t (d bytea); CREATE VIEW v AS SELECT convert_from(d, 'UTF8') c, md5(d) m FROM t;");
    EXPECT_EQ(catalog.find_relation("public", "v").relation->find_column("c")->collation, "C");
    EXPECT_EQ(catalog.find_relation("public", "v").relation->find_column("m")->collation, "");
}

// PostgreSQL takes such a view, and refuses every query of it.
TEST(Views, AViewThatReadsItselfPassesNothingOn) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE t (id int NOT NULL); CREATE VIEW v AS SELECT * FROM t; "
        "CREATE OR REPLACE VIEW v AS SELECT * FROM v");
    EXPECT_THAT(columns_of(catalog, "v"), ElementsAre("id integer null?"));
    EXPECT_THAT(catalog.find_relation("public", "v").relation->column_origins, testing::IsEmpty());
}

}  // namespace
}  // namespace rowtype::migrations
