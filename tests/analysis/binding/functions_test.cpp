// Calls of rpc() against functions with defaults, overloads and results of all kinds.
#include <gtest/gtest.h>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

const catalog::CatalogPointer& schema() {
    static const catalog::CatalogPointer catalog = test::catalog_from_sql(R"(
        CREATE SCHEMA private;
        CREATE TABLE users (id bigint PRIMARY KEY, name text);
        CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint REFERENCES users, title text);
        CREATE TYPE pair AS (a integer, b text);
        CREATE FUNCTION add(a integer, b integer DEFAULT 0) RETURNS integer LANGUAGE sql AS 'SELECT a + b';
        CREATE FUNCTION now_or_then() RETURNS text LANGUAGE sql AS 'SELECT ''now''';
        CREATE FUNCTION latest(n integer) RETURNS SETOF posts LANGUAGE sql AS 'SELECT * FROM posts';
        CREATE FUNCTION search(query text, top integer DEFAULT 10) RETURNS TABLE (id bigint, rank real)
            LANGUAGE sql AS 'SELECT 1, 1';
        CREATE FUNCTION pairs() RETURNS SETOF pair LANGUAGE sql AS 'SELECT 1, ''x''';
        CREATE FUNCTION span(IN a integer, OUT low integer, INOUT high integer) LANGUAGE sql AS 'SELECT 1, 2';
        CREATE FUNCTION total(VARIADIC v integer[]) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION take(json) RETURNS json LANGUAGE sql AS 'SELECT $1';
        CREATE FUNCTION bare(integer, integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION find(a integer) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION find(a integer, b integer DEFAULT 1) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION find(c text) RETURNS integer LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION touch() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END';
        CREATE PROCEDURE clean(days integer) LANGUAGE sql AS 'SELECT 1';
        CREATE FUNCTION private.hidden() RETURNS integer LANGUAGE sql AS 'SELECT 1';
    )");
    return catalog;
}

std::string check(const std::string& chain) {
    const std::string python = "from supabase import create_client\nsb = create_client('u', 'k')\n" + chain + "\n";
    return test::describe(test::analyse(python, schema()), python);
}

TEST(Functions, ArgumentsGoByName) {
    EXPECT_EQ(check("sb.rpc('add', {'a': 1}).execute()"), "");
    EXPECT_EQ(check("sb.rpc('add', {'a': 1, 'b': 2}).execute()"), "");
    EXPECT_EQ(check("sb.rpc('now_or_then').execute()\nsb.rpc('now_or_then', {}).execute()"), "");
    EXPECT_EQ(check("sb.rpc(fn='add', params={'a': 1, 'bb': 2}).execute()"),
              "3:35: error[unknown-argument]: public.add has no argument \"bb\"\n");
    EXPECT_EQ(check("sb.rpc('add', {'b': 1}).execute()"),
              "3:9: error[unknown-argument]: public.add needs \"a\" as well: it has no default\n");
    EXPECT_EQ(check("sb.rpc('now_or_then', {'x': 1}).execute()"),
              "3:25: error[unknown-argument]: public.now_or_then has no argument \"x\"\n");
    EXPECT_EQ(check("sb.rpc('total', {'v': [1, 2]}).execute()"), "");
    EXPECT_EQ(check("sb.rpc('span', {'a': 1, 'high': 2}).execute()"), "");
    EXPECT_EQ(check("sb.rpc('take', {'anything': 1}).execute()"), "") << "one document for all";
}

TEST(Functions, Overloads) {
    EXPECT_EQ(check("sb.rpc('find', {'c': 'x'}).execute()"), "");
    EXPECT_EQ(check("sb.rpc('find', {'a': 1, 'b': 2}).execute()"), "");
    EXPECT_EQ(check("sb.rpc('find', {'a': 1}).execute()"),
              "3:9: error[unknown-argument]: several overloads of public.find take just \"a\", and PostgREST does not choose\n");
    EXPECT_EQ(check("sb.rpc('find', {'a': 1, 'c': 'x'}).execute()"),
              "3:9: error[unknown-argument]: no overload of public.find takes just \"a\" and \"c\"\n");
    EXPECT_EQ(check("sb.rpc('find', {'d': 1}).execute()"),
              "3:18: error[unknown-argument]: no overload of public.find has an argument \"d\"\n");
}

