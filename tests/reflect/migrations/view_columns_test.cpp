// What a view's query proves: which columns are never NULL, and which pass a table's column on.
#include "reflect/migrations/view_columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using catalog::Nullability;
using testing::ElementsAre;
using testing::IsEmpty;

constexpr std::string_view kTables = R"(
    CREATE TABLE users (id uuid PRIMARY KEY, name varchar(30) NOT NULL, email text, data jsonb);
    CREATE TABLE posts (id int PRIMARY KEY, user_id uuid REFERENCES users, title text NOT NULL, score numeric(5,2), draft bool);
)";

// "name not null < public.users.name" of each column of the view v.
std::vector<std::string> columns_with_origins(const catalog::Catalog& catalog, std::string_view view = "v") {
    std::vector<std::string> lines;
    const catalog::Relation* relation = catalog.find_relation("public", view).relation;
    if (relation == nullptr) return {"no such relation"};
    for (std::size_t index = 0; index < relation->columns.size(); ++index) {
        const catalog::Column& column = relation->columns[index];
        std::string line = column.name + (column.nullability == Nullability::NotNull ? " not null" : "");
        const auto& origins = relation->column_origins;
        if (index < origins.size() && !origins[index].relation.name.empty()) {
            line += " < " + origins[index].relation.to_string() + "." + origins[index].column;
        }
        lines.push_back(line);
    }
    return lines;
}

std::vector<std::string> view(const std::string& query) {
    const catalog::Catalog catalog = read_sql(std::string(kTables) + "CREATE VIEW v AS " + query);
    EXPECT_THAT(notes_of(catalog), IsEmpty()) << query;
    return columns_with_origins(catalog);
}

TEST(ViewOrigins, PassThroughJoinsSubQueriesAndWith) {
    EXPECT_THAT(
        view("SELECT u.id AS key, p.title, p.score + 1 AS more, u.name::text FROM users u LEFT JOIN posts p ON p.user_id = u.id"),
        ElementsAre("key not null < public.users.id", "title < public.posts.title", "more", "name not null"));
    EXPECT_THAT(view("WITH w AS (SELECT id, lower(title) AS t FROM posts) SELECT q.* FROM (SELECT id AS a, t FROM w) q"),
                ElementsAre("a not null < public.posts.id", "t not null"));
    EXPECT_THAT(view("SELECT id, max(title) FROM posts GROUP BY id"),
                ElementsAre("id not null < public.posts.id", "max not null"));
    EXPECT_THAT(view("SELECT count(*) FROM posts"), ElementsAre("count not null"));
}

TEST(ViewOrigins, OfUsingAndSetOperationsOnlyWhereAllAgree) {
    EXPECT_THAT(view("SELECT * FROM (SELECT id FROM posts) a JOIN (SELECT id, title FROM posts) b USING (id)"),
                ElementsAre("id not null < public.posts.id", "title not null < public.posts.title"));
    EXPECT_THAT(view("SELECT id FROM posts FULL JOIN (SELECT id FROM posts) b USING (id)"), ElementsAre("id"));
    EXPECT_THAT(view("SELECT id, title FROM posts UNION SELECT id, email FROM posts, users"),
                ElementsAre("id not null < public.posts.id", "title"));
    EXPECT_THAT(view("WITH RECURSIVE r AS (SELECT id FROM posts UNION SELECT id + 1 FROM r) SELECT id FROM r"),
                ElementsAre("id"));
}

TEST(ViewOrigins, ReachThroughViewsToTheTable) {
    const catalog::Catalog catalog = read_sql(std::string(kTables) + R"(
        CREATE VIEW inside AS SELECT id, title || '!' AS loud FROM posts; CREATE VIEW v AS SELECT id AS key, loud FROM inside;
        ALTER TABLE posts RENAME id TO number; ALTER TABLE posts RENAME TO articles)");
    EXPECT_THAT(columns_with_origins(catalog),
                ElementsAre("key not null < public.articles.number", "loud not null < public.inside.loud"));
}

