// SQL in Python against a small schema: what is reported, and above all what must stay quiet.
#include <gtest/gtest.h>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

const catalog::CatalogPointer& schema() {
    static const catalog::CatalogPointer catalog = test::catalog_from_sql(R"(
        CREATE SCHEMA billing;
        CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, created_at timestamptz DEFAULT now());
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, total numeric(10,2), tags text[], data jsonb);
        CREATE TABLE billing.invoices (id bigint PRIMARY KEY, order_id bigint, due_on date);
        CREATE FUNCTION full_name(users) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
    )");
    return catalog;
}

// Findings of one statement given to a psycopg connection.
std::string check(const std::string& sql, const std::string& arguments = "") {
    const std::string python = "import psycopg\ncur = psycopg.connect().cursor()\ncur.execute(\"\"\"" + sql + "\"\"\"" +
                               (arguments.empty() ? "" : ", " + arguments) + ")\n";
    return test::describe(test::analyse(python, schema()), python);
}

// Code that speaks to servers of several releases asks for the version first.
TEST(Sql, SystemCatalogsHaveWhatOlderReleasesHad) {
    EXPECT_EQ(check("SELECT p.proname FROM pg_catalog.pg_proc p WHERE p.proisagg AND NOT p.proiswindow"), "");
    EXPECT_EQ(check("SELECT waiting, replay_location FROM pg_stat_activity, pg_stat_replication"), "");
    EXPECT_EQ(check("SELECT p.proisag FROM pg_proc p"), "3:25: error[unknown-column]: p has no column \"proisag\"\n");
}

// Migrations seldom say which extensions there are, and some put their tables into pg_catalog.
TEST(Sql, TablesOfExtensionsAreNotMissed) {
    EXPECT_EQ(check("SELECT logicalrelid FROM pg_catalog.pg_dist_partition"), "");
    EXPECT_EQ(check("SELECT table_name FROM public.citus_tables JOIN pg_dist_node ON true"), "");
    EXPECT_EQ(check("SELECT calls FROM public.pg_stat_statements, monitoring.pg_stat_statements_info"), "");
    EXPECT_EQ(check("SELECT srid FROM spatial_ref_sys"), "");
    EXPECT_EQ(check("SELECT 1 FROM pg_catalog.pg_proccc"),
              "3:41: error[unknown-table]: the database has no table or view \"pg_catalog.pg_proccc\"\n");
}

TEST(Sql, UnknownTableAndColumnAreReportedWhereTheyStand) {
    EXPECT_EQ(check("SELECT id FROM usrs"), "3:31: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(check("SELECT nmae FROM users"), "3:23: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("SELECT u.nmae FROM users AS u"), "3:25: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("SELECT 1\nFROM users\nWHERE emial = 'x'"),
              "5:7: error[unknown-column]: public.users has no column \"emial\"\n");
}

TEST(Sql, CarriersKeepTheirMeaningUnderAnotherName) {
    const auto check_text = [](const std::string& python) { return test::describe(test::analyse(python, schema()), python); };
    const std::string missing = "error[unknown-column]: public.users has no column \"nmae\"\n";
    EXPECT_EQ(
        check_text("from sqlalchemy import text as sql_text\ndef f(c):\n    c.execute(sql_text('SELECT nmae FROM users'))\n"),
        "3:32: " + missing);
    EXPECT_EQ(check_text("import sqlalchemy as sa\ndef f(c):\n    c.execute(sa.text('SELECT nmae FROM users'))\n"),
              "3:31: " + missing);
    EXPECT_EQ(check_text(
                  "def f(c):\n    from sqlalchemy import text as t\n    c.execute(t('SELECT nmae FROM users WHERE id = :id'))\n"),
              "3:25: " + missing);
    EXPECT_EQ(check_text("from sqlalchemy import text as sql_text\nQUERY = 'SELECT nmae FROM users'\n"
                         "def f(c):\n    c.execute(sql_text(QUERY))\n"),
              "2:17: " + missing);
    EXPECT_EQ(check_text("from pandas import read_sql as frame\ndef f(c):\n    c.execute('SELECT 1')\n    return frame('SELECT "
                         "nmae FROM users', c)\n"),
              "4:26: " + missing);
    // What is no carrier by its own name is none.
    EXPECT_EQ(
        check_text("from sqlalchemy import text\nfrom helpers import run as sql_run\ndef f(c):\n    c.execute(text('SELECT 1'))\n"
                   "    sql_run('SELECT nmae FROM users')\n"),
        "");
    EXPECT_EQ(check_text("from textual import text as sql_text\ndef f(c):\n    c.execute('SELECT 1')\n    sql_text('SELECT nmae "
                         "FROM users')\n"),
              "");
}

