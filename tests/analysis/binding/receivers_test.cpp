// What a chain starts at: a client, somebody else's object, or something that may be either.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr const char* kSchema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);";
constexpr const char* kImports = "import supabase\nfrom supabase import Client, create_client\n";

class Receivers : public ::testing::Test {
protected:
    // The findings of a file that imports supabase, beside the files of the project.
    std::string check(const std::string& lines) {
        project_.file("app.py", kImports + lines + "\n");
        return project_.check("app.py");
    }
    void expect_query(const std::string& lines) { EXPECT_THAT(check(lines), HasSubstr("usrs")) << lines; }
    void expect_silence(const std::string& lines) { EXPECT_THAT(check(lines), IsEmpty()) << lines; }

    test::ModelProject project_{kSchema};
};

constexpr const char* kStore =
    "class Store:\n"
    "    def table(self, name):\n"
    "        return Page(name)\n";

TEST_F(Receivers, AnOwnClassIsNoClient) {
    const std::string store = kStore;
    expect_silence(store + "store = Store()\nstore.table('usrs').select('id').execute()");
    expect_silence(store + "def f():\n    store = Store()\n    store.table('usrs').select('id').execute()");
    expect_silence(store + "Store().table('usrs').select('id').execute()");
    expect_silence(store + "Store.table('usrs').select('id').execute()");
    expect_silence(store + "    def all(self):\n        return self.table('usrs').select('id').execute()");
    expect_silence(store + "class Big(Store):\n    pass\nstore = Big()\nstore.table('usrs').select('id').execute()");
    expect_silence(store +
                   "class Page2:\n    def __init__(self):\n        self.store = Store()\n"
                   "    def f(self):\n        self.store.table('usrs').select('id').execute()");
    expect_silence(store + "a = Store()\nb = a\nb.table('usrs').select('id').execute()");
    expect_silence(
        "class Query:\n    @classmethod\n    def from_(cls, name):\n        return cls()\n"
        "Query.from_('usrs').select('id')");
}

TEST_F(Receivers, AnnotationsSayWhoseItIs) {
    const std::string store = kStore;
    for (const char* type :
         {"Store", "'Store'", "Store | None", "Optional[Store]", "typing.Optional['Store']", "Annotated[Store, 1]"}) {
        const std::string text = "import typing\nfrom typing import Annotated, Optional\n" + store + "def f(store: " + type +
                                 "):\n    store.table('usrs').select('id').execute()";
        expect_silence(text);
    }
    expect_silence(store + "store: Store = make()\nstore.table('usrs').select('id').execute()");
    expect_silence(store +
                   "class Page2:\n    def __init__(self, store: Store):\n        self.store = store\n"
                   "    def f(self):\n        self.store.table('usrs').select('id').execute()");
    expect_silence(store +
                   "class Page2:\n    store: Store\n    def f(self):\n        self.store.table('usrs').select('id').execute()");
    expect_silence(store +
                   "class Page2:\n    store: Store\n"
                   "def f(page: Page2):\n    page.store.table('usrs').select('id').execute()");
    expect_silence(store + "Stores = Store\ndef f(store: Stores):\n    store.table('usrs').select('id').execute()");

    expect_query(store + "def f(db: Client):\n    db.table('usrs').select('id').execute()");
    expect_query(store + "def f(db: supabase.Client):\n    db.table('usrs').select('id').execute()");
    expect_query(store + "def f(db: Client | Store):\n    db.table('usrs').select('id').execute()");
    expect_query(store + "def f(db):\n    db.table('usrs').select('id').execute()");
    expect_query(store + "from typing import Any\ndef f(db: Any):\n    db.table('usrs').select('id').execute()");
    expect_query(
        "from typing import Annotated\nfrom fastapi import Depends\nDatabase = Annotated[Client, Depends(make)]\n"
        "def f(db: Database):\n    db.table('usrs').select('id').execute()");
    expect_query(
        "from typing import Protocol\nclass HasTables(Protocol):\n    def table(self, name): ...\n"
        "def f(db: HasTables):\n    db.table('usrs').select('id').execute()");
}

TEST_F(Receivers, OtherLibrariesAreTold) {
    expect_silence("import boto3\nboto3.resource('dynamodb').table('usrs').select('id').execute()");
    expect_silence("import boto3\ndb = boto3.resource('dynamodb')\ndb.table('usrs').select('id').execute()");
    expect_silence(
        "import boto3\ndef f():\n    session = boto3.Session()\n    db = session.resource('x')\n"
        "    db.table('usrs').select('id').execute()");
    expect_silence(
        "import boto3\nclass Page:\n    def __init__(self):\n        self.db = boto3.resource('dynamodb')\n"
        "    def f(self):\n        self.db.table('usrs').select('id').execute()");
    expect_silence("from pypika import Query\nQuery.from_('usrs').select('id')");
    expect_silence("from tinydb import TinyDB\ndef f(db: TinyDB):\n    db.table('usrs').update({'a': 1})");
    expect_silence("def f():\n    from pypika import Query\n    return Query.from_('usrs').select('id')");
    expect_query("from acme_database import db\ndb.table('usrs').select('id').execute()");
    expect_query("from flask import g\ng.db.table('usrs').select('id').execute()");
    expect_query("import streamlit as st\ndb = st.connection('supabase')\ndb.table('usrs').select('id').execute()");
}

