// Rows that drivers give are held against what the query puts out.
#include <gtest/gtest.h>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

const std::string kSignature = "async def f(conn, who, use):\n";

std::string said(const std::string& body, const std::string& head = "import asyncpg\n") {
    static const auto catalog = test::catalog_from_sql(
        "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, nick text);"
        "CREATE FUNCTION top(n integer) RETURNS TABLE (id bigint, score numeric) LANGUAGE sql AS 'SELECT 1, 2';");
    const std::string python = head + kSignature + body;
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

TEST(DriverRows, RecordsOfAnOwnClass) {
    const std::string body = "    row = await conn.fetchrow('SELECT id FROM users', record_class=Own)\n    return row['nmae']\n";
    const std::string head =
        "import asyncpg\nclass Own(asyncpg.Record):\n    def __getattr__(self, name):\n        return self[name]\n";
    EXPECT_EQ(said(body, head), "7:17: error[unknown-column]: the query gives no \"nmae\", but \"id\"\n");
    EXPECT_EQ(said(body, head + "    def __getitem__(self, name):\n        return 1\n"), "");
    EXPECT_EQ(said(body, "import asyncpg\nfrom elsewhere import Base\nclass Own(Base): ...\n"), "");
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

// The body of a function behind psycopg's imports, with a cursor "cur" that gives dictionaries unless `open` says otherwise. Its first
// line is line 1.
std::string of_psycopg(const std::string& body, const std::string& open = "conn.cursor(row_factory=dict_row)") {
    const std::string head =
        "import psycopg\nimport psycopg2\nfrom psycopg2 import extras, pool\nfrom psycopg.rows import class_row, dict_row, "
        "namedtuple_row, scalar_row\nfrom psycopg_pool import ConnectionPool\nPOOL = ConnectionPool('', kwargs={'row_factory': "
        "dict_row})\nPLAIN = psycopg.connect('')\n"
        "def get_conn():\n    conn = psycopg2.connect('', cursor_factory=extras.RealDictCursor)\n    return conn\n";
    const std::string opening = "    cur = " + open + "\n";
    return test::counted_behind(head + kSignature + opening, said(opening + body, head));
}

const std::string kAbsent = " error[unknown-column]: the query gives no \"nmae\", but \"id\" and \"name\"\n";
const std::string kExecute = "    cur.execute('SELECT id, name FROM users WHERE id = %s', (who,))\n";

TEST(DriverRows, DictionariesOfPsycopg) {
    EXPECT_EQ(of_psycopg(kExecute + "    row = cur.fetchone()\n    return row['nmae'], row['name'], row.get('id')\n"),
              "3:17:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    return cur.fetchone()['nmae']\n"), "2:28:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    return [row['nmae'] for row in cur.fetchall()]\n"), "2:18:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    return [row['nmae'] for row in cur]\n"), "2:18:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    for row in cur.fetchmany(5):\n        use(row['nmae'])\n"), "3:18:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    async for row in cur:\n        use(row['nmae'])\n"), "3:18:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    rows = list(cur)\n    return rows[0]['nmae']\n"), "3:21:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    return next(cur)['nmae']\n"), "2:23:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    while row := cur.fetchone():\n        use(row['nmae'])\n"), "3:18:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    if (row := cur.fetchone()) is not None:\n        use(row['nmae'])\n"),
              "3:18:" + kAbsent);
    EXPECT_EQ(
        of_psycopg("    row = await (await cur.execute('SELECT id, name FROM users')).fetchone()\n    return row['nmae']\n"),
        "2:17:" + kAbsent);
    EXPECT_EQ(of_psycopg("    with conn.cursor(row_factory=dict_row) as other:\n        other.execute('SELECT id, name FROM "
                         "users')\n        return other.fetchone()['nmae']\n"),
              "3:34:" + kAbsent);
}

