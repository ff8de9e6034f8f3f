// supabase-py chains against a small schema: what is reported, and above all what must stay quiet.
#include <gtest/gtest.h>

#include "tests/support/analysis.h"

namespace rowtype {
namespace {

const catalog::CatalogPointer& schema() {
    static const catalog::CatalogPointer catalog = test::catalog_from_sql(R"(
        CREATE SCHEMA billing;
        CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, settings jsonb, manager_id bigint REFERENCES users);
        CREATE TABLE posts (id bigint PRIMARY KEY, author_id bigint CONSTRAINT posts_author_fkey REFERENCES users, title text);
        CREATE TABLE billing.invoices (id bigint PRIMARY KEY, amount numeric);
        CREATE FUNCTION initials(users) RETURNS text LANGUAGE sql AS 'SELECT ''x''';
    )");
    return catalog;
}

std::string check(const std::string& chain) {
    const std::string python = "from supabase import create_client\nsb = create_client('u', 'k')\n" + chain + "\n";
    return test::describe(test::analyse(python, schema()), python);
}

TEST(Queries, TablesAndColumns) {
    EXPECT_EQ(check("sb.table('usrs').select('id').execute()"),
              "3:11: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(check("sb.from_('users').select('id, nmae').execute()"),
              "3:31: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("sb.table('users').select('id', 'nmae').execute()"),
              "3:33: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("sb.table('users').select('*').eq('emial', 1).order('nmae').execute()"),
              "3:35: error[unknown-column]: public.users has no column \"emial\"\n"
              "3:53: error[unknown-column]: public.users has no column \"nmae\"\n");
}

TEST(Queries, LoopsOverConstants) {
    const std::string missing = "error[unknown-table]: the database has no table or view \"usrs\"\n";
    const std::string query = "    sb.table(name).select('id').execute()\n";
    EXPECT_EQ(check("for name in ('users', 'usrs'):\n" + query), "3:24: " + missing);
    EXPECT_EQ(check("def f():\n    for name in ['posts', 'usrs']:\n    " + query), "4:28: " + missing);
    EXPECT_EQ(check("def f():\n    return [sb.table(name).delete().eq('id', 1).execute() for name in {'posts', 'usrs'}]\n"),
              "4:82: " + missing);
    EXPECT_EQ(check("TABLES = ['posts', 'usrs']\ndef f():\n    for name in TABLES:\n    " + query), "6:18: " + missing);
    EXPECT_EQ(check("TABLES = {'posts': 1, 'usrs': 2}\ndef f():\n    for name, count in TABLES.items():\n    " + query),
              "6:18: " + missing);
    EXPECT_EQ(check("def f():\n    for name, column in [('users', 'nmae'), ('posts', 'nmae')]:\n"
                    "        sb.table(name).select(column).execute()\n"),
              "4:37: error[unknown-column]: public.users has no column \"nmae\"\n"
              "4:56: error[unknown-column]: public.posts has no column \"nmae\"\n");
    EXPECT_EQ(check("def f():\n    for name in ('users', 'posts'):\n        sb.table(name).select('title, name').execute()\n"),
              "")
        << "each is a column of one of them";
    EXPECT_EQ(check("def f(TABLES):\n    for name in TABLES:\n    " + query), "");
    EXPECT_EQ(
        check("TABLES = ['usrs']\ndef f():\n    TABLES.append('x')\n    for name in TABLES:\n        name = fix(name)\n    " +
              query),
        "");
    EXPECT_EQ(check("def f():\n    for name in ('usrs',):\n        name = fix(name)\n    " + query), "");
}

TEST(Queries, Payloads) {
    EXPECT_EQ(check("sb.table('users').insert({'id': 1, 'nmae': 'x'}).execute()"),
              "3:37: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("sb.table('users').upsert([{'id': 1, 'name': 'x'}, {'nmae': 'x'}], on_conflict='idd').execute()"),
              "3:53: error[unknown-column]: public.users has no column \"nmae\"\n"
              "3:80: error[unknown-column]: public.users has no column \"idd\"\n");
    EXPECT_EQ(check("def f(row):\n    data = {'nmae': 'x', **row}\n    sb.table('users').update(data).eq('id', 1).execute()"),
              "4:14: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("sb.table('users').update(make()).match({'idd': 1}).execute()"),
              "3:42: error[unknown-column]: public.users has no column \"idd\"\n");
}

TEST(Queries, JsonPathsCastsAliasesAndComputedFields) {
    EXPECT_EQ(check("sb.table('users').select('label:name, settings->theme->>colour, id::text, initials, count()').execute()"),
              "");
    EXPECT_EQ(check("sb.table('users').select('*').eq('settings->>theme', 'dark').execute()"), "");
    EXPECT_EQ(check("sb.table('users').select('count').execute()"), "") << "PostgreSQL reads users.count as count(users)";
    EXPECT_EQ(check("sb.table('users').select('setings->theme').execute()"),
              "3:27: error[unknown-column]: public.users has no column \"setings\"\n");
}

TEST(Queries, Embeds) {
    EXPECT_EQ(check("sb.table('users').select('id, posts(id, titel)').execute()"),
              "3:41: error[unknown-column]: public.posts has no column \"titel\"\n");
    EXPECT_EQ(check("sb.table('posts').select('id, author:author_id(nmae)').execute()"),
              "3:48: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("sb.table('posts').select('id, author:users!posts_author_fkey(name, manager:manager_id(nmae))').execute()"),
              "3:87: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("sb.table('posts').select('id, ...posts_author_fkey(name)').execute()"), "");
    EXPECT_EQ(check("sb.table('posts').select('id, author:users(id)').eq('author.nmae', 1).eq('users.name', 2).execute()"),
              "3:61: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(
        check("sb.table('posts').select('id, users(id)').order('nmae', foreign_table='users').order('users(emial)').execute()"),
        "3:50: error[unknown-column]: public.users has no column \"nmae\"\n"
        "3:93: error[unknown-column]: public.users has no column \"emial\"\n");
    EXPECT_EQ(check("sb.table('posts').select('id, something_else(whatever)').execute()"),
              "3:31: error[unknown-relationship]: public.posts has no relationship \"something_else\"\n");
}

TEST(Queries, LogicText) {
    EXPECT_EQ(check("sb.table('users').select('*').or_('name.eq.a,and(emial.is.null,id.gt.3)').execute()"),
              "3:50: error[unknown-column]: public.users has no column \"emial\"\n");
    EXPECT_EQ(check("def f(term):\n    sb.table('users').select('*').or_(f'name.ilike.{term},emial.ilike.{term}').execute()"),
              "4:59: error[unknown-column]: public.users has no column \"emial\"\n");
}

TEST(Queries, InvalidSelects) {
    const std::string said = check("sb.table('users').select('id, posts(title').execute()");
    EXPECT_NE(said.find("error[invalid-select]"), std::string::npos) << said;
    const std::string dotted = check("sb.table('users').select('users.name').execute()");
    EXPECT_NE(dotted.find("error[invalid-select]"), std::string::npos) << dotted;
}

TEST(Queries, Schemas) {
    EXPECT_EQ(check("sb.schema('billing').table('invoices').select('amuont').execute()"),
              "3:48: error[unknown-column]: billing.invoices has no column \"amuont\"\n");
    EXPECT_EQ(check("billing = sb.schema('billing')\nbilling.table('invoices').select('amount').execute()"), "");
    EXPECT_EQ(check("def f(name):\n    sb.schema(name).table('nothing').select('x').execute()"), "");
    EXPECT_EQ(check("sb.table('invoices').select('id').execute()"),
              "3:11: error[unknown-table]: the database has no table or view \"invoices\"; it stands in schema \"billing\", "
              "which is not on the search path\n");
}

TEST(Queries, ChainsSplitOverNames) {
    EXPECT_EQ(
        check("def f(flag):\n    query = sb.table('users').select('*')\n    if flag:\n        query = query.eq('emial', 1)\n"
              "    return query.order('nmae').execute()"),
        "6:27: error[unknown-column]: public.users has no column \"emial\"\n"
        "7:25: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("def f(flag):\n    query = sb.table('users').select('*')\n    if flag:\n        query = "
                    "sb.table('posts').select('*')\n"
                    "    return query.eq('title', 'x').execute()"),
              "");
}

TEST(Queries, NamesAreFollowedToConstants) {
    EXPECT_EQ(check("TABLE = 'usrs'\nsb.table(TABLE).select('*').execute()"),
              "4:10: error[unknown-table]: the database has no table or view \"usrs\"\n");
    EXPECT_EQ(check("class Repository:\n    COLUMNS = 'id, nmae'\n\n    def get(self):\n        return "
                    "sb.table('users').select(self.COLUMNS).execute()"),
              "4:20: error[unknown-column]: public.users has no column \"nmae\"\n");
    EXPECT_EQ(check("def f(table):\n    sb.table(table).select('nmae').execute()"), "");
}

TEST(Queries, OtherLibrariesAreNotQueries) {
    EXPECT_EQ(check("sb.storage.from_('avatars').list()"), "");
    EXPECT_EQ(check("sb.storage.from_('avatars').update('path', b'')"), "");
    const std::string ibis = "import ibis\ncon = ibis.connect('x')\ncon.table('nothing').select('a').execute()\n";
    EXPECT_EQ(test::describe(test::analyse(ibis, schema()), ibis), "");
    const std::string rich = "from rich.console import Console\ndef f(ui):\n    ui.table('nothing').add_column('x')\n";
    EXPECT_EQ(test::describe(test::analyse(rich, schema()), rich), "");
}

TEST(Queries, ClientsFromElsewhereAreKnownByShape) {
    const std::string python = "def f(db):\n    return db.table('users').select('nmae').eq('id', 1).execute()\n";
    EXPECT_EQ(test::describe(test::analyse(python, schema()), python),
              "2:38: error[unknown-column]: public.users has no column \"nmae\"\n");
    // A client made elsewhere may have been made for the schema where the table stands.
    const std::string other = "def f(supabase):\n    return supabase.table('invoices').select('x').execute()\n";
    EXPECT_EQ(test::describe(test::analyse(other, schema()), other), "");
}

TEST(Queries, StartAtWhatFunctionsGive) {
    const std::string head = "from supabase import create_client, Client\nsb = create_client('u', 'k')\n";
    const auto check_code = [&](const std::string& code) {
        const std::string python = head + code;
        return test::describe(test::analyse(python, test::catalog_from_sql("CREATE TABLE users (id bigint PRIMARY KEY);")),
                              python);
    };
    EXPECT_EQ(check_code("class Base:\n"
                         "    table_name = ''\n"
                         "    def __init__(self, client: Client):\n        self.client = client\n"
                         "    def t(self):\n        return self.client.table(self.table_name)\n"
                         "    def u(self):\n        return self.client.table('users')\n"
                         "    def own(self):\n        return self.u().select('nope').execute()\n"
                         "class Users(Base):\n"
                         "    table_name = 'users'\n"
                         "    def by(self):\n        return self.t().select('id, nope').eq('id', 1).execute()\n"),
              "12:33: error[unknown-column]: public.users has no column \"nope\"\n"
              "16:37: error[unknown-column]: public.users has no column \"nope\"\n");
    EXPECT_EQ(
        check_code("def table_of(name):\n    return sb.table(name)\n"
                   "def f():\n    table_of('users').select('nope').execute()\n    table_of('user').select('id').execute()\n"),
        "6:31: error[unknown-column]: public.users has no column \"nope\"\n"
        "7:15: error[unknown-table]: the database has no table or view \"user\"\n");
    EXPECT_EQ(check_code("def things():\n    return make()\ndef f():\n    things().select('nope').execute()\n"), "");
    EXPECT_EQ(check_code("def f(things):\n    things().select('nope').execute()\n"), "");
}

TEST(Queries, RealtimeNamesTablesAndColumns) {
    const auto check_changes = [](const std::string& arguments) {
        const std::string python = "def f(channel, id):\n    channel.on_postgres_changes(" + arguments + ").subscribe()\n";
        return test::describe(test::analyse(python, test::catalog_from_sql("CREATE TABLE users (id bigint PRIMARY KEY);")),
                              python);
    };
    EXPECT_EQ(check_changes("'INSERT', schema='public', table='users', filter='id=eq.1', callback=print"), "");
    EXPECT_EQ(check_changes("'*', print, table='user'"),
              "2:52: error[unknown-table]: the database has no table or view \"public.user\"\n");
    EXPECT_EQ(check_changes("'*', schema='public', table='users', filter=f'user_id=eq.{id}', callback=print"),
              "2:79: error[unknown-column]: public.users has no column \"user_id\"\n");
    EXPECT_EQ(check_changes("'*', schema='other', table='user'"), "") << "a schema that was not read";
    EXPECT_EQ(check_changes("'*', schema='*', table='user'"), "");
    EXPECT_EQ(check_changes("'*', print"), "");
}

}  // namespace
}  // namespace rowtype