TEST_F(Receivers, ClassesThatMayBeClientsStayQueries) {
    expect_query(
        "class Own(Client):\n    def table(self, name):\n        return super().table(name)\n"
        "db = Own('u', 'k')\ndb.table('usrs').select('id').execute()");
    expect_query("from elsewhere import Base\nclass Own(Base):\n    pass\ndb = Own()\ndb.table('usrs').select('id').execute()");
    expect_query(
        "class Lazy:\n    def __getattr__(self, name):\n        return getattr(make(), name)\n"
        "db = Lazy()\ndb.table('usrs').select('id').execute()");
    // A method that hands the name on is as good as the client's own.
    expect_query(
        "class Own:\n    def __init__(self):\n        self.client = create_client('u', 'k')\n"
        "    def table(self, name):\n        log(name)\n        return self.client.table(name)\n"
        "db = Own()\ndb.table('usrs').select('id').execute()");
    expect_silence(std::string(kStore) +
                   "class Own:\n    def __init__(self):\n        self.inner = Store()\n"
                   "    def table(self, name):\n        return self.inner.table(name)\n"
                   "db = Own()\ndb.table('usrs').select('id').execute()");
    expect_query("class Mixin:\n    def users(self):\n        return self.table('usrs').select('id').execute()");
    expect_query(
        "class Page:\n    def __init__(self):\n        self.db = None\n    def open(self):\n        self.db = create_client('u', "
        "'k')\n"
        "    def f(self):\n        self.db.table('usrs').select('id').execute()");
    expect_query(std::string(kStore) +
                 "def f(flag):\n    db = Store() if flag else create_client('u', 'k')\n"
                 "    db.table('usrs').select('id').execute()");
}

TEST_F(Receivers, ClassesOfOtherFilesAreFollowed) {
    project_.file("shop/stores.py", kStore);
    project_.file("shop/__init__.py", "from .stores import Store\nstore = Store()\n");
    project_.file("shop/client.py",
                  "from supabase import create_client\ndb = create_client('u', 'k')\nreader: 'Reader' = make()\n");
    expect_silence("from shop.stores import Store\nStore().table('usrs').select('id').execute()");
    expect_silence("import shop.stores\nstore = shop.stores.Store()\nstore.table('usrs').select('id').execute()");
    expect_silence("from shop import store\nstore.table('usrs').select('id').execute()");
    expect_silence(
        "from shop import Store\nclass Page:\n    def __init__(self, store: Store):\n        self.store = store\n"
        "    def f(self):\n        self.store.table('usrs').select('id').execute()");
    expect_query("from shop.client import db\ndb.table('usrs').select('id').execute()");
    expect_query("from shop.client import reader\nreader.table('usrs').select('id').execute()");
    expect_query("import shop.client as c\nc.db.table('usrs').select('id').execute()");
}

// A stand-in of a test takes every name.
TEST_F(Receivers, MocksAreNoClients) {
    const std::string mocks = "from unittest.mock import AsyncMock, MagicMock\nimport unittest.mock\n";
    expect_silence(mocks + "supabase_db = MagicMock()\nsupabase_db.table('usrs').select('id').execute()");
    expect_silence(mocks + "def f():\n    client = unittest.mock.AsyncMock()\n    client.table('usrs').select('id').execute()");
    expect_silence(mocks +
                   "def make():\n    client = MagicMock()\n    client.table.side_effect = str\n    return client\n"
                   "def test_f():\n    supabase = make()\n    supabase.table('usrs').select('id').execute()");
    expect_silence(mocks +
                   "def supabase_client():\n    return MagicMock()\n"
                   "def test_f(supabase_client):\n    supabase_client.table('usrs').select('id').execute()");
    expect_silence(std::string(kStore) +
                   "def make():\n    return Store()\n"
                   "def f():\n    supabase = make()\n    supabase.table('usrs').select('id').execute()");
    expect_query(mocks +
                 "def make(real):\n    if real:\n        return create_client('u', 'k')\n    return MagicMock()\n"
                 "def test_f():\n    supabase = make(1)\n    supabase.table('usrs').select('id').execute()");
}

TEST_F(Receivers, WhatIsCalledAStandInIsNoClient) {
    const std::string query = ".table('usrs').select('id').execute()";
    expect_silence("def test_f(mock_supabase):\n    mock_supabase" + query);
    expect_silence("@patch('app.create_client')\ndef test_f(mock_create):\n    client = mock_create.return_value\n    client" +
                   query);
    expect_silence("def test_f():\n    with patch('app.client') as mocked:\n        mocked.return_value" + query);
    expect_silence("def test_f(mocker):\n    supabase = mocker.MagicMock()\n    supabase" + query);
    expect_silence("class TestA:\n    def test_f(self):\n        self.fake_supabase" + query);
    expect_query("def test_f(supabase):\n    supabase" + query);
}

// Without an import of supabase the annotation, the maker or the shape has to say it.
TEST_F(Receivers, ShapeProvesNothingAgainstAnOwnClass) {
    project_.file("plain.py", std::string(kStore) + "def f(store: Store):\n    store.table('usrs').select('id').execute()\n");
    EXPECT_THAT(project_.check("plain.py"), IsEmpty());
    project_.file("deps.py", "from supabase import Client\n");
    project_.file("typed.py", "from deps import Client\ndef f(db: Client):\n    return db.table('usrs').select('id')\n");
    EXPECT_THAT(project_.check("typed.py"), HasSubstr("usrs"));
}

}  // namespace
}  // namespace rowtype