TEST(DriverRows, CursorsOfConnections) {
    const auto absent = [](const std::string& open) {
        return of_psycopg(kExecute + "    return cur.fetchone()['nmae']\n", open);
    };
    const std::string found = "2:28:" + kAbsent;
    for (const char* open :
         {"psycopg.connect('', row_factory=dict_row).cursor()", "psycopg.connect('', row_factory=psycopg.rows.dict_row).cursor()",
          "conn.cursor(cursor_factory=extras.RealDictCursor)", "conn.cursor(cursor_factory=psycopg2.extras.DictCursor)",
          "psycopg2.connect('', connection_factory=extras.RealDictConnection).cursor()", "get_conn().cursor()",
          "POOL.connection().cursor()", "POOL.getconn().cursor()"}) {
        EXPECT_EQ(absent(open), found) << open;
    }
    for (const char* open : {"conn.cursor()", "conn.cursor(row_factory=use)", "psycopg.connect('')", "PLAIN.cursor()",
                             "conn.cursor(row_factory=scalar_row)", "conn.cursor(row_factory=class_row(use))",
                             "psycopg.connect('', **who)", "use(conn).cursor()", "psycopg2.connect('').cursor()"}) {
        EXPECT_EQ(absent(open), "") << open;
    }
    EXPECT_EQ(
        of_psycopg(
            "    PLAIN.row_factory = dict_row\n    row = PLAIN.execute('SELECT id, name FROM users').fetchone()\n    return "
            "row['nmae']\n"),
        "3:17:" + kAbsent);
    EXPECT_EQ(of_psycopg("    with psycopg.connect('', row_factory=dict_row) as mine, mine.cursor() as other:\n"
                         "        other.execute('SELECT id, name FROM users')\n        return [row['nmae'] for row in other]\n"),
              "3:22:" + kAbsent);
}

TEST(DriverRows, AttributesOfNamedTuples) {
    const std::string open = "conn.cursor(row_factory=namedtuple_row)";
    EXPECT_EQ(
        of_psycopg(
            kExecute + "    row = cur.fetchone()\n    return row.nmae, row.name, row.id, row._asdict(), row.count, row[0]\n",
            open),
        "3:16:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    return [row.nmae.upper() for row in cur]\n",
                         "conn.cursor(cursor_factory=extras.NamedTupleCursor)"),
              "2:17:" + kAbsent);
    EXPECT_EQ(of_psycopg("    cur.execute('SELECT id AS \"my id\", name AS _n FROM users')\n    row = cur.fetchone()\n    return "
                         "row.my_id, row.f_n, row._n, row.n\n",
                         open),
              "3:44: error[unknown-column]: the query gives no \"n\", but \"my_id\" and \"f_n\"\n");
    EXPECT_EQ(of_psycopg("    cur.execute('SELECT id, name AS id FROM users')\n    return cur.fetchone().nmae\n", open), "");
    EXPECT_EQ(of_psycopg(kExecute + "    return cur.rowcount, cur.fetchone()['nmae']\n", open), "") << "a TypeError of its own";
}

TEST(DriverRows, PlacesOfTuples) {
    const std::string open = "PLAIN.cursor()";
    const std::string given = " error[unselected-column]: the query gives rows of 2 columns, \"id\" and \"name\"";
    EXPECT_EQ(
        of_psycopg(kExecute + "    row = cur.fetchone()\n    return row[0], row[1], row[2], row[-2], row[-3], row[0:9]\n", open),
        "3:32:" + given + ": there is none at 2\n3:49:" + given + ": there is none at -3\n");
    EXPECT_EQ(of_psycopg(kExecute + "    a, b = cur.fetchone()\n    c, *d = cur.fetchone()\n    (e,) = cur.fetchone()\n", open),
              "4:5:" + given + ", and one name is to take them\n");
    EXPECT_EQ(of_psycopg(kExecute + "    for a, b, c in cur:\n        use(a)\n    return [a for a, b in cur]\n", open),
              "2:9:" + given + ", and 3 names are to take them\n");
    EXPECT_EQ(of_psycopg(kExecute + "    for i, (a, b, c) in enumerate(cur.fetchall()):\n        use(a)\n", open),
              "2:12:" + given + ", and 3 names are to take them\n");
    EXPECT_EQ(of_psycopg(kExecute + "    rows = cur.fetchall()\n    return rows[5], rows[5][2]\n", open),
              "3:29:" + given + ": there is none at 2\n");
    EXPECT_EQ(of_psycopg(kExecute + "    a, b, c = cur.fetchall()\n", open), "") << "three rows";
    EXPECT_EQ(of_psycopg(kExecute + "    return cur.fetchone()[7]\n", "conn.cursor()"), "") << "rows of what?";
    EXPECT_EQ(said("    a, b, c = await conn.fetchrow('SELECT id, name FROM users')\n"),
              "3:5:" + given + ", and 3 names are to take them\n");
}

