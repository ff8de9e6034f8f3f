// SQL put together by psycopg's sql module and by t-strings, and aiosql's queries in a text.
#include <gtest/gtest.h>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

const catalog::CatalogPointer& schema() {
    static const catalog::CatalogPointer catalog = test::catalog_from_sql(R"(
        CREATE SCHEMA billing;
        CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);
        CREATE TABLE billing.invoices (id bigint PRIMARY KEY, due_on date);
    )");
    return catalog;
}

// Findings of one line, the fourth.
std::string check(const std::string& line) {
    const std::string python = "import psycopg\nfrom psycopg import sql\ncur = psycopg.connect().cursor()\n" + line + "\n";
    return test::describe(test::analyse(python, schema()), python);
}

std::string absent(const std::string& place, const std::string& column, const std::string& table = "public.users") {
    return place + ": error[unknown-column]: " + table + " has no column \"" + column + "\"\n";
}

TEST(SqlCompositions, ConstantIdentifiersAreNames) {
    EXPECT_EQ(check("cur.execute(sql.SQL('SELECT nme FROM {}').format(sql.Identifier('users')))"), absent("4:29", "nme"));
    EXPECT_EQ(check("cur.execute(sql.SQL('SELECT {} FROM {t}').format(sql.Identifier('nme'), t=sql.Identifier('users')))"),
              absent("4:66", "nme"));
    EXPECT_EQ(check("cur.execute(sql.SQL('SELECT id FROM {}').format(sql.Identifier('billing', 'invoces')))"),
              "4:76: error[unknown-table]: the database has no table or view \"billing.invoces\"\n");
    EXPECT_EQ(check("cur.execute(sql.SQL('SELECT id FROM {0} WHERE {0}.nme = 1').format(sql.Identifier('users')))"),
              absent("4:51", "nme"));
    EXPECT_EQ(check("cur.execute(sql.SQL('SELECT id FROM ') + sql.Identifier('users') + sql.SQL(' WHERE nme = 1'))"),
              absent("4:84", "nme"));
    // Unknown ones stand for any name.
    EXPECT_EQ(check("cur.execute(sql.SQL('SELECT nme FROM {}').format(sql.Identifier(table)))"), "");
    EXPECT_EQ(check("cur.execute(sql.SQL('SELECT {} FROM users').format(sql.Identifier(column)))"), "");
}

TEST(SqlCompositions, ListsAreJoined) {
    const std::string begin = "cur.execute(sql.SQL('SELECT {} FROM users').format(sql.SQL(', ').join(";
    EXPECT_EQ(check(begin + "map(sql.Identifier, ['id', 'nme']))))"), absent("4:99", "nme"));
    EXPECT_EQ(check(begin + "[sql.Identifier('nme'), sql.Identifier('id')])))"), absent("4:88", "nme"));
    EXPECT_EQ(check(begin + "sql.Identifier(c) for c in ('id', 'nme'))))"), absent("4:106", "nme"));
    EXPECT_EQ(check(begin + "map(sql.Identifier, columns))))"), "");
    EXPECT_EQ(check("cur.execute(sql.SQL('UPDATE users SET {} WHERE id = 1').format(sql.SQL(', ').join(sql.SQL('{} = "
                    "{}').format(sql.Identifier(k), sql.Placeholder(k)) for k in ('name', 'nme'))))"),
              absent("4:167", "nme"));
    EXPECT_EQ(check("cur.execute(sql.SQL('INSERT INTO users ({}) VALUES ({})').format(sql.SQL(',').join([sql.Identifier('id'), "
                    "sql.Identifier('name')]), sql.SQL(',').join(sql.Placeholder() * 2)))"),
              "");
}

TEST(SqlCompositions, PlainTextsAndLiteralsAreValues) {
    EXPECT_EQ(check("cur.execute(sql.SQL('SELECT id FROM users WHERE name = {}').format('nme'))"), "");
    EXPECT_EQ(check("cur.execute(sql.SQL('SELECT id FROM users WHERE nme = {} AND {} < id').format(sql.Literal(3), "
                    "sql.Placeholder('x')), {})"),
              absent("4:49", "nme"));
    // A template of str is filled with text.
    EXPECT_EQ(check("cur.execute('SELECT {} FROM users'.format('nme'))"), absent("4:44", "nme"));
}

TEST(SqlCompositions, TemplateStrings) {
    EXPECT_EQ(check("cur.execute(t'SELECT nme FROM users WHERE id = {x} AND name = {y:b}')"), absent("4:22", "nme"));
    EXPECT_EQ(check("cur.execute(t'SELECT nme FROM {table:i} WHERE {column:i} = 1')"), "");
    EXPECT_EQ(check("cur.execute(t'SELECT {column:i}, nme FROM users')"), absent("4:34", "nme"));
    EXPECT_EQ(check("cur.execute(t'SELECT u.id FROM users u {join:q} WHERE o.total = 1')"), "");
    // Values are sent as values, whatever they hold; identifiers and nested templates are names and SQL.
    EXPECT_EQ(check("def f(cur):\n    n = 'nme'\n    cur.execute(t'SELECT id FROM users WHERE name = {n} OR name = {n:l}')"), "");
    EXPECT_EQ(check("def f(cur):\n    n = 'nme'\n    cur.execute(t'SELECT {n:i} FROM users')"), absent("5:10", "nme"));
    EXPECT_EQ(check("def f(cur):\n    w = t'WHERE nme = 1'\n    cur.execute(t'SELECT id FROM users {w:q}')"),
              absent("5:17", "nme"));
}

TEST(SqlCompositions, QueriesInATextOfAiosql) {
    const auto queries = [](const std::string& import, const std::string& call) {
        const std::string python = import + "\n" + call +
                                   "(\"\"\"\n-- name: get_user^\n-- One user.\nSELECT nme FROM users WHERE id = :id::int AND name = :name\n"
                                   "-- name: all_users\nSELECT id, emial FROM users;\n\"\"\", 'psycopg')\n";
        return test::describe(test::analyse(python, schema()), python);
    };
    EXPECT_EQ(queries("import aiosql", "q = aiosql.from_str"), absent("5:8", "nme") + absent("7:12", "emial"));
    EXPECT_EQ(queries("from shapes import Shape", "q = Shape.from_str"), "");
}

}  // namespace
}  // namespace rowtype