TEST(ViewNullability, WhatAConditionNeedsIsNotNull) {
    EXPECT_THAT(
        view("SELECT email, data, name FROM users WHERE email IS NOT NULL AND data @> '{}'"),
        ElementsAre("email not null < public.users.email", "data < public.users.data", "name not null < public.users.name"));
    EXPECT_THAT(
        view("SELECT p.user_id, p.score, draft FROM posts p JOIN users u ON u.id = p.user_id WHERE p.score > 1 AND draft"),
        ElementsAre("user_id not null < public.posts.user_id", "score not null < public.posts.score",
                    "draft not null < public.posts.draft"));
    EXPECT_THAT(view("SELECT user_id, score FROM posts WHERE score > 1 OR user_id IS NOT NULL"),
                ElementsAre("user_id < public.posts.user_id", "score < public.posts.score"));
    EXPECT_THAT(view("SELECT u.id, p.user_id FROM users u LEFT JOIN posts p ON p.user_id = u.id"),
                ElementsAre("id not null < public.users.id", "user_id < public.posts.user_id"));
    EXPECT_THAT(view("SELECT p.title FROM users u LEFT JOIN posts p ON p.user_id = u.id WHERE p.title IN ('a', 'b')"),
                ElementsAre("title not null < public.posts.title"));
}

TEST(ViewNullability, AggregatesNeedRowsInTheGroup) {
    EXPECT_THAT(view("SELECT max(title) AS a, count(*) AS b FROM posts"), ElementsAre("a", "b not null"));
    EXPECT_THAT(
        view("SELECT user_id, max(title) AS a, max(score) AS b, max(title) FILTER (WHERE draft) AS c, array_agg(score) AS d "
             "FROM posts GROUP BY user_id"),
        ElementsAre("user_id < public.posts.user_id", "a not null", "b", "c", "d not null"));
    EXPECT_THAT(view("SELECT id, max(title) AS a, count(*) AS b FROM posts GROUP BY ROLLUP (id)"),
                ElementsAre("id < public.posts.id", "a", "b"));
    EXPECT_THAT(view("SELECT sum(id) OVER (PARTITION BY draft) AS a, sum(id) OVER (ROWS 1 PRECEDING) AS b, lag(id) OVER () AS c "
                     "FROM posts"),
                ElementsAre("a not null", "b", "c"));
}

TEST(ViewNullability, FunctionsThatMayGiveNullProveNothing) {
    EXPECT_THAT(view("SELECT substring(title FROM 'x') AS a, nullif(title, '') AS b, to_char(now(), 'x') AS c, data->>'a' AS d, "
                     "lower(int4range(id, id)) AS e, now()::time AS f, coalesce(email, name) AS g, greatest(score, id) AS h, "
                     "upper(title) AS i FROM posts, users"),
                ElementsAre("a", "b", "c", "d", "e", "f", "g not null", "h not null", "i not null"));
    EXPECT_THAT(view("SELECT n, e.value, unnest(ARRAY[1]) AS u FROM generate_series(1, 3) n, jsonb_array_elements('[]') e"),
                ElementsAre("n not null", "value not null", "u"));
}

// The table may change behind the view's back.
TEST(ViewNullability, IsThatOfTheSchemaAtTheEnd) {
    const catalog::Catalog catalog = read_sql(std::string(kTables) + R"(
        SET search_path = public; CREATE VIEW inside AS SELECT id, title, email FROM posts, (SELECT email FROM users) u;
        CREATE VIEW v AS SELECT * FROM inside; ALTER TABLE posts ALTER title DROP NOT NULL; ALTER TABLE users ALTER email SET NOT NULL)");
    EXPECT_THAT(columns_with_origins(catalog), ElementsAre("id not null < public.posts.id", "title < public.posts.title",
                                                           "email not null < public.users.email"));
    const catalog::Catalog renamed = read_sql(std::string(kTables) + R"(
        CREATE VIEW v AS SELECT title FROM posts; ALTER TABLE posts ALTER title DROP NOT NULL; ALTER TABLE posts RENAME TO articles)");
    EXPECT_THAT(columns_with_origins(renamed), ElementsAre("title"));
}

