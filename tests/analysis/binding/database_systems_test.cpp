// SQL for other database systems beside SQL for PostgreSQL: what a call is made on, or handed, decides.
#include <gtest/gtest.h>

#include <string>

#include "tests/analysis/binding/model_project.h"

namespace rowtype {
namespace {

constexpr const char* kSchema = "CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL);";
constexpr const char* kImports =
    "import os\nimport duckdb, sqlite3, aiosqlite, pymysql, psycopg, asyncpg, databases\nimport pandas as pd\n"
    "from contextlib import closing\nfrom clickhouse_driver import Client\nfrom fastapi import Depends\n"
    "from sqlalchemy import create_engine, text, URL\nfrom sqlalchemy.engine import make_url\n"
    "from sqlalchemy.ext.asyncio import create_async_engine, async_sessionmaker\n"
    "from sqlalchemy.orm import Session, scoped_session, sessionmaker\n";

// A file beside others, and what is said of it.
struct Code {
    test::ModelProject project{kSchema};

    Code& with(const std::string& path, const std::string& text) {
        project.file(path, text);
        return *this;
    }
    std::string check(const std::string& code) {
        project.file("app/example.py", code);
        return project.check("app/example.py");
    }
    // "told" where the wrong column of $SQL is, "SELECT nmae FROM users"; else all findings.
    std::string told(std::string code) {
        const std::string sql = "\"SELECT nmae FROM users\"";
        for (std::size_t at = code.find("$SQL"); at != std::string::npos; at = code.find("$SQL", at)) code.replace(at, 4, sql);
        const std::string found = check(kImports + code);
        return found.find("unknown-column") != std::string::npos ? "told" : found;
    }
};

std::string told(const std::string& code) { return Code().told(code); }

TEST(DatabaseSystems, ConnectionsOfOtherDrivers) {
    EXPECT_EQ(told("con = sqlite3.connect('x')\ncon.execute($SQL)\n"), "");
    EXPECT_EQ(told("def f():\n    con = duckdb.connect()\n    return con.execute($SQL).fetchall()\n"), "");
    EXPECT_EQ(told("def f():\n    cur = pymysql.connect(host='h').cursor()\n    cur.execute($SQL)\n"), "");
    EXPECT_EQ(told("def f():\n    with closing(sqlite3.connect('x')) as con, con:\n        con.execute($SQL)\n"), "");
    EXPECT_EQ(told("async def f():\n    async with aiosqlite.connect('x') as db:\n        await db.execute($SQL)\n"), "");
    EXPECT_EQ(told("def f():\n    return Client('localhost').execute($SQL)\n"), "");
    EXPECT_EQ(told("def f(con: sqlite3.Connection):\n    con.execute($SQL)\n"), "");
    EXPECT_EQ(told("def f(con: 'duckdb.DuckDBPyConnection | None' = None):\n    con.execute($SQL)\n"), "");
    EXPECT_EQ(told("def f():\n    import sqlite3 as s\n    con = s.connect('x')\n    con.execute($SQL)\n"), "");
    EXPECT_EQ(told("def f(con: psycopg.Connection):\n    con.execute($SQL)\n"), "told");
    EXPECT_EQ(told("def f():\n    con = psycopg.connect('x')\n    con.execute($SQL)\n"), "told");
    EXPECT_EQ(told("async def f(pool: asyncpg.Pool):\n    await pool.fetch($SQL)\n"), "told");
    EXPECT_EQ(told("def f(con):\n    con.execute($SQL)\n"), "told");
    EXPECT_EQ(told("def f(local):\n    con = sqlite3.connect('x') if local else psycopg.connect('y')\n    con.execute($SQL)\n"),
              "told");
}

TEST(DatabaseSystems, SessionsOfDependenciesThatYieldThem) {
    const auto yielded = [](const std::string& url) {
        return told(
            "engine = create_engine('" + url +
            "')\nSessionLocal = sessionmaker(bind=engine)\ndef get_db():\n    db = SessionLocal()\n    try:\n        yield db\n"
            "    finally:\n        db.close()\ndef f(db: Session = Depends(get_db)):\n    db.execute(text($SQL))\n");
    };
    EXPECT_EQ(yielded("mysql://h/d"), "");
    EXPECT_EQ(yielded("postgresql://h/d"), "told");
    EXPECT_EQ(told("engine = create_async_engine('mysql+aiomysql://h/d')\nmake = async_sessionmaker(engine)\n"
                   "async def get_db():\n    async with make() as session:\n        yield session\n"
                   "async def f(db = Depends(get_db)):\n    await db.execute(text($SQL))\n"),
              "");
}

TEST(DatabaseSystems, ConnectionsThatAnExpressionNames) {
    EXPECT_EQ(told("def f():\n    if (con := sqlite3.connect('x')):\n        con.execute($SQL)\n"), "");
    EXPECT_EQ(told("def f():\n    if (con := psycopg.connect('x')):\n        con.execute($SQL)\n"), "told");
    EXPECT_EQ(
        told("def f():\n    if (engine := create_engine('mysql://h/d')) is not None:\n        with engine.connect() as con:\n"
             "            con.execute(text($SQL))\n"),
        "");
}

TEST(DatabaseSystems, NamesOfAClassAreNoneOfItsMethods) {
    EXPECT_EQ(told("import sqlite3 as lite\nclass Store:\n    lite = None\n    def f(self):\n        con = lite.connect('x')\n"
                   "        con.execute($SQL)\n"),
              "");
}

TEST(DatabaseSystems, EnginesByTheirUrls) {
    const auto engine = [](const std::string& made, const std::string& before = "") {
        return told(before + "engine = " + made +
                    "\ndef f():\n    with engine.connect() as conn:\n        conn.execute(text($SQL))\n");
    };
    EXPECT_EQ(engine("create_engine('sqlite:///x.db')"), "");
    EXPECT_EQ(engine("create_engine('mysql+pymysql://u@h/d', pool_size=3)"), "");
    EXPECT_EQ(engine("create_engine(f'mysql+pymysql://{os.environ[\"U\"]}@h/d')"), "");
    EXPECT_EQ(engine("create_engine('mysql://%s@h' % os.environ['U'])"), "");
    EXPECT_EQ(engine("create_engine('mysql://{}@h'.format(os.environ['U']))"), "");
    EXPECT_EQ(engine("create_engine('oracle://' + os.environ['U'])"), "");
    EXPECT_EQ(engine("create_engine(LITE)", "LITE = 'sqlite://'\n"), "");
    EXPECT_EQ(engine("create_engine(URL.create('mssql+pyodbc', host='h'))"), "");
    EXPECT_EQ(engine("create_engine(make_url('sqlite://'))"), "");
    EXPECT_EQ(engine("create_engine(url)", "url = URL.create(drivername='mysql', host='h')\n"), "");
    EXPECT_EQ(engine("create_engine(os.environ['MYSQL_URL'])"), "");
    EXPECT_EQ(engine("create_engine(Config.URI)", "class Config:\n    URI = 'sqlite://'\n"), "");
    EXPECT_EQ(engine("create_engine('postgresql+psycopg://h/d')"), "told");
    EXPECT_EQ(engine("create_engine(os.environ['DATABASE_URL'])"), "told");
    EXPECT_EQ(engine("create_engine(os.getenv('DATABASE_URL', 'sqlite:///x.db'))"), "told");
    EXPECT_EQ(engine("create_engine(os.environ.get('DATABASE_URL') or 'sqlite://')"), "told");
    EXPECT_EQ(engine("create_engine('sqlite://' if TESTING else os.environ['URL'])"), "told");
    EXPECT_EQ(engine("create_engine(settings.url)",
                     "from pydantic_settings import BaseSettings\nclass Settings(BaseSettings):\n    url: str = 'sqlite://'\n"
                     "settings = Settings()\n"),
              "told")
        << "a default that the environment replaces";
}

TEST(DatabaseSystems, WhatIsBoundToAnEngine) {
    const auto after = [](const std::string& code) {
        EXPECT_NE(told("legacy = create_engine('postgresql://h/d')\n" + code), "") << code;
        return told("legacy = create_engine('mysql+pymysql://h/d')\n" + code);
    };
    EXPECT_EQ(after("with legacy.begin() as c:\n    c.execute(text($SQL))\n"), "");
    EXPECT_EQ(after("def f():\n    with Session(legacy) as s:\n        s.execute(text($SQL))\n"), "");
    EXPECT_EQ(after("Maker = sessionmaker(bind=legacy)\ndef f():\n    s = Maker()\n    s.execute(text($SQL))\n"), "");
    EXPECT_EQ(after("Maker = sessionmaker(legacy)\ndef f():\n    with Maker() as s:\n        s.execute(text($SQL))\n"), "");
    EXPECT_EQ(
        after("Maker = scoped_session(sessionmaker(autoflush=False, bind=legacy))\ndef f():\n    Maker.execute(text($SQL))\n"),
        "");
    EXPECT_EQ(after("def f():\n    query = text($SQL)\n    with legacy.connect() as c:\n        return c.execute(query)\n"), "");
    EXPECT_EQ(after("def f():\n    return pd.read_sql($SQL, legacy)\n"), "");
    EXPECT_EQ(after("def f():\n    return pd.read_sql_query(text($SQL), con=legacy.connect())\n"), "");
    EXPECT_EQ(told("legacy = create_engine('mysql://h/d')\ndef f():\n    return pd.read_sql_table('nowhere', con=legacy)\n"), "");
    EXPECT_EQ(
        after("def connection():\n    return legacy.connect()\ndef f():\n    c = connection()\n    c.execute(text($SQL))\n"), "");
    EXPECT_EQ(after("def f():\n    raw = legacy.raw_connection()\n    cur = raw.cursor()\n    cur.execute($SQL)\n"), "");
    EXPECT_EQ(
        after("def f():\n    c = None\n    c = legacy.connect()\n    c = c.execution_options(a=1)\n    c.execute(text($SQL))\n"),
        "");
    EXPECT_EQ(after("def f(engine):\n    return pd.read_sql($SQL, engine)\n"), "told");
    EXPECT_EQ(after("def f(engine):\n    with engine.connect() as c:\n        c.execute(text($SQL))\n"), "told");
    EXPECT_EQ(told("db = databases.Database('sqlite:///x')\nasync def f():\n    await db.fetch_all($SQL)\n"), "");
    EXPECT_EQ(told("db = databases.Database(query='x', url='mysql://h')\nasync def f():\n    await db.fetch_all($SQL)\n"), "");
    EXPECT_EQ(told("e = create_async_engine('sqlite+aiosqlite://')\nMaker = async_sessionmaker(e)\nasync def f():\n"
                   "    async with Maker() as s:\n        await s.execute(text($SQL))\n"),
              "");
}

// Each name may be twenty values, and each of these twenty others.
TEST(DatabaseSystems, AQuestionEnds) {
    std::string code;
    for (int level = 0; level < 12; ++level) {
        const std::string next = "n" + std::to_string(level + 1);
        code += "n" + std::to_string(level) + " = made(";
        for (int argument = 0; argument < 20; ++argument) code += next + ", ";
        code += ")\n";
    }
    EXPECT_EQ(told(code + "n0.execute($SQL)\n"), "told");
}

TEST(DatabaseSystems, AttributesOfObjects) {
    const std::string store = "class Store:\n    def __init__(self):\n        self.engine = create_engine('sqlite:///x')\n";
    EXPECT_EQ(told(store + "    def f(self):\n        with self.engine.connect() as c:\n            c.execute(text($SQL))\n"),
              "");
    EXPECT_EQ(told("class Store:\n    def __init__(self, path):\n        self.con = sqlite3.connect(path)\n        self.cur = "
                   "self.con.cursor()\n"
                   "    def f(self):\n        self.cur.execute($SQL)\n"),
              "");
    EXPECT_EQ(told("class Base:\n    def __init__(self, con: sqlite3.Connection):\n        self.con = con\n"
                   "class Store(Base):\n    def f(self):\n        self.con.execute($SQL)\n"),
              "");
    EXPECT_EQ(
        told(store + "def f():\n    store = Store()\n    with store.engine.connect() as c:\n        c.execute(text($SQL))\n"),
        "");
    EXPECT_EQ(told("class Store:\n    _con = None\n    @classmethod\n    def con(cls):\n        if cls._con is None:\n"
                   "            cls._con = sqlite3.connect('x')\n        return cls._con\n    def f(self):\n        "
                   "self.con().execute($SQL)\n"),
              "");
    EXPECT_EQ(told("engine = None\ndef start():\n    global engine\n    engine = create_engine('mysql://h')\n"
                   "def f():\n    with engine.connect() as c:\n        c.execute(text($SQL))\n"),
              "");
    EXPECT_EQ(told("class Store:\n    def __init__(self, dsn):\n        self.engine = create_engine(dsn)\n"
                   "    def f(self):\n        with self.engine.connect() as c:\n            c.execute(text($SQL))\n"),
              "told");
    EXPECT_EQ(told("class Runner:\n    def __init__(self, con):\n        self.con = con\n    def run(self, sql):\n"
                   "        return self.con.execute(sql)\n"
                   "def f():\n    Runner(sqlite3.connect('x')).run($SQL)\n"),
              "");
}

TEST(DatabaseSystems, EnginesOfOtherModules) {
    const auto check = [](const std::string& code) {
        return Code()
            .with("app/__init__.py", "")
            .with("app/config.py", "MYSQL = 'mysql+pymysql://h/d'\nMAIN = 'postgresql://h/d'\n")
            .with("app/legacy.py",
                  "from sqlalchemy import create_engine\nfrom sqlalchemy.orm import sessionmaker\nfrom app.config import MYSQL, "
                  "MAIN\n"
                  "old = create_engine(MYSQL)\nmain = create_engine(MAIN)\nOld = sessionmaker(bind=old)\n"
                  "class Store:\n    def __init__(self):\n        self.engine = create_engine(MYSQL)\n"
                  "    def run(self, sql):\n        with self.engine.connect() as c:\n            return c.execute(text(sql))\n"
                  "def get_old():\n    return Old()\n")
            .told(code);
    };
    EXPECT_EQ(check("from app.legacy import old\ndef f():\n    with old.connect() as c:\n        c.execute(text($SQL))\n"), "");
    EXPECT_EQ(check("from app import legacy\ndef f():\n    with legacy.old.connect() as c:\n        c.execute(text($SQL))\n"),
              "");
    EXPECT_EQ(check("def f():\n    from app.legacy import old\n    with old.connect() as c:\n        c.execute(text($SQL))\n"),
              "");
    EXPECT_EQ(check("from .legacy import Old\ndef f():\n    with Old() as s:\n        s.execute(text($SQL))\n"), "");
    EXPECT_EQ(check("from app.legacy import Store\ndef f():\n    Store().run($SQL)\n"), "");
    EXPECT_EQ(check("from app.legacy import get_old\ndef f(s: Session = Depends(get_old)):\n    s.execute(text($SQL))\n"), "");
    EXPECT_EQ(check("from app.legacy import main\ndef f():\n    with main.connect() as c:\n        c.execute(text($SQL))\n"),
              "told");
}

TEST(DatabaseSystems, NamesThatSayIt) {
    EXPECT_EQ(told("from app.elsewhere import mysql_engine\ndef f():\n    with mysql_engine.connect() as c:\n        "
                   "c.execute(text($SQL))\n"),
              "");
    EXPECT_EQ(told("from app.elsewhere import engines\ndef f():\n    with engines['clickhouse'].connect() as c:\n        "
                   "c.execute(text($SQL))\n"),
              "");
    EXPECT_EQ(told("from app.elsewhere import get_mysql_session\ndef f(s: Session = Depends(get_mysql_session)):\n    "
                   "s.execute(text($SQL))\n"),
              "");
    EXPECT_EQ(told("def f(con, clickhouse_rows):\n    con.execute($SQL, clickhouse_rows)\n"), "told");
}

TEST(DatabaseSystems, FilesOfOtherDrivers) {
    const auto beside = [](const std::string& import) {
        return Code().check(import + "\ndef f(con):\n    con.execute('SELECT nmae FROM users')\n");
    };
    for (const char* const driver :
         {"pymysql", "MySQLdb", "aiomysql", "asyncmy", "mysql.connector", "duckdb", "chdb", "cx_Oracle"}) {
        EXPECT_EQ(beside("import " + std::string(driver)), "") << driver;
    }
    EXPECT_NE(beside("import psycopg"), "");
    EXPECT_NE(beside("import os"), "");
}

}  // namespace
}  // namespace rowtype