TEST(DriverRows, RowsThatWereChangedHaveOtherWidths) {
    const std::string rows = "    cur.execute('SELECT id, name FROM users')\n    rows = cur.fetchall()\n";
    const std::string read = "    for a, b, c in rows:\n        use(a, b, c)\n";
    EXPECT_NE(of_psycopg(rows + read, "conn.cursor(row_factory=psycopg.rows.tuple_row)"), "");
    for (const char* change : {"    for i, r in enumerate(rows):\n        rows[i] = r + (who,)\n", "    use(rows)\n"}) {
        EXPECT_EQ(of_psycopg(rows + change + read, "conn.cursor(row_factory=psycopg.rows.tuple_row)"), "") << change;
    }
}

TEST(DriverRows, WhichQueryACursorHasRun) {
    const std::string use = "    return cur.fetchone()['nmae']\n";
    EXPECT_EQ(of_psycopg("    cur.execute('SELECT id FROM users')\n" + kExecute + use), "3:28:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    cur.execute(who)\n" + use), "");
    EXPECT_EQ(of_psycopg(kExecute + "    if who:\n        cur.execute('SELECT nick AS nmae FROM users')\n" + use), "");
    EXPECT_EQ(of_psycopg("    if who:\n        cur.execute('SELECT nick AS nmae FROM users')\n    else:\n    " + kExecute + use),
              "");
    EXPECT_EQ(of_psycopg("    for sql in who:\n        row = cur.fetchone()\n        use(row['nmae'])\n    " + kExecute),
              "3:18:" + kAbsent)
        << "carried";
    EXPECT_EQ(of_psycopg(kExecute + "    use(cur)\n" + use), "") << "may have executed something";
    EXPECT_EQ(of_psycopg(kExecute + "    extras.execute_values(cur, 'INSERT INTO users VALUES %s RETURNING id', who)\n" + use),
              "");
    EXPECT_EQ(of_psycopg(kExecute + "    cur.nextset()\n" + use), "");
    EXPECT_EQ(of_psycopg(kExecute + "    def inner():\n        cur.execute(who)\n    inner()\n" + use), "");
    EXPECT_EQ(of_psycopg("    try:\n    " + kExecute + "    except ValueError:\n        raise\n" + use), "5:28:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute +
                         "    print(cur.rowcount)\n    rows = cur.fetchall()\n    cur.close()\n    return rows[0]['nmae']\n"),
              "5:21:" + kAbsent);
    EXPECT_EQ(of_psycopg(kExecute + "    row = cur.fetchone()\n    row['nmae'] = 1\n    return row['nmae']\n"), "");
    EXPECT_EQ(of_psycopg("    cur.execute('SELECT * FROM elsewhere.things')\n" + use), "");
    EXPECT_EQ(of_psycopg("    cur.execute(f'SELECT id, {who} FROM users')\n" + use), "");
    std::string many;
    for (int count = 0; count < 3000; ++count) many += "1, ";
    EXPECT_EQ(of_psycopg("    cur = conn.execute('SELECT id FROM users', (" + many + "))\n" + use), "")
        << "longer than facts keep";
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