TEST(Sql, TablesOfOtherSchemasAreNamed) {
    EXPECT_EQ(check("SELECT id FROM invoices"),
              "3:31: error[unknown-table]: the database has no table or view \"invoices\"; it stands in schema \"billing\", "
              "which is not on the search path\n");
    EXPECT_EQ(check("SELECT due_on FROM billing.invoices"), "");
    EXPECT_EQ(check("SELECT due_at FROM billing.invoices"),
              "3:23: error[unknown-column]: billing.invoices has no column \"due_at\"\n");
}

TEST(Sql, SeveralRelationsAreSearched) {
    EXPECT_EQ(check("SELECT totl FROM users JOIN orders ON orders.user_id = users.id"),
              "3:23: error[unknown-column]: none of public.orders and public.users has a column \"totl\"\n");
    EXPECT_EQ(check("SELECT name, total FROM users JOIN orders ON user_id = users.id"), "");
}

TEST(Sql, WhatIsSelectedAndGroupedIsWrongAtBothPlaces) {
    EXPECT_EQ(check("SELECT nmae, count(*) FROM users GROUP BY nmae ORDER BY nmae"),
              "3:23: error[unknown-column]: public.users has no column \"nmae\"\n"
              "3:58: error[unknown-column]: public.users has no column \"nmae\"\n"
              "3:72: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("SELECT nmae AS label FROM users ORDER BY label"),
              "3:23: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("SELECT upper(name) FROM users GROUP BY upper ORDER BY upper"), "");
}

TEST(Sql, DataChangesNameTheirColumns) {
    EXPECT_EQ(check("INSERT INTO users (id, nmae) VALUES (1, 'x')"),
              "3:39: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("UPDATE users SET nmae = 'x' WHERE id = 1"),
              "3:33: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("DELETE FROM users WHERE nmae = 'x'"), "3:40: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("INSERT INTO users (id, name) VALUES (1, 'x') RETURNING idd"),
              "3:71: error[unknown-column]: public.users has no column \"idd\"\n");
    EXPECT_EQ(check("INSERT INTO users (id, name) VALUES (1, 'x') ON CONFLICT (idd) DO NOTHING"),
              "3:74: error[unknown-column]: public.users has no column \"idd\"\n");
    EXPECT_EQ(check("INSERT INTO users AS u (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET name = excluded.nme"),
              "3:113: error[unknown-column]: public.users has no column \"nme\"\n");
    EXPECT_EQ(check("INSERT INTO users (id, name) VALUES (1, 'x') ON CONFLICT (id) DO UPDATE SET name = excluded.name "
                    "WHERE users.email IS NULL RETURNING id"),
              "");
}

TEST(Sql, NamesThatTheStatementDefinesAreNotReported) {
    EXPECT_EQ(check("WITH recent AS (SELECT id, name AS label FROM users) SELECT label FROM recent"), "");
    EXPECT_EQ(check("WITH RECURSIVE t(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM t) SELECT n FROM t"), "");
    EXPECT_EQ(check("SELECT s.x FROM (SELECT id AS x FROM users) AS s"), "");
    EXPECT_EQ(check("SELECT name AS label FROM users ORDER BY label"), "");
    EXPECT_EQ(check("SELECT name AS label, count(*) FROM users GROUP BY label"), "");
    EXPECT_EQ(check("SELECT x.guild FROM jsonb_to_recordset('[]'::jsonb) AS x(guild bigint)"), "");
    EXPECT_EQ(check("SELECT value FROM jsonb_array_elements('[]')"), "");
    EXPECT_EQ(check("SELECT users FROM users"), "");
    EXPECT_EQ(check("SELECT ctid, xmin FROM users"), "");
    EXPECT_EQ(check("SELECT users.full_name FROM users"), "");
    EXPECT_EQ(check("SELECT t.a FROM (VALUES (1)) AS t(a)"), "");
    EXPECT_EQ(check("WITH gone AS (DELETE FROM users RETURNING id) SELECT id FROM gone"), "");
}

TEST(Sql, OuterScopesAreSeenFromSubQueries) {
    EXPECT_EQ(check("SELECT id FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.id AND email IS NULL)"), "");
    EXPECT_EQ(check("SELECT id FROM users u WHERE EXISTS (SELECT 1 FROM orders o WHERE o.user_id = u.idd)"),
              "3:96: error[unknown-column]: public.users has no column \"idd\"\n");
    EXPECT_EQ(check("SELECT l.t FROM users u, LATERAL (SELECT o.total AS t FROM orders o WHERE o.user_id = u.id) l"), "");
}

TEST(Sql, SystemCatalogsAreNeverReported) {
    EXPECT_EQ(check("SELECT relname FROM pg_class"), "");
    EXPECT_EQ(check("SELECT table_name FROM information_schema.tables"), "");
}

TEST(Sql, PlaceholdersOfTheDriverAreUnderstood) {
    EXPECT_EQ(check("SELECT id FROM users WHERE id = %s AND name LIKE %(like)s AND email LIKE 'a%%'", "(1,)"), "");
    EXPECT_EQ(check("SELECT nmae FROM users WHERE id = %(id)s", "{}"),
              "3:23: error[unknown-column]: public.users has no column \"nmae\"\n");
    const std::string python =
        "from sqlalchemy import text\ndef f(session):\n"
        "    session.execute(text(\"SELECT created_at::date, nmae FROM users WHERE id = :id\"))\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python),
              "3:52: error[unknown-column]: public.users has no column \"nmae\"\n");
    const std::string asyncpg =
        "import asyncpg\nasync def f(conn):\n    await conn.fetch('SELECT nmae FROM users WHERE id = $1', 3)\n";
    EXPECT_EQ(test::describe(test::analyse(asyncpg, schema()), asyncpg),
              "3:30: error[unknown-column]: public.users has no column \"nmae\"\n");
    const std::string copied =
        "import asyncpg\nasync def f(conn):\n    await conn.copy_from_query('SELECT nmae FROM users WHERE id = $1', 3, "
        "output='f')\n";
    EXPECT_EQ(test::describe(test::analyse(copied, schema()), copied),
              "3:40: error[unknown-column]: public.users has no column \"nmae\"\n");
}

