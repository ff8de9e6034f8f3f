// SQL that several statements put together, and SQL that may be one text or another.
#include <gtest/gtest.h>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

const catalog::CatalogPointer& schema() {
    static const catalog::CatalogPointer catalog = test::catalog_from_sql(R"(
        CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, created_at timestamptz DEFAULT now());
        CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint REFERENCES users, total numeric(10,2), state text);
    )");
    return catalog;
}

// Findings of a function's body; its lines begin at 3.
std::string check(const std::string& body) {
    std::string python = "import psycopg\ndef f(cur, a, b, xs):\n";
    std::size_t begin = 0;
    while (begin < body.size()) {
        const std::size_t end = std::min(body.find('\n', begin), body.size());
        python += "    " + body.substr(begin, end - begin) + "\n";
        begin = end + 1;
    }
    return test::describe(test::analyse(python, schema()), python);
}

std::string absent(const std::string& place, const std::string& column, const std::string& table = "users") {
    return place + ": error[unknown-column]: public." + table + " has no column \"" + column + "\"\n";
}

TEST(SqlTexts, StatementsThatAlwaysRunAreOneText) {
    EXPECT_EQ(check("q = 'SELECT nme FROM users '\nq += 'WHERE emial = 1'\ncur.execute(q)"),
              absent("3:17", "nme") + absent("4:17", "emial"));
    EXPECT_EQ(check("q = 'SELECT id FROM users'\nq = q + ' WHERE emial = 1'\ncur.execute(q)"), absent("4:21", "emial"));
    EXPECT_EQ(check("q = 'SELECT id FROM users'\nq = f'{q} WHERE emial = 1'\ncur.execute(q)"), absent("4:21", "emial"));
    EXPECT_EQ(check("q = 'SELECT id '\nq += 'FROM users WHERE name = %s'\ncur.execute(q, a)"), "");
    EXPECT_EQ(check("q = 'SELECT id FROM users'\nq += ' WHERE AND'\ncur.execute(q)"),
              "4:18: error[invalid-sql]: PostgreSQL does not parse this: syntax error at or near \"AND\"\n");
}

TEST(SqlTexts, WhatMayBeLeftOutIsChecked) {
    EXPECT_EQ(check("q = 'SELECT nme FROM users WHERE id = %(i)s'\nif a:\n    q += ' AND emial = %(a)s'\nif b:\n"
                    "    q += ' AND name = %(b)s'\nq += ' ORDER BY creatd_at'\ncur.execute(q, {})"),
              absent("3:17", "nme") + absent("5:20", "emial") + absent("8:21", "creatd_at"));
    EXPECT_EQ(check("q = 'SELECT id FROM users WHERE true'\nfor x in xs:\n    q += ' OR nme = %s'\ncur.execute(q, xs)"),
              absent("5:19", "nme"));
    EXPECT_EQ(check("cur.execute('SELECT id FROM users' + (' WHERE nme = 1' if a else ''))"), absent("3:51", "nme"));
    EXPECT_EQ(check("w = ''\nif a:\n    w = 'WHERE nme = %s'\ncur.execute(f'SELECT id FROM users {w}', [a])"),
              absent("5:20", "nme"));
}

TEST(SqlTexts, APartMayBringWhatOthersName) {
    EXPECT_EQ(
        check("q = 'SELECT u.id FROM users u'\nif a:\n    q += ' JOIN orders o ON o.user_id = u.id'\nq += ' WHERE u.name = %s'\n"
              "if a:\n    q += ' AND o.total > 3 AND state = %s'\ncur.execute(q, a)"),
        "");
    EXPECT_EQ(check("q = 'SELECT u.id FROM users u'\nif a:\n    q += ' JOIN orders o ON o.user_id = u.id'\nelse:\n"
                    "    q += ' WHERE u.nme = 1'\ncur.execute(q)"),
              absent("7:24", "nme"));
    // Names that the longest text makes ambiguous need not be so in the others.
    EXPECT_EQ(
        check("q = 'SELECT total FROM orders'\nif a:\n    q += ' JOIN users ON users.id = user_id WHERE id = 1'\ncur.execute(q)"),
        "");
}

TEST(SqlTexts, ChoicesThatBelongTogetherAreNoFindings) {
    EXPECT_EQ(check("if a:\n    t, c = 1, 2\n    table = 'users'\n    column = 'email'\nelse:\n    table = 'orders'\n    column "
                    "= 'total'\n"
                    "cur.execute(f'SELECT {column} FROM {table}')"),
              "");
    EXPECT_EQ(check("table = 'users' if a else 'orders'\ncur.execute(f'SELECT nme FROM {table}')"), absent("4:26", "nme"));
    EXPECT_EQ(check("table = 'users' if a else 'orders'\ncur.execute(f'SELECT total FROM {table}')"), "");
    EXPECT_EQ(check("order = 'name' if a else 'nme'\ncur.execute(f'SELECT id FROM users ORDER BY {order}')"),
              absent("3:31", "nme"));
}