// A server tells names, types and definitions of views, and nothing else of their columns.
// Before PostgreSQL 18, a table that inherits may allow NULL where its parent does not.
TEST(ViewNullability, OfAParentOnlyItsOwnRowsAreProven) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE ip (id int NOT NULL); CREATE VIEW early AS SELECT id FROM ip; CREATE TABLE ic () INHERITS (ip);"
        "ALTER TABLE ic ALTER id DROP NOT NULL; CREATE VIEW late AS SELECT id FROM ip; CREATE VIEW own AS SELECT id FROM ONLY ip;"
        "CREATE TABLE pt (id int NOT NULL) PARTITION BY LIST (id); CREATE TABLE p1 PARTITION OF pt DEFAULT;"
        "CREATE VIEW parts AS SELECT id FROM pt;");
    EXPECT_THAT(columns_with_origins(catalog, "early"), ElementsAre("id < public.ip.id"));
    EXPECT_THAT(columns_with_origins(catalog, "late"), ElementsAre("id < public.ip.id"));
    EXPECT_THAT(columns_with_origins(catalog, "own"), ElementsAre("id not null < public.ip.id"));
    EXPECT_THAT(columns_with_origins(catalog, "parts"), ElementsAre("id not null < public.pt.id"));
}

TEST(InferViewColumns, FillsWhatAServerDoesNotTell) {
    catalog::CatalogData data = read_sql(std::string(kTables) + R"(
        CREATE VIEW z_inside AS SELECT posts.id, posts.title FROM public.posts;
        CREATE VIEW a_outside AS SELECT z_inside.id, count(*) AS n, u.email FROM public.z_inside, public.users u WHERE (u.email IS NOT NULL)
          GROUP BY z_inside.id, u.email;
        CREATE MATERIALIZED VIEW stored AS SELECT a_outside.n FROM public.a_outside)")
                                    .data();
    for (catalog::Relation& relation : data.relations) {
        if (!relation.is_view()) continue;
        relation.column_origins.clear();
        for (catalog::Column& column : relation.columns) column.nullability = Nullability::Unknown;
    }
    data.search_path = {};
    infer_view_columns(data);
    const catalog::Catalog catalog(data);
    EXPECT_THAT(columns_with_origins(catalog, "a_outside"),
                ElementsAre("id not null < public.posts.id", "n not null", "email not null < public.users.email"));
    EXPECT_THAT(columns_with_origins(catalog, "stored"), ElementsAre("n not null < public.a_outside.n"));
}

TEST(InferViewColumns, ProvesNothingOfAViewThatItReadsOtherwise) {
    catalog::CatalogData data = read_sql(std::string(kTables) + R"(
        CREATE VIEW public.other_type AS SELECT id, title FROM public.posts; CREATE VIEW other_count AS SELECT id FROM public.posts;
        CREATE VIEW broken AS SELECT id FROM public.posts; CREATE VIEW strange AS SELECT id FROM public.posts)")
                                    .data();
    for (catalog::Relation& relation : data.relations) {
        if (relation.name.name == "other_type") relation.columns[1].type = {{"pg_catalog", "int4"}, {}, 0};
        if (relation.name.name == "other_count") {
            relation.columns.emplace_back();
            relation.columns.back().name = "more";
        }
        if (relation.name.name == "broken") relation.definition = "SELECT FROM WHERE";
        if (relation.name.name == "strange") relation.definition = "SELECT strange.id FROM public.strange";
    }
    infer_view_columns(data);
    const catalog::Catalog catalog(data);
    EXPECT_THAT(columns_with_origins(catalog, "other_type"), ElementsAre("id", "title"));
    EXPECT_THAT(columns_with_origins(catalog, "other_count"), ElementsAre("id", "more"));
    EXPECT_THAT(columns_with_origins(catalog, "broken"), ElementsAre("id"));
    EXPECT_THAT(columns_with_origins(catalog, "strange"), ElementsAre("id"));
}

}  // namespace
}  // namespace rowtype::migrations