TEST(Sql, EscapedColonsOfTextAreColons) {
    const auto text = [](const std::string& sql) {
        const std::string python =
            "from sqlalchemy import text\ndef f(session):\n    session.execute(text(r\"\"\"" + sql + "\"\"\"))\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    EXPECT_EQ(text(R"(SELECT id\:\:text, nmae FROM users WHERE name = :n\:\:text AND email = '{"a"\: "b\:c"}')"),
              "3:49: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(text(R"(SELECT (data->>'a')\:\:int, nmae FROM orders WHERE tags[1\:2] = :tags)"),
              "3:58: error[unknown-column]: public.orders has no column \"nmae\"\n");
}

TEST(Sql, ListsThatDriversWriteInPlaceOfOnePlaceholder) {
    EXPECT_EQ(check("SELECT nmae FROM users WHERE id IN %s AND id NOT IN %s", "(a, b)"),
              "3:23: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("SELECT id FROM users WHERE created_at > now() - INTERVAL %s", "('1 day',)"), "");
    const std::string python =
        "from psycopg2.extras import execute_values\ndef f(cur, rows):\n"
        "    execute_values(cur, 'INSERT INTO users (id, nmae) VALUES %s', rows)\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python),
              "3:49: error[unknown-column]: public.users has no column \"nmae\"\n");
    const auto rows = [](const std::string& sql) {
        const std::string text =
            "from psycopg2.extras import execute_values\ndef f(cur, rows):\n    execute_values(cur, '" + sql + "', rows)\n";
        return test::describe(test::analyse(text, schema()), text);
    };
    EXPECT_EQ(rows("UPDATE users SET name = v.b FROM (VALUES %s) AS v(a, b) WHERE users.id = v.a"), "");
    EXPECT_EQ(rows("WITH v (a, b) AS (VALUES %s) SELECT v.b, users.nmae FROM v JOIN users ON users.id = a"),
              "3:73: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(rows("INSERT INTO users (id, name) SELECT a, b FROM (VALUES %s) AS v(a, b)"), "");
}

TEST(Sql, ComposedTextHasHoles) {
    const std::string python =
        "from psycopg import sql\ndef f(cur, name):\n"
        "    cur.execute(sql.SQL('SELECT id, nmae FROM users WHERE {} = %s').format(sql.Identifier(name)), (1,))\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python),
              "3:37: error[unknown-column]: public.users has no column \"nmae\"\n");
    const std::string named =
        "import psycopg\nQUERY = 'SELECT id FROM {table}'\ndef f(cur, name):\n"
        "    cur.execute(QUERY.format(table=name))\n";
    EXPECT_EQ(test::describe(test::analyse(named, schema()), named), "");
}