TEST(SqlTexts, WholeTextsOfBranchesAreEachChecked) {
    EXPECT_EQ(check("q = 'SELECT nme FROM users' if a else 'SELECT totl FROM orders'\ncur.execute(q)"),
              absent("3:17", "nme") + absent("3:51", "totl", "orders"));
    EXPECT_EQ(check("if a:\n    q = 'SELECT nme FROM users'\nelse:\n    q = 'SELECT totl FROM orders'\ncur.execute(q)"),
              absent("4:21", "nme") + absent("6:21", "totl", "orders"));
    EXPECT_EQ(
        check("q = 'SELECT id FROM users'\nif a:\n    q = 'SELECT totl FROM orders'\n    q += ' WHERE id = 1'\ncur.execute(q)"),
        absent("5:21", "totl", "orders"));
}

TEST(SqlTexts, ATextOfAnotherSystemBesideOneOfPostgres) {
    EXPECT_EQ(
        check(
            "if a:\n    q = 'SELECT name FROM sqlite_master'\nelse:\n    q = 'SELECT tablename FROM pg_tables'\ncur.execute(q)"),
        "");
    EXPECT_EQ(check("q = 'SELECT rowid FROM users' if a else 'SELECT ctid FROM users'\ncur.execute(q)"), "");
    EXPECT_EQ(check("q = 'INSERT OR IGNORE INTO users (id) VALUES (?)' if a else 'SELECT nme FROM users'\ncur.execute(q)"),
              absent("3:73", "nme"));
}

TEST(SqlTexts, PartsThatExcludeEachOtherProveLittle) {
    // Both at once do not parse: which of them comes with what is not known.
    EXPECT_EQ(check("q = 'SELECT nme, users.emial FROM users'\nif a:\n    q += ' WHERE id = 1'\nif b:\n    q += ' WHERE id = "
                    "2'\ncur.execute(q)"),
              absent("3:28", "emial"));
}

TEST(SqlTexts, ListsOfConditionsGrow) {
    EXPECT_EQ(check("c = []\nif a:\n    c.append('nme = %s')\nif b:\n    c.append('id = %s')\nw = ' AND '.join(c)\n"
                    "cur.execute(f'SELECT id FROM users WHERE {w}', xs)"),
              absent("5:19", "nme"));
    EXPECT_EQ(check("c = ['id = 1']\nc.extend(['emial = 2'])\nc += ['nme = 3']\n"
                    "cur.execute('SELECT id FROM users WHERE ' + ' AND '.join(c))"),
              absent("4:16", "emial") + absent("5:12", "nme"));
    EXPECT_EQ(check("c = []\nif a:\n    c.append('nme = %s')\ncur.execute(f\"\"\"SELECT u.id FROM users u\n"
                    "{'WHERE ' + ' AND '.join(c) if c else ''} ORDER BY u.nam\"\"\", xs)"),
              absent("5:19", "nme") + absent("7:58", "nam"));
    EXPECT_EQ(check("parts = ['SELECT id FROM users']\nparts.append('WHERE nme = 1')\ncur.execute(' '.join(parts))"),
              absent("4:25", "nme"));
    EXPECT_EQ(check("c = ['id', 'nme']\ncur.execute(f\"SELECT {', '.join(c)} FROM users\")"), absent("3:17", "nme"));
}

TEST(SqlTexts, ListsThatOthersMayChangeAreNotKnown) {
    const std::string use = "cur.execute('SELECT u.id FROM users u ' + ' '.join(c) + ' WHERE o.total = 1')";
    EXPECT_EQ(check("c = ['']\nc.append('JOIN users v ON true')\n" + use),
              "5:69: error[unknown-table]: no table or alias \"o\" is in sight here\n");
    EXPECT_EQ(check("c = ['']\nadd(c)\n" + use), "");
    EXPECT_EQ(check("c = ['']\nc[0] = a\n" + use), "");
    EXPECT_EQ(check("c = ['']\nd = c\nd.append(a)\n" + use), "");
    EXPECT_EQ(check("c = ['']\ndef g():\n    c.append(a)\ng()\n" + use), "");
    EXPECT_EQ(check("c = [*xs]\n" + use), "");
}

TEST(SqlTexts, UnknownPartsStayHoles) {
    EXPECT_EQ(check("q = 'SELECT u.nme, x FROM users u'\nq += a\ncur.execute(q)"), "");
    EXPECT_EQ(check("q = 'SELECT u.nme, x FROM users u '\nq += a\ncur.execute(q)"), absent("3:19", "nme"));
    EXPECT_EQ(check("q = a\nq += ' WHERE nme = 1'\ncur.execute(q)"), "");
    EXPECT_EQ(check("if a:\n    xs = 'x'\ncur.execute(f'SELECT nme FROM users {xs}')"), "");
}

