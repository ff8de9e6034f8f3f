// Chains that start at what functions, methods and properties of other files give.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kSchema =
    "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text);"
    "CREATE TABLE orders (id bigint PRIMARY KEY, total numeric NOT NULL, note text);";

constexpr const char* kDatabase = R"(
from supabase import create_client, Client

client: Client = create_client("u", "k")

def orders():
    return client.table("orders")

def table(name):
    return client.table(name)

async def later():
    return client.table("orders")

def either(x):
    if x:
        return client.table("orders")
    return client.table("users")

class Gateway:
    def __init__(self, client: Client):
        self.client = client

    def orders(self):
        return self.client.table("orders")

    @property
    def query(self):
        return self.client.table("orders")

    @staticmethod
    def all():
        return client.table("orders")

    def filtered(self, column, value):
        return self.client.table("orders").select("id").eq(column, value)

    def add(self, row, returning="minimal"):
        return self.client.table("orders").insert(row, returning=returning)

def gateway() -> Gateway:
    return Gateway(client)

def fetch_all(table, columns="*"):
    return client.table(table).select(columns).execute().data

class Store:
    def __init__(self, client: Client):
        self.client = client

    def fetch_by(self, table: str, column: str, value):
        query = self.client.table(table).select("*").eq(column, value)
        query = query.limit(1)
        return query.execute().data

    def insert_row(self, table, data):
        return self.client.table(table).insert(data).execute()

    def insert_stamped(self, table, data):
        data["name"] = "now"
        return self.client.table(table).insert(data).execute()

    def select_from(self, table):
        return self.client.table(table)

    def get_bucket(self, name):
        return self.client.storage.from_(name).list()

class Repository:
    table_name: str

    def __init__(self, client: Client):
        self.client = client

    @property
    def table(self):
        return self.client.table(self.table_name)

    def query(self, columns="*"):
        return self.client.table(self.table_name).select(columns)

    def first(self, columns="*"):
        return self.query(columns)
)";

class MadeQueries : public ::testing::Test {
protected:
    void SetUp() override { project_.file("db.py", kDatabase); }
    // The findings of a file that imports all of db.py.
    std::string check(const std::string& lines) {
        project_.file("app.py",
                      "import db\nfrom db import Gateway, Repository, gateway, later, orders, table, either\n" + lines + "\n");
        return project_.check("app.py");
    }
    void expect_missing(const std::string& lines) {
        EXPECT_THAT(check(lines), HasSubstr("error[unknown-column]: public.orders has no column \"nope\"")) << lines;
    }
    void expect_silence(const std::string& lines) { EXPECT_THAT(check(lines), IsEmpty()) << lines; }

    test::ModelProject project_{kSchema};
};

TEST_F(MadeQueries, FunctionsOfOtherFiles) {
    expect_missing("orders().select('nope').execute()");
    expect_missing("db.orders().select('nope').execute()");
    expect_missing("def f():\n    from db import orders as rows\n    rows().select('nope').execute()");
    expect_missing("async def f():\n    await (await later()).select('nope').execute()");
    expect_missing("def f():\n    query = orders().select('id')\n    query = query.eq('nope', 1)\n    return query.execute()");
    expect_missing("def f():\n    rows = orders()\n    return rows.select('nope').execute()");
    expect_missing("def f():\n    return orders().select('id').eq('nope', 1)");
    expect_silence("orders().select('id, total').eq('note', 'x').execute()");
    EXPECT_THAT(check("table('user').select('id').execute()"), HasSubstr("no table or view \"user\""));
    EXPECT_THAT(check("NAME = 'users'\ndef f():\n    table(NAME).select('nope').execute()"),
                HasSubstr("public.users has no column"));
}

TEST_F(MadeQueries, MethodsAndPropertiesOfObjects) {
    expect_missing("def f(g: Gateway):\n    g.orders().select('nope').execute()");
    expect_missing("def f(g: 'Gateway | None' = None):\n    g.query.select('nope').execute()");
    expect_missing("Gateway.all().select('nope').execute()");
    expect_missing("Gateway(db.client).orders().select('nope').execute()");
    expect_missing("gateway().query.insert({'nope': 1}).execute()");
    expect_missing(
        "class Page:\n    def __init__(self, g: Gateway | None = None):\n        self.g = g or Gateway(db.client)\n"
        "    def f(self):\n        self.g.orders().select('nope').execute()");
    expect_missing("shared = Gateway(db.client)\ndef f():\n    shared.orders().update({'nope': 1}).eq('id', 1).execute()");
}

