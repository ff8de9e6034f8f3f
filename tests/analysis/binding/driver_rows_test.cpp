// Rows that asyncpg gives are held against what the query puts out.
#include <gtest/gtest.h>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

std::string said(const std::string& body, const std::string& head = "import asyncpg\n") {
    static const auto catalog = test::catalog_from_sql(
        "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, nick text);"
        "CREATE FUNCTION top(n integer) RETURNS TABLE (id bigint, score numeric) LANGUAGE sql AS 'SELECT 1, 2';");
    const std::string python = head + "async def f(conn, who, use):\n" + body;
    return test::describe(test::analyse(python, catalog), python);
}

TEST(DriverRows, KeysOfRows) {
    EXPECT_EQ(said("    row = await conn.fetchrow('SELECT id, name AS title FROM users WHERE id = $1', who)\n"
                   "    return row['title'], row['name'], row.get('id')\n"),
              "4:31: error[unknown-column]: the query gives no \"name\", but \"id\" and \"title\"\n");
    EXPECT_EQ(said("    for row in await conn.fetch('SELECT * FROM users'):\n        use(row['nmae'], row['name'])\n"),
              "4:18: error[unknown-column]: the query gives no \"nmae\", but \"id\", \"name\" and \"nick\"\n");
    EXPECT_EQ(said("    rows = await conn.fetch('SELECT * FROM top(3)')\n    return [row['scores'] for row in rows], "
                   "rows[0]['score']\n"),
              "4:18: error[unknown-column]: the query gives no \"scores\", but \"id\" and \"score\"\n");
    EXPECT_EQ(said("    row = await conn.fetchrow('UPDATE users SET name = $1 RETURNING id', who)\n    return row.get('name')\n"),
              "4:21: warning[unknown-column]: the query gives no \"name\", but \"id\"\n");
    EXPECT_EQ(said("    row = await conn.fetchrow('SELECT count(*), max(id) AS last FROM users')\n    return row['count'], "
                   "row['last'], row[0]\n"),
              "");
}

TEST(DriverRows, ModelsOfRows) {
    const std::string head =
        "import asyncpg\nfrom pydantic import BaseModel\nclass Person(BaseModel):\n    id: int\n    title: str\n    nick: str | "
        "None = None\n";
    EXPECT_EQ(
        said("    rows = await conn.fetch('SELECT id, name FROM users')\n    return [Person(**row) for row in rows]\n", head),
        "9:13: error[unselected-field]: Person needs \"title\", and the row has only \"id\" and \"name\"\n");
    EXPECT_EQ(
        said("    rows = await conn.fetch('SELECT id, name AS title FROM users')\n    return [Person(**row) for row in rows]\n",
             head),
        "");
}

// The text is the one that is checked.
TEST(DriverRows, OfTextsThatStatementsPutTogether) {
    const std::string use = "    row = await conn.fetchrow(sql)\n    return row['nmae']\n";
    EXPECT_EQ(said("    sql = 'SELECT id'\n    sql += ', name FROM users'\n" + use),
              "6:17: error[unknown-column]: the query gives no \"nmae\", but \"id\" and \"name\"\n");
    EXPECT_EQ(said("    sql = 'SELECT id'\n    if who:\n        sql += ', name'\n    sql += ' FROM users'\n" + use), "");
}

TEST(DriverRows, WhatCannotBeTold) {
    const std::string use = "    return row['nmae']\n";
    EXPECT_EQ(said("    row = await conn.fetchrow('SELECT id FROM users')\n" + use, "import other\n"), "") << "another driver's";
    EXPECT_EQ(said("    row = await conn.fetchrow(f'SELECT id, {who} FROM users')\n" + use), "");
    EXPECT_EQ(said("    row = await conn.fetchrow('SELECT id FROM users WHERE id = %s', who)\n" + use), "")
        << "another driver's placeholders";
    EXPECT_EQ(said("    row = await conn.fetchrow('SELECT id FROM users', record_class=use)\n" + use), "");
    EXPECT_EQ(said("    row = await conn.fetchrow('SELECT t.* FROM elsewhere.things t')\n" + use), "");
    EXPECT_EQ(said("    row = await conn.fetchrow('SELECT id FROM users')\n    row = use(row)\n" + use), "");
    EXPECT_EQ(said("    row = await Own().fetchrow('SELECT id FROM users')\n" + use,
                   "import asyncpg\nclass Own:\n    async def fetchrow(self, sql): ...\n"),
              "");
}

}  // namespace
}  // namespace rowtype