TEST(SqlTexts, ChangesOfUpdatesAreNoTables) {
    EXPECT_EQ(check("cur.execute(f\"UPDATE users SET {', '.join(f'{x} = %s' for x in xs)} WHERE nme = %s\")"),
              absent("3:79", "nme"));
    EXPECT_EQ(check("cur.execute(f'UPDATE users SET {b} = 2, nme = 1 WHERE emial = %s')"),
              absent("3:45", "nme") + absent("3:59", "emial"));
    // All of it in one may end with a FROM.
    EXPECT_EQ(check("cur.execute(f'UPDATE users SET {a} WHERE emial = %s')"), "");
}

TEST(SqlTexts, NumbersOfPlaceholdersAreValues) {
    EXPECT_EQ(check("cur.execute(f'DELETE FROM users WHERE nme = ${len(xs)} AND {a}')"), absent("3:43", "nme"));
    EXPECT_EQ(check("cur.execute(f'UPDATE users SET {a} WHERE id = ${len(xs) + 1}')"), "");
    EXPECT_EQ(check("cur.execute(f'SELECT id FROM usrs WHERE id = ${len(xs) + 1}')"),
              "3:34: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(check("cur.execute(f'SELECT ${a}$ nme ${a}$ FROM users')"), "");
}

TEST(SqlTexts, WhatFunctionsGive) {
    const std::string functions =
        "import psycopg\n\n\ndef ordering():\n    return ' ORDER BY nme'\n\n\nclass Query:\n    @classmethod\n"
        "    def body(cls, a):\n        if a:\n            return 'SELECT nme FROM found'\n        return 'SELECT id FROM "
        "found'\n\n"
        "    def other(self):\n        return self.name\n\n    def run(self, cur, a):\n        ";
    const auto run = [&](const std::string& line) {
        return test::describe(test::analyse(functions + line + "\n", schema()), functions + line);
    };
    EXPECT_EQ(run("cur.execute('SELECT id FROM users' + ordering())"), absent("5:23", "nme"));
    EXPECT_EQ(run("cur.execute('WITH found AS (SELECT id FROM users) ' + self.body(a))"),
              "12:28: error[unknown-column]: found has no column \"nme\"\n");
    const std::string code = "import psycopg\n\n\ndef query():\n    return \"SELECT nme," + std::string(3000, ' ') +
                             "id FROM users\"\n\n\ndef run(cur):\n    text = query()\n    cur.execute(text)\n";
    EXPECT_EQ(test::describe(test::analyse(code, schema()), code), absent("5:20", "nme")) << "long ones, too";
    EXPECT_EQ(run("cur.execute('SELECT id FROM users' + self.other())"), "");
    EXPECT_EQ(run("cur.execute('SELECT nme FROM users ' + self.other())"), "");
}

TEST(SqlTexts, WhatAFunctionPutsTogether) {
    const std::string before =
        "import psycopg\n\n\nclass Query:\n    def build(self, wide, given):\n        q = 'SELECT id'\n        if wide:\n"
        "            q += ', nme'\n        q += ' FROM users'\n        return q + self.end(given)\n\n    def end(self, given):\n"
        "        return f' WHERE {given} ORDER BY emial'\n\n    def again(self):\n        return 'SELECT id ' + self.again()\n\n"
        "    def run(self, cur, a, b):\n        ";
    const auto run = [&](const std::string& line) {
        return test::describe(test::analyse(before + line + "\n", schema()), before + line);
    };
    EXPECT_EQ(run("q = self.build(a, b); cur.execute(q)"), absent("8:21", "nme") + absent("13:42", "emial"));
    EXPECT_EQ(run("q = self.build(a, b); p = self.build(b, a); cur.execute(q); cur.execute(p)"),
              absent("8:21", "nme") + absent("13:42", "emial"));
    EXPECT_EQ(run("cur.execute(self.again() + a)"), "");
}

TEST(SqlTexts, CompositionsGoOn) {
    EXPECT_EQ(check("q = sql.SQL('SELECT id FROM users')\nif a:\n    q = q + sql.SQL(' ORDER BY nme')\ncur.execute(q)"),
              absent("5:36", "nme"));
    EXPECT_EQ(
        check("q = sql.SQL('SELECT name FROM users ')\nq = q + sql.SQL('JOIN orders ON true WHERE total = 1')\ncur.execute(q)"),
        "");
}

TEST(SqlTexts, NothingIsCountedPerRow) {
    // count(users), as PostgreSQL would read it, is no value of one row.
    EXPECT_EQ(check("cur.execute('UPDATE users SET id = users.count + 1')"), absent("3:46", "count"));
    EXPECT_EQ(check("cur.execute('SELECT users.count FROM users')"), "");
}

TEST(SqlTexts, EntriesOfDictionaries) {
    EXPECT_EQ(check("q = {'a': 'SELECT nme FROM users'}\ncur.execute(q['a'])"), absent("3:23", "nme"));
}

}  // namespace
}  // namespace rowtype