TEST_F(MadeQueries, FunctionsThatAreGivenATable) {
    const auto said = [&](const std::string& call) {
        return check("from db import Store, fetch_all\nstore = Store(db.client)\n\n\ndef f():\n    return " + call);
    };
    EXPECT_THAT(said("fetch_all('user')"), HasSubstr("no table or view \"user\""));
    EXPECT_THAT(said("fetch_all('orders', 'id, nope')"), HasSubstr("public.orders has no column \"nope\""));
    EXPECT_THAT(said("fetch_all(table='orders', columns='nope')"), HasSubstr("public.orders has no column \"nope\""));
    EXPECT_THAT(said("store.fetch_by('orders', 'nope', 1)"), HasSubstr("public.orders has no column \"nope\""));
    EXPECT_THAT(said("store.insert_row('orders', {'id': 1, 'nope': 2, 'total': 3})"),
                HasSubstr("public.orders has no column \"nope\""));
    EXPECT_THAT(said("store.insert_row('orders', {'id': 1})"), HasSubstr("needs \"total\""));
    EXPECT_THAT(said("store.insert_stamped('user', {'id': 1})"), HasSubstr("no table or view \"user\""));
    // Said once, where the query goes on.
    const std::string once = said("store.select_from('user').select('id').execute()");
    EXPECT_THAT(once, HasSubstr("no table or view \"user\""));
    EXPECT_EQ(once.find("no table"), once.rfind("no table")) << once;
    EXPECT_THAT(said("fetch_all('orders', 'id, total')"), IsEmpty());
    EXPECT_THAT(said("store.insert_stamped('users', {'id': 1})"), IsEmpty());
    EXPECT_THAT(said("store.get_bucket('avatars')"), IsEmpty());
    EXPECT_THAT(said("other.fetch_by('nowhere', 'nope', 1)"), IsEmpty());
}

TEST_F(MadeQueries, AFunctionsOwnCallsTakeWhatTheCallerGives) {
    expect_missing("def f(g: Gateway):\n    return g.filtered('nope', 1).order('id').execute()");
    expect_missing("def f(g: Gateway):\n    return g.filtered('id', 1).order('nope').execute()");
    EXPECT_THAT(check("def f(g: Gateway):\n    return g.add({'id': 1}).max_affected(1).execute()"),
                HasSubstr("missing-required-column"));
    expect_silence("def f(g: Gateway, c):\n    return g.filtered(c, 1).order('id').execute()");
    expect_silence("def f(g: Gateway):\n    return g.add({'id': 1, 'total': 2}).max_affected(1).execute()");
}

TEST_F(MadeQueries, BasesTakeTheTableOfTheClassThatIsUsed) {
    const std::string classes =
        "class Orders(Repository):\n    table_name = 'orders'\n"
        "    def a(self):\n        return self.table.select('COLUMN').execute()\n"
        "    def b(self):\n        return self.query('COLUMN').limit(1).execute()\n"
        "    def c(self):\n        return self.first('id').order('COLUMN').execute()\n"
        "class Users(Repository):\n    table_name = 'users'\n"
        "    def d(self):\n        return self.table.select('name').execute()\n"
        "def e():\n    return Orders(db.client).table.select('COLUMN').execute()\n";
    const auto with = [&](const std::string& column) {
        std::string text = classes;
        for (std::size_t at = text.find("COLUMN"); at != std::string::npos; at = text.find("COLUMN")) text.replace(at, 6, column);
        return check(text);
    };
    EXPECT_THAT(with("total"), IsEmpty());
    const std::string found = with("nope");
    for (const char* line : {"6:", "8:", "10:", "16:"}) EXPECT_THAT(found, HasSubstr(line));
    EXPECT_THAT(found, ::testing::Not(HasSubstr("public.users")));
}

// Which of the base's columns a class is asked for nobody knows; that its table is there, is certain.
TEST_F(MadeQueries, TablesThatClassesNameForTheirBases) {
    EXPECT_THAT(check("class Users(Repository):\n    table_name = 'usrs'\n"),
                HasSubstr("4:19: error[unknown-table]: the database has no table or view \"usrs\""));
    EXPECT_THAT(check("class Middle(Repository):\n    pass\nclass Users(Middle):\n    table_name: str = 'usrs'\n"),
                HasSubstr("6:24"));
    expect_silence("class Users(Repository):\n    table_name = 'users'\n");
    expect_silence("class Users(Repository):\n    label = 'usrs'\n");
    expect_silence("class Users(Other):\n    table_name = 'usrs'\n");
    expect_silence("class Users(Repository):\n    def __init__(self, name):\n        self.table_name = name\n");
}

TEST_F(MadeQueries, WhatIsNotCertainStaysSilent) {
    expect_silence("def f(x):\n    either(x).select('nope').execute()");
    expect_silence("def f(orders):\n    orders().select('nope').execute()");
    expect_silence("def f(x):\n    g = Gateway(1) if x else other()\n    g.orders().select('nope').execute()");
    expect_silence(
        "class Other:\n    def orders(self):\n        return self.things.page('orders')\ndef f(o: Other):\n    "
        "o.orders().select('nope').execute()");
    expect_silence("def f(r: Repository):\n    r.table.select('nope').execute()");
    expect_silence(
        "class Open(Repository):\n    def __init__(self, name):\n        self.table_name = name\n"
        "    def f(self):\n        self.table.select('nope').execute()");
}

}  // namespace
}  // namespace rowtype