TEST(Functions, NamesThatAreNotThere) {
    EXPECT_EQ(check("sb.rpc('ad', {'a': 1}).execute()"), "3:9: error[unknown-function]: the database has no function \"ad\"\n");
    EXPECT_EQ(check("sb.schema('private').rpc('hiden').execute()"),
              "3:27: error[unknown-function]: the database has no function \"private.hiden\"\n");
    EXPECT_EQ(check("sb.rpc('clean', {'days': 1}).execute()"),
              "3:9: error[unknown-function]: \"clean\" is a procedure, which PostgREST cannot call\n");
    EXPECT_EQ(check("sb.rpc('touch').execute()"), "3:9: error[unknown-function]: \"touch\" is a trigger's function\n");
    EXPECT_EQ(check("sb.rpc('bare', {}).execute()"),
              "3:9: error[unknown-function]: \"bare\" is a function with unnamed arguments, which PostgREST cannot pass\n");
    EXPECT_EQ(check("NAME = 'ad'\nsb.rpc(NAME, {'a': 1}).execute()"),
              "4:8: error[unknown-function]: the database has no function \"ad\"\n");
}

TEST(Functions, ResultsHaveColumns) {
    EXPECT_EQ(check("sb.rpc('latest', {'n': 1}).select('id, titel, users(nmae)').eq('nope', 1).execute()"),
              "3:40: error[unknown-column]: public.posts has no column \"titel\"\n"
              "3:53: error[unknown-column]: public.users has no column \"nmae\"\n"
              "3:65: error[unknown-column]: public.posts has no column \"nope\"\n");
    EXPECT_EQ(check("sb.rpc('search', {'query': 'x'}).select('id, rank').gt('rnk', 0.5).order('rank').execute()"),
              "3:57: error[unknown-column]: public.search has no column \"rnk\"\n");
    EXPECT_EQ(check("sb.rpc('pairs').select('a, c').execute()"),
              "3:28: error[unknown-column]: public.pairs has no column \"c\"\n");
    EXPECT_EQ(check("sb.rpc('span', {'a': 1, 'high': 2}).select('low, high, a').execute()"),
              "3:56: error[unknown-column]: public.span has no column \"a\"\n");
    EXPECT_EQ(check("sb.rpc('add', {'a': 1}).select('whatever').execute()"), "") << "a value has no columns";
    EXPECT_EQ(check("def f(flag):\n    q = sb.rpc('search', {'query': 'x'})\n    if flag:\n        q = q.eq('rnk', 1)\n"
                    "    return q.execute()"),
              "6:19: error[unknown-column]: public.search has no column \"rnk\"\n");
}

TEST(Functions, NothingIsSaidOfWhatIsNotKnown) {
    EXPECT_EQ(check("def f(more):\n    sb.rpc('add', more).execute()\n    sb.rpc('add', {**more}).execute()\n"
                    "    sb.rpc('add', *more).execute()\n    sb.rpc('add', {more: 1}).execute()"),
              "");
    EXPECT_EQ(check("def f():\n    params = {}\n    params['a'] = 1\n    sb.rpc('add', params).execute()"), "")
        << "the dictionary grew";
    EXPECT_EQ(check("def f():\n    params = {'bb': 1}\n    sb.rpc('add', params).execute()"),
              "4:16: error[unknown-argument]: public.add has no argument \"bb\"\n");
    EXPECT_EQ(check("sb.rpc('add', {'b': 1}, get=True).execute()"), "");
    EXPECT_EQ(check("def f(fn):\n    sb.rpc(fn, {'x': 1}).execute()"), "");
    EXPECT_EQ(check("sb.rpc('st_area', {'x': 1}).execute()"), "") << "an extension's";
    EXPECT_EQ(check("sb.rpc('word_similarity', {'x': 1}).execute()"), "") << "an extension's";
    const std::string other = "import web3\ndef f(node):\n    node.rpc('eth_call', {'x': 1})\n";
    EXPECT_EQ(test::describe(test::analyse(other, schema()), other), "");
    const std::string elsewhere = "def f(supabase):\n    supabase.rpc('hidden').execute()\n";
    EXPECT_EQ(test::describe(test::analyse(elsewhere, schema()), elsewhere), "") << "a client for another schema";
    const std::string shaped = "def f(db):\n    db.rpc('ad', {}).execute()\n";
    EXPECT_EQ(test::describe(test::analyse(shaped, schema()), shaped),
              "2:13: error[unknown-function]: the database has no function \"ad\"\n");
}

}  // namespace
}  // namespace rowtype
