// SQL of which parts are not known: what may stand in a hole mutes, and all else is reported.
#include <gtest/gtest.h>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

const catalog::CatalogPointer& schema() {
    static const catalog::CatalogPointer catalog = test::catalog_from_sql(R"(
        CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, created_at timestamptz DEFAULT now());
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, total numeric(10,2), tags text[], data jsonb);
    )");
    return catalog;
}

// Of a text that Python puts together from `x` and `y`.
std::string analyse(const std::string& sql) {
    const std::string python = "import psycopg\ndef f(cur, x, y):\n    cur.execute(f\"" + sql + "\")\n";
    return test::describe(test::analyse(python, schema()), python);
}

TEST(SqlHoles, MuteWhatTheyCouldDefine) {
    const auto check = [](const std::string& call) {
        const std::string python = "import psycopg\ndef f(cur, table, columns, where, value):\n    " + call + "\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    EXPECT_EQ(check("cur.execute(f\"SELECT id FROM {table} WHERE nmae = 1\")"), "");
    EXPECT_EQ(check("cur.execute(f\"SELECT nmae FROM users {where}\")"), "");
    EXPECT_EQ(check("cur.execute(f\"SELECT u.nmae FROM users u WHERE {where}\")"),
              "3:28: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("cur.execute(f\"SELECT id FROM usrs WHERE id = {value}\")"),
              "3:34: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(check("cur.execute(\"SELECT {} FROM users\".format(columns))"), "");
    EXPECT_EQ(check("cur.execute(\"INSERT INTO users (%s) VALUES (1)\" % columns)"), "");
    EXPECT_EQ(check("cur.execute(f\"SELECT FROM WHERE {where}\")"), "") << "broken or not: a part is not known";
}

// A value, a condition and a list of columns bring no relation; a clause may.
TEST(SqlHoles, AreTakenByWhereTheyStand) {
    const std::string unknown = "public.users has no column \"nmae\"\n";
    EXPECT_EQ(analyse("SELECT {x} FROM users WHERE nmae = 1"), "3:47: error[unknown-column]: " + unknown);
    EXPECT_EQ(analyse("SELECT id, {x} FROM users WHERE nmae = 1"), "3:51: error[unknown-column]: " + unknown);
    EXPECT_EQ(analyse("SELECT id FROM users WHERE {x} AND nmae = 1"), "3:54: error[unknown-column]: " + unknown);
    EXPECT_EQ(analyse("SELECT nmae FROM users WHERE id = {x} OR {y} ORDER BY {x} LIMIT {y}"),
              "3:26: error[unknown-column]: " + unknown);
    EXPECT_EQ(analyse("SELECT nmae FROM users WHERE id IN ({x})"), "3:26: error[unknown-column]: " + unknown);
    EXPECT_EQ(analyse("SELECT {x} AS label FROM users ORDER BY label"), "");
    EXPECT_EQ(analyse("SELECT {x} FROM users ORDER BY label"), "") << "the list may name it";
    EXPECT_EQ(analyse("SELECT {x} FROM users JOIN orders ON true ORDER BY id"), "") << "the list may name it";
    EXPECT_EQ(analyse("SELECT {x} WHERE nmae = 1"), "") << "the list may hold a FROM";
    EXPECT_EQ(analyse("SELECT o.total, nmae FROM users {x}"), "");
    EXPECT_EQ(analyse("SELECT users.nmae, o.total FROM users {x} WHERE o.id = 1"), "3:32: error[unknown-column]: " + unknown);
    EXPECT_EQ(analyse("SELECT users.nmae FROM users {x} ORDER BY name {y}"), "3:32: error[unknown-column]: " + unknown);
    EXPECT_EQ(analyse("SELECT users.id, o.total FROM users JOIN orders ON {x} WHERE nmae = 1"), "");
    EXPECT_EQ(analyse("SELECT a.total, nmae FROM users JOIN {x} a ON a.id = users.id"), "");
    EXPECT_EQ(analyse("SELECT id FROM log_{x} WHERE nmae = 1"), "");
    EXPECT_EQ(analyse("WITH {x} AS (SELECT 1) SELECT nmae FROM users"), "");
    EXPECT_EQ(analyse("INSERT INTO users ({x}) VALUES ({y}) ON CONFLICT (emial) DO NOTHING"),
              "3:69: error[unknown-column]: public.users has no column \"emial\"\n");
    EXPECT_EQ(analyse("INSERT INTO users (id, name) VALUES ({x}) {y}"), "");
    EXPECT_EQ(analyse("UPDATE users SET {x} WHERE nmae = 1"), "");
    EXPECT_EQ(analyse("SELECT nmae FROM users WHERE id IN {x} AND name NOT IN {y}"), "3:26: error[unknown-column]: " + unknown);
    EXPECT_EQ(analyse("INSERT INTO users (id, nmae) VALUES {x}"), "3:42: error[unknown-column]: " + unknown);
    EXPECT_EQ(analyse("SELECT users.nmae, a.id FROM users, \\\"{x}\\\" AS a"), "3:32: error[unknown-column]: " + unknown);
    EXPECT_EQ(analyse("SELECT nmae AS {x} FROM users"), "3:26: error[unknown-column]: " + unknown);
}

TEST(SqlHoles, BehindUsingAreTablesAndBehindAStarMoreColumns) {
    EXPECT_EQ(analyse("DELETE FROM users u USING {x} s WHERE s.foo = u.id"), "");
    EXPECT_EQ(analyse("MERGE INTO users u USING {x} AS s ON s.foo = u.id WHEN MATCHED THEN UPDATE SET name = s.bar"), "");
    EXPECT_EQ(analyse("DELETE FROM users u USING {x} s WHERE s.foo = u.nmae"),
              "3:67: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(analyse("SELECT total FROM orders JOIN users USING ({x}) WHERE o.id = 1"),
              "3:73: error[unknown-table]: no table or alias \"o\" is in sight here\n");
    EXPECT_EQ(analyse("SELECT total FROM orders JOIN users USING {x} WHERE orders.nmae = 1"), "");
    EXPECT_EQ(analyse("SELECT u.* {x} FROM users u ORDER BY foo"), "");
    EXPECT_EQ(analyse("SELECT foo FROM (SELECT u.* {x} FROM users u) a"), "");
    EXPECT_EQ(analyse("SELECT u.* {x} FROM users u WHERE nmae = 1"),
              "3:53: error[unknown-column]: public.users has no column \"nmae\"\n");
}

TEST(SqlHoles, InAListOfColumnNamesMayNameAny) {
    EXPECT_EQ(analyse("SELECT t.a, b FROM (VALUES (1, 2)) AS t ({x}) WHERE c = 3"), "");
    EXPECT_EQ(analyse("SELECT t.a, t.nme FROM users AS t (a, {x})"), "");
    EXPECT_EQ(analyse("SELECT t.a, b FROM unnest(ARRAY[1], ARRAY[2]) AS t ({x}, b)"), "");
    EXPECT_EQ(analyse("WITH t ({x}) AS (SELECT 1, 2) SELECT t.a, b FROM t"), "");
    EXPECT_EQ(analyse("WITH {x} AS (SELECT 1 AS a) SELECT recent.a, a FROM recent"), "");
    EXPECT_EQ(analyse("SELECT t.a, o.nmae FROM (VALUES (1)) AS t ({x}), users o"),
              "3:33: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(analyse("WITH {x} AS (SELECT 1 AS a) SELECT u.nmae FROM users u"),
              "3:56: error[unknown-column]: public.users has no column \"nmae\"\n");
}

}  // namespace
}  // namespace rowtype