TEST(Sql, TextCallsAreReadWhereTheyStandAndOnlyThere) {
    const std::string python =
        "from sqlalchemy import text\nasync def f(session, id):\n"
        "    query = text(\"SELECT nmae FROM users WHERE id = :id\")\n"
        "    await session.execute(query, params={'id': id})\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python),
              "3:26: error[unknown-column]: public.users has no column \"nmae\"\n");
}

TEST(Sql, FunctionsOfTheWholeRowMayBeWrittenAsColumns) {
    EXPECT_EQ(check("SELECT users.count FROM users"), "");
    EXPECT_EQ(check("SELECT u.to_jsonb FROM users u"), "");
}

// The library decides; where a text parses with the other kind of placeholders alone, it has those.
TEST(Sql, PlaceholdersOfAnotherKindAreTaken) {
    const auto executed = [](const std::string& imports, const std::string& call) {
        const std::string python = "import " + imports + "\nasync def f(db, rows):\n    " + call + "\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    EXPECT_EQ(executed("databases", "await db.execute(query='UPDATE users SET nmae = :name WHERE id = :id', values=rows)"),
              "3:46: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(executed("sqlalchemy", "db.execute('SELECT id FROM users WHERE id = :id AND name LIKE :name', rows)"), "");
    EXPECT_EQ(executed("psycopg, aiosqlite", "db.execute('SELECT id FROM users WHERE id = ?', rows)"), "");
    EXPECT_EQ(executed("asyncpg", "await db.fetch('SELECT tags[1:2] FROM orders WHERE id = $1', 3)"), "");
}

// A part of a text may name what another part brings.
TEST(Sql, PartsOfComposedTextAreCheckedAsParts) {
    const auto composed = [](const std::string& text) {
        const std::string python = "from psycopg.sql import SQL, Identifier\ndef f(cur, more):\n    " + text + "\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    EXPECT_EQ(composed("cur.execute(SQL('SELECT nmae FROM users'))"),
              "3:29: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(composed("cur.execute(SQL('SELECT id, o.total FROM users ') + SQL('JOIN orders o ON true'))"),
              "3:29: error[ambiguous-column]: column \"id\" is ambiguous: users and o have it\n")
        << "the sum is read as a whole";
    EXPECT_EQ(composed("cur.execute(SQL('SELECT name, o.total FROM users ') + SQL('JOIN orders o ON true'))"), "");
    EXPECT_EQ(composed("query = SQL('SELECT o.total FROM users ')\n    query += SQL('JOIN orders o ON true')"), "");
    EXPECT_EQ(composed("parts = [SQL('SELECT total FROM users'), SQL('JOIN orders o ON true')]"), "");
    EXPECT_EQ(composed("parts = [SQL('SELECT users.nmae FROM users')]"),
              "3:32: error[unknown-column]: public.users has no column \"nmae\"\n");
}

TEST(Sql, CallsThatTakeATablesNameAreChecked) {
    const auto called = [](const std::string& call) {
        const std::string python = "import asyncpg, psycopg2, pandas\nasync def f(con, cur, rows, name):\n    " + call + "\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    EXPECT_EQ(called("await con.copy_records_to_table('usrs', records=rows)"),
              "3:38: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(called("await con.copy_records_to_table('users', records=rows, columns=['id', 'nmae'])"),
              "3:76: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(
        called("await con.copy_records_to_table('invoices', schema_name='billing', records=rows, columns=('id', 'due_on'))"), "");
    EXPECT_EQ(called("await con.copy_records_to_table(name, records=rows, columns=('id', 'x'))"), "");
    EXPECT_EQ(called("cur.copy_from(rows, 'users', columns=('id', 'nmae'))"),
              "3:50: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(called("pandas.read_sql_table('invoices', con, schema='billing', columns=['due_at'])"),
              "3:72: error[unknown-column]: billing.invoices has no column \"due_at\"\n");
    EXPECT_EQ(called("pandas.read_sql_table('staging', con)\n    con.execute('CREATE TABLE staging (a int)')"), "");
}

TEST(Sql, EachStatementOfATextIsChecked) {
    EXPECT_EQ(check("SELECT nmae FROM users; SELECT id FROM usrs; UPDATE orders SET totl = 1"),
              "3:23: error[unknown-column]: public.users has no column \"nmae\"\n"
              "3:55: error[unknown-table]: the database has no table or view \"usrs\"\n"
              "3:79: error[unknown-column]: public.orders has no column \"totl\"\n");
    EXPECT_EQ(check("WITH u AS (SELECT 1 AS x) SELECT x FROM u; SELECT u.x FROM users"),
              "3:66: error[unknown-table]: no table or alias \"u\" is in sight here\n");
}

TEST(Sql, AliasesHideTheTablesName) {
    EXPECT_EQ(check("SELECT users.id FROM users u"),
              "3:23: error[unknown-table]: \"users\" cannot be named here: its alias is \"u\"\n");
    EXPECT_EQ(check("SELECT s.nmae FROM (SELECT name FROM users) s"), "3:25: error[unknown-column]: s has no column \"nmae\"\n");
    EXPECT_EQ(check("SELECT x.nmae FROM users u CROSS JOIN jsonb_to_recordset('[]') AS x(name text)"),
              "3:25: error[unknown-column]: x has no column \"nmae\"\n");
    EXPECT_EQ(check("INSERT INTO users (id, name) VALUES (1, nmae)"),
              "3:56: error[unknown-column]: no column \"nmae\" is in sight here\n");
}

TEST(Sql, QuotedTextThatPythonFillsIsNoLiteral) {
    EXPECT_EQ(check("SELECT id FROM users WHERE created_at = '%s'", "(1,)"), "");
    EXPECT_EQ(check("SELECT id FROM users WHERE id = '%(id)s'", "{}"), "");
    const std::string python = "import psycopg\ndef f(cur, id):\n    cur.execute(f\"SELECT id FROM users WHERE id = '{id}'\")\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python), "");
}

TEST(Sql, FunctionsThatTheProgramMakesAreNotReported) {
    const std::string python =
        "import psycopg\ndef f(cur):\n    cur.execute('CREATE OR REPLACE FUNCTION billing.tax(x int) RETURNS int LANGUAGE sql AS "
        "$$ SELECT x $$')\n"
        "    cur.execute('SELECT billing.tax(1)')\n    cur.execute('SELECT billing.vat(1)')\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python),
              "5:33: error[unknown-function]: schema \"billing\" has no function \"vat\"\n");
}

