// Classes that psycopg makes of a query's rows are held against what the query puts out.
#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"
#include "tests/support/analysis.h"

namespace rowtype {
namespace {

constexpr const char* kSchema = R"(
CREATE TABLE users (id uuid PRIMARY KEY, name text NOT NULL, nick text);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id uuid NOT NULL REFERENCES users, amount numeric(8,2) NOT NULL, note text);)";

constexpr const char* kHead = R"(import psycopg
from dataclasses import dataclass
from decimal import Decimal
from psycopg.rows import class_row, dict_row
from pydantic import BaseModel, Field
from uuid import UUID

class Total(BaseModel):
    user_id: UUID
    total: Decimal
    nick: str | None = None

@dataclass
class Line:
    id: int
    note: str | None

)";

// Findings of the function alone; its first line is line 1.
std::string check(const std::string& function, const std::string& more = "") {
    test::ModelProject project(kSchema);
    project.settings.access = AccessProfile::Driver;
    const std::string head = kHead + more;
    project.file("app/queries.py", head + function);
    return test::counted_behind(head, project.check("app/queries.py", true));
}

std::string with_cursor(const std::string& name, const std::string& sql) {
    return "def f(conn):\n    with conn.cursor(row_factory=class_row(" + name + ")) as cur:\n        cur.execute(\"" + sql +
           "\")\n        return cur.fetchall()\n";
}

TEST(RowClasses, AliasesAndJoinsCount) {
    EXPECT_EQ(check(with_cursor("Total",
                                "SELECT o.user_id, sum(o.amount) AS total, u.nick FROM orders o JOIN users u ON u.id = "
                                "o.user_id GROUP BY 1, 3")),
              "");
    EXPECT_EQ(
        check(with_cursor("Total", "SELECT o.user_id, sum(o.amount) AS totals FROM orders o GROUP BY 1")),
        "2:44: error[stale-field]: \"Total.total\" is required, but the query gives no \"total\": every row of it is refused; it "
        "gives \"totals\"\n");
    EXPECT_EQ(
        check(with_cursor("Line", "SELECT * FROM orders")),
        "2:44: error[missing-field]: Line has no field for \"amount\", which the query gives and its constructor refuses\n"
        "2:44: error[missing-field]: Line has no field for \"user_id\", which the query gives and its constructor refuses\n");
    EXPECT_EQ(check(with_cursor("Line", "UPDATE orders SET note = NULL RETURNING id, note")), "");
}

TEST(RowClasses, TypesAndNull) {
    EXPECT_EQ(check(with_cursor("Total", "SELECT o.user_id, o.note::date AS total FROM orders o")),
              "2:44: error[type-mismatch]: \"Total.total\" is Decimal, but the query gives \"total\" as date: values arrive as a "
              "date, which "
              "Decimal does not take; write date\n");
    const std::string named = "class Named(BaseModel):\n    id: UUID\n    nick: str\n";
    EXPECT_EQ(
        check(with_cursor("Named", "SELECT id, nick FROM users"), named),
        "2:44: error[nullable-mismatch]: \"Named.nick\" does not accept None, but the query gives \"nick\", which is nullable\n");
    EXPECT_EQ(check(with_cursor("Named", "SELECT id, nick FROM users WHERE nick = 'a'"), named), "")
        << "the condition excludes NULL";
    EXPECT_EQ(check(with_cursor("Named", "SELECT id, coalesce(nick, '') AS nick FROM users"), named), "");
}

TEST(RowClasses, WaysToTheCursor) {
    const std::string expected =
        "error[stale-field]: \"Line.note\" is required, but the query gives no \"note\": every row of it is refused\n";
    EXPECT_EQ(check("def f(conn):\n    cur = conn.cursor(row_factory=class_row(Line))\n    return cur.execute(\"SELECT id FROM "
                    "orders\").fetchone()\n"),
              "2:45: " + expected);
    EXPECT_EQ(
        check(
            "def f(conn):\n    return conn.cursor(row_factory=class_row(Line)).execute(\"SELECT id FROM orders\").fetchone()\n"),
        "2:46: " + expected);
    EXPECT_EQ(check("async def f(conn):\n    async with conn.cursor(row_factory=class_row(Line)) as cur:\n        await "
                    "cur.execute(\"SELECT id FROM orders WHERE id = %s\", (1,))\n"),
              "2:50: " + expected);
    EXPECT_EQ(
        check("def f():\n    with psycopg.connect('', row_factory=class_row(Line)) as conn:\n        with conn.cursor() as cur:\n"
              "            cur.execute(\"SELECT id FROM orders\")\n            return cur.fetchone()\n"),
        "2:52: " + expected);
    EXPECT_EQ(
        check("def f():\n    with psycopg.connect('', row_factory=class_row(Line)) as conn, conn.cursor(row_factory=dict_row) as "
              "cur:\n        cur.execute(\"SELECT id FROM orders\")\n"),
        "");
}

TEST(RowClasses, TheClassOfAClassMethod) {
    const std::string person = "class Person(BaseModel):\n    id: UUID\n    title: str\n";
    EXPECT_EQ(
        check("    @classmethod\n    async def one(cls, db, key):\n        async with db.cursor(row_factory=class_row(cls)) as "
              "cur:\n"
              "            await cur.execute(\"SELECT * FROM users WHERE id = %(key)s\", {\"key\": key})\n"
              "            return await cur.fetchone()\n",
              person),
        "3:52: error[stale-field]: \"Person.title\" is required, but the query gives no \"title\": every row of it is refused\n");
}

TEST(RowClasses, WhatCannotBeTold) {
    EXPECT_EQ(check("def f(conn, cur):\n    cur.execute(\"SELECT id FROM orders\")\n"), "");
    EXPECT_EQ(check("def f(conn):\n    cur = conn.cursor(row_factory=class_row(Line))\n    cur = conn.cursor()\n"
                    "    cur.execute(\"SELECT id FROM orders\")\n"),
              "");
    EXPECT_EQ(check("def f(conn):\n    cur = conn.cursor(row_factory=class_row(Line))\n    cur.row_factory = dict_row\n"
                    "    cur.execute(\"SELECT id FROM orders\")\n"),
              "");
    EXPECT_EQ(
        check("def f(conn):\n    cur = conn.cursor(row_factory=class_row(Line))\n    cur.execute(\"SELECT set_config('a.b', 'c', "
              "true)\")\n    cur.execute(\"SELECT pg_advisory_xact_lock(1) FROM users\")\n"),
        "")
        << "run for something else than rows";
    EXPECT_EQ(check("def f(conn, table):\n    cur = conn.cursor(row_factory=class_row(Line))\n    cur.execute(f\"SELECT id FROM "
                    "{table}\")\n"),
              "");
    EXPECT_EQ(check(with_cursor("Own", "SELECT id FROM orders"),
                    "class Own:\n    def __init__(self, **row): ...\nclass Late(BaseModel):\n    id: int\n    more: int\n"),
              "");
}

}  // namespace
}  // namespace rowtype