TEST(Sql, InvalidTextIsReportedAtTheToken) {
    EXPECT_EQ(check("SELECT id, FROM users"),
              "3:27: error[invalid-sql]: PostgreSQL does not parse this: syntax error at or near \"FROM\"\n");
}

TEST(Sql, FunctionsOfExtensionsAreNotMissed) {
    EXPECT_EQ(check("SELECT public.similarity('a', 'x'), public.crypt('a', 'b')"), "");
    EXPECT_EQ(check("SELECT * FROM public.crosstab('SELECT 1') AS t (a integer)"), "");
    EXPECT_EQ(check("SELECT public.st_x(NULL), public.time_bucket('1 day', now())"), "");
    EXPECT_EQ(check("SELECT public.similarty('a', 'b')"),
              "3:30: error[unknown-function]: schema \"public\" has no function \"similarty\"\n");
}

TEST(Sql, TextIsFollowedThroughNames) {
    const std::string python =
        "import asyncpg\nTABLE = 'usrs'\n\n\nclass Repository:\n    async def get(self, pool):\n"
        "        query = \"\"\"SELECT nmae\n                   FROM users\"\"\"\n        await pool.fetch(query)\n"
        "        await pool.fetch(f'SELECT id FROM {TABLE}')\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python),
              "7:27: error[unknown-column]: public.users has no column \"nmae\"\n"
              "10:44: error[unknown-table]: the database has no table or view \"usrs\"\n");
}

TEST(Sql, RelationsThatTheProgramMakesAreNotReported) {
    const std::string python =
        "import psycopg\ndef f(cur):\n    cur.execute('CREATE TEMP TABLE staging (a int)')\n\n\n"
        "def g(cur):\n    cur.execute('SELECT a FROM staging')\n    cur.execute('INSERT INTO staging VALUES (1)')\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python), "");
}

// However the program comes to make them: the table is there when the statement runs.
TEST(Sql, TablesMadeOnTheWayAreNotReported) {
    const auto uses = [](const std::string& making) {
        const std::string python =
            "import psycopg\ndef f(cur, frame):\n    " + making + "\n    cur.execute('SELECT a FROM staging')\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    EXPECT_EQ(uses("cur.execute('SELECT id AS a INTO TEMP staging FROM users')"), "");
    EXPECT_EQ(uses("cur.execute('select id into temporary table staging from users')"), "");
    EXPECT_EQ(uses("cur.execute('SELECT id INTO UNLOGGED TABLE staging FROM users')"), "");
    EXPECT_EQ(uses("cur.execute('SELECT id INTO LOCAL TEMP staging FROM users')"), "");
    EXPECT_EQ(uses("cur.execute('SELECT id INTO staging FROM users')"), "");
    EXPECT_EQ(uses("cur.execute('CREATE GLOBAL TEMPORARY TABLE IF NOT EXISTS pg_temp.staging (a int)')"), "");
    EXPECT_EQ(uses("for sql in ['CREATE UNLOGGED TABLE staging (a int)', 'ANALYZE staging']:\n        cur.execute(sql)"), "");
    EXPECT_EQ(uses("run_sql('''\n        create temp table\n            Staging as select 1 as a\n    ''')"), "");
    EXPECT_EQ(uses("run_sql('CREATE TEMP TABLE '\n            'staging (a int)')"), "");
    EXPECT_EQ(uses("frame.to_sql('staging', cur)"), "");
    EXPECT_EQ(uses("frame.to_sql(name='staging', con=cur)"), "");
    EXPECT_EQ(uses("found = 'staging' in inspect(cur).get_table_names()"), "");
    EXPECT_EQ(uses("names = inspect(cur).get_table_names()\n    if \"staging\" not in names: return"), "");
    EXPECT_NE(uses("found = 'staging' in inspect(cur).get_columns('users')"), "");
    EXPECT_NE(uses("cur.execute('SELECT id INTO TEMP stagings FROM users')"), "");
    EXPECT_NE(uses("cur.execute('INSERT INTO staging VALUES (1)')"), "");
    EXPECT_NE(uses("log('Do not create a table staging here')"), "");
}

// A table that is made without IF NOT EXISTS, or a temporary one, is not the schema's of that name.
TEST(Sql, TablesOfTheProgramsOwnStandBeforeTheSchemas) {
    const auto uses = [](const std::string& making) {
        const std::string python =
            "import psycopg\ndef prepare(cur):\n    " + making + "\n\n\ndef f(cur):\n    cur.execute('SELECT a FROM users')\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    EXPECT_EQ(uses("cur.execute('CREATE TABLE users (a int)')"), "");
    EXPECT_EQ(uses("cur.execute('create unlogged table users (a int)')"), "");
    EXPECT_EQ(uses("cur.execute('CREATE TEMP TABLE IF NOT EXISTS users (a int)')"), "");
    EXPECT_EQ(uses("cur.execute('CREATE TABLE users '\n                'AS SELECT 1 AS a')"), "");
    const std::string finding = "7:25: error[unknown-column]: public.users has no column \"a\"\n";
    EXPECT_EQ(uses("cur.execute('CREATE TABLE IF NOT EXISTS users (a int)')"), finding);
    EXPECT_EQ(uses("cur.execute('SET search_path TO scratch'); cur.execute('CREATE TABLE users (a int)')"), "");
    EXPECT_EQ(uses("cur.execute('CREATE TABLE other.users (a int)')"), finding);
    EXPECT_EQ(uses("cur.execute('CREATE INDEX ON users (id)')"), finding);
    EXPECT_EQ(uses("text = 'Create, if there is none, the table users first'"), finding);
}

// SQLite's name for a row's place: PostgreSQL has none.
TEST(Sql, RowidIsOfAnotherSystem) {
    const auto run = [](const std::string& import, const std::string& sql) {
        const std::string python = import + "\ndef f(cur):\n    cur.execute('" + sql + "')\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    EXPECT_EQ(run("import layer", "SELECT rowid, name FROM users WHERE nme = ?"), "");
    EXPECT_EQ(run("import layer", "SELECT max(rowid) FROM sent"), "");
    EXPECT_NE(run("import layer", "SELECT id FROM users WHERE nme = 1"), "");
    EXPECT_NE(run("import psycopg", "SELECT rowid FROM users"), "");
}

// What these hold inside is checked like any other query.
TEST(Sql, StatementsAroundAStatement) {
    EXPECT_EQ(check("EXPLAIN (ANALYZE, BUFFERS) SELECT nmae FROM users"),
              "3:50: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("PREPARE by_id(bigint) AS SELECT nmae FROM users WHERE id = $1"),
              "3:48: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("DECLARE people NO SCROLL CURSOR WITH HOLD FOR SELECT id FROM usrs"),
              "3:77: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(check("COPY (SELECT nmae FROM users) TO STDOUT WITH (FORMAT csv)"),
              "3:29: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("COPY users (id, nmae) FROM STDIN"), "3:32: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("COPY users (id, name) FROM STDIN"), "");
    EXPECT_EQ(check("COPY usrs FROM STDIN"), "3:21: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(check("TRUNCATE orders, usrs"), "3:33: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(check("LOCK TABLE usrs IN SHARE MODE"), "3:27: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(check("CREATE TEMP TABLE t AS SELECT nmae FROM users"),
              "3:46: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("CREATE TEMP TABLE t (id int); INSERT INTO t VALUES (1); INSERT INTO usrs SELECT id FROM t"),
              "3:84: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(check("BEGIN; UPDATE users SET nmae = 'x'; COMMIT"),
              "3:40: error[unknown-column]: public.users has no column \"nmae\"\n");
}

// Definitions may change what stands beside them, and a text that is none of PostgreSQL's proves nothing.
TEST(Sql, DefinitionsAndWhatDoesNotParseStaySilent) {
    EXPECT_EQ(check("ALTER TABLE users ADD COLUMN nick text; UPDATE users SET nick = name"), "");
    EXPECT_EQ(check("CREATE TABLE archive AS SELECT nmae FROM users"), "");
    EXPECT_EQ(check("CREATE VIEW names AS SELECT nmae FROM users"), "");
    EXPECT_EQ(check("DROP TABLE IF EXISTS usrs"), "");
    EXPECT_EQ(check("copy the files"), "");
    EXPECT_EQ(check("explain yourself"), "");
    EXPECT_EQ(check("EXECUTE by_id(1)"), "");
    EXPECT_EQ(check("FETCH 10 FROM people"), "");
}

TEST(Sql, OtherDatabasesStaySilent) {
    const std::string python = "import sqlite3\nconn = sqlite3.connect('x')\nconn.execute('SELECT nmae FROM nowhere')\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python), "");
    const std::string dump = "def dump(connection):\n    connection.execute('SELECT name FROM sqlite_master')\n";
    EXPECT_EQ(test::describe(test::analyse(dump, schema()), dump), "");
    const std::string mixed =
        "import psycopg\nimport clickhouse_connect\ndef f(clickhouse_client):\n    clickhouse_client.execute('SELECT a FROM "
        "nowhere')\n";
    EXPECT_EQ(test::describe(test::analyse(mixed, schema()), mixed), "");
}

TEST(Sql, StoresWithoutSqlMuteNothingBesideThem) {
    const std::string python =
        "from sqlalchemy import text\nfrom app.redis_service import redis\nasync def f(session):\n"
        "    await redis.execute('SELECT nmae FROM users')\n    await session.execute(text('SELECT nmae FROM users'))\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python),
              "5:40: error[unknown-column]: public.users has no column \"nmae\"\n");
}

TEST(Sql, NamesThatOnlyContainTheWordOfAnotherDatabaseAreNone) {
    const auto check_beside = [](const std::string& import) {
        const std::string python =
            import + "\nimport psycopg\ndef f(c: psycopg.Connection):\n    c.execute('SELECT a FROM nowhere')\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    const std::string told = "4:30: error[unknown-table]: the database has no table or view \"nowhere\"\n";
    EXPECT_EQ(check_beside("from app.orders import archive_order, sparkle"), told);
    EXPECT_EQ(check_beside("from discord.abc import Snowflake"), told);
    EXPECT_EQ(check_beside("import aiosqlite"), "");
    EXPECT_EQ(check_beside("import sqlite3"), "");
    EXPECT_EQ(check_beside("from app.clients import ClickHouseClient"), "");
    EXPECT_EQ(check_beside("from app.stores import hive_store"), "");
    EXPECT_EQ(check_beside("import sqlean"), "");
    EXPECT_EQ(check_beside("from fastlite import dbapi2 as sqlite"), "") << "whoever calls it so uses it so";
}

// dalibo/temboard: from then on names stand for what is in that schema.
TEST(Sql, AProgramThatSetsTheSearchPathLooksForNamesElsewhere) {
    const auto after = [](const std::string& setting, const std::string& query) {
        const std::string python = "import psycopg\ndef f(cur: psycopg.Cursor):\n    cur.execute(\"" + setting +
                                   "\")\n    cur.execute('" + query + "')\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    for (const std::string setting : {"SET search_path TO billing", "set local search_path = billing, public",
                                      "SELECT set_config('search_path', 'billing', true)"}) {
        EXPECT_EQ(after(setting, "SELECT id FROM metas"), "") << "somebody made it there";
        EXPECT_EQ(after(setting, "SELECT due_in FROM invoices"),
                  "4:25: error[unknown-column]: billing.invoices has no column \"due_in\"\n");
    }
    EXPECT_EQ(after("SET TIME ZONE UTC", "SELECT id FROM metas"),
              "4:33: error[unknown-table]: the database has no table or view \"metas\"\n");
}

TEST(Sql, WhatSomebodyIsStillToCompleteIsNoMistake) {
    const auto given = [](const std::string& call) {
        const std::string python = "import psycopg\nfrom sqlalchemy import text\ndef f(cur: psycopg.Cursor):\n    " + call + "\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    EXPECT_EQ(given("return text('(SELECT id FROM users) AS part')"), "") << "a part of a statement, with its alias";
    EXPECT_EQ(given("cur.execute('SELECT id FROM {powa}.databases')"), "") << "a cursor of the project's own formats it";
    EXPECT_EQ(given("cur.execute('(SELECT nmae FROM users)')"),
              "4:26: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(given("cur.execute('SELECT id FORM users')"),
              "4:33: error[invalid-sql]: PostgreSQL does not parse this: syntax error at or near \"users\"\n");
    EXPECT_EQ(given("cur.execute('SELECT old FROM users; ALTER TABLE users DROP old')"), "") << "it was there until then";
}

TEST(Sql, BesideAClientOfAnotherDatabaseAnAbsentTableMayBeThatOnes) {
    const auto migrate = [](const std::string& query) {
        return "import sqlite3\nimport psycopg\ndef migrate(pg: psycopg.Connection, old):\n    for row in old.execute('" + query +
               "'):\n        pg.execute('INSERT INTO users (id, name) VALUES (%s, %s)', row)\n";
    };
    const std::string absent = migrate("SELECT legacy FROM old_posts");
    EXPECT_EQ(test::describe(test::analyse(absent, schema()), absent), "");
    const std::string present = migrate("SELECT legacy FROM users");
    EXPECT_NE(test::describe(test::analyse(present, schema()), present).find("legacy"), std::string::npos);
}

TEST(Sql, ProseIsNotSql) {
    EXPECT_EQ(check("please select a user from the list"), "");
    const std::string python = "import psycopg\ncommand.execute('/users FORM')\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python), "");
}

}  // namespace
}  // namespace rowtype
