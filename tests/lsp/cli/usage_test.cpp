// rowtype usage: what code does with each column, and what is said of what no code uses.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <nlohmann/json.hpp>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class UsageTest : public EmptyProject {
protected:
    UsageTest() {
        folder_.write("supabase/migrations/1.sql",
                      "create table users (id bigint primary key, name text not null, nick text, mail text unique, score int);\n"
                      "create table orders (id bigint primary key, user_id bigint not null references users (id), state text,\n"
                      "  made_at timestamptz, note text);\n"
                      "create index orders_state_idx on orders (state, made_at);\n"
                      "create index orders_note_idx on orders (note);\n"
                      "create table ghosts (id bigint primary key);\n");
    }

    // "kind file:line:column" of each use of the column.
    std::vector<std::string> uses(const std::string& table, const std::string& column) {
        EXPECT_EQ(run({"usage", table, "--output-format", "json"}), kExitClean) << errors();
        const auto report = nlohmann::json::parse(out());
        std::vector<std::string> found;
        for (const auto& each : report["projects"][0]["tables"][0]["columns"]) {
            if (each["name"] != column) continue;
            for (const auto& use : each["uses"]) {
                found.push_back(use["kind"].get<std::string>() + " " + use["file"].get<std::string>() + ":" +
                                std::to_string(use["line"].get<int>()) + ":" + std::to_string(use["column"].get<int>()));
            }
        }
        return found;
    }
};

using Uses = std::vector<std::string>;

TEST_F(UsageTest, TellsWhatBuilderQueriesDoWithAColumn) {
    write_module("a.py",
                 "client.table('orders').select('id, state').eq('state', 'x').order('made_at').execute()\n"
                 "client.table('orders').update({'state': 'y'}).eq('id', 1).execute()\n"
                 "client.table('users').upsert({'id': 1, 'mail': 'm'}, on_conflict='mail').execute()\n");
    EXPECT_EQ(uses("orders", "state"), (Uses{"read a.py:3:36", "write a.py:4:33", "filter a.py:3:48"}));
    EXPECT_EQ(uses("orders", "made_at"), (Uses{"order a.py:3:68"}));
    EXPECT_EQ(uses("users", "mail"), (Uses{"write a.py:5:41", "conflict target a.py:5:67"}));
}

// One line a statement, not one for each of its columns.
TEST_F(UsageTest, WholeObjectsAreSaidOnce) {
    folder_.write("app.py",
                  "from sqlalchemy import Column, BigInteger, Text, select\nfrom sqlalchemy.orm import declarative_base\n"
                  "Base = declarative_base()\nclass User(Base):\n    __tablename__ = 'users'\n"
                  "    id = Column(BigInteger, primary_key=True)\n    name = Column(Text, nullable=False)\n"
                  "def load(session):\n    session.scalars(select(User).order_by(User.name))\n    return session.get(User, 1)\n");
    EXPECT_EQ(run({"usage", "users"}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("  name text\n    order           app.py:9:48\n    model           app.py:7:5\n"
                                 "    read            in 2 whole objects, see below\n"));
    EXPECT_THAT(out(),
                HasSubstr("  Whole objects of a mapped class, each column that it maps\n    app.py:9:28\n    app.py:10:24\n"));
    EXPECT_THAT(out(), Not(HasSubstr("read            app.py")));
}

TEST_F(UsageTest, AKeyOfARowIsARead) {
    write_module("a.py",
                 "def show():\n    rows = client.table('orders').select('*').execute().data\n    print(rows[0]['note'])\n");
    EXPECT_EQ(uses("orders", "note"), (Uses{"read a.py:5:20"}));
}

TEST_F(UsageTest, TellsWhatSqlDoesWithAColumn) {
    folder_.write(
        "b.py",
        "import psycopg\n"
        "conn = psycopg.connect('')\n"
        "conn.execute('SELECT o.state, count(*) FROM orders o JOIN users u ON u.id = o.user_id WHERE u.nick = %s "
        "GROUP BY o.state ORDER BY o.state', ('a',))\n"
        "conn.execute('INSERT INTO users (id, name) VALUES (1, %s) ON CONFLICT (id) DO UPDATE SET nick = users.name', ('a',))\n"
        "conn.execute('UPDATE orders SET state = note WHERE made_at < now()')\n"
        "conn.execute('DELETE FROM orders USING users WHERE users.id = orders.user_id AND users.score > 3')\n");
    EXPECT_EQ(uses("orders", "state"), (Uses{"read b.py:3:24", "write b.py:5:33", "order b.py:3:133", "group b.py:3:116"}));
    EXPECT_EQ(uses("orders", "user_id"), (Uses{"join b.py:3:79", "join b.py:6:70"}));
    EXPECT_EQ(uses("users", "nick"), (Uses{"write b.py:4:90", "filter b.py:3:95"}));
    EXPECT_EQ(uses("users", "id"), (Uses{"write b.py:4:34", "join b.py:3:72", "join b.py:6:58", "conflict target b.py:4:72"}));
    EXPECT_EQ(uses("orders", "note"), (Uses{"read b.py:5:41"}));
    EXPECT_EQ(uses("orders", "made_at"), (Uses{"filter b.py:5:52"}));
    EXPECT_EQ(uses("users", "score"), (Uses{"filter b.py:6:88"}));
}

TEST_F(UsageTest, WholeObjectsReadWhatTheClassMaps) {
    folder_.write("c.py",
                  "from sqlalchemy import ForeignKey, select\n"
                  "from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column\n"
                  "class Base(DeclarativeBase):\n    pass\n"
                  "class User(Base):\n    __tablename__ = 'users'\n"
                  "    id: Mapped[int] = mapped_column(primary_key=True)\n    name: Mapped[str]\n"
                  "class Order(Base):\n    __tablename__ = 'orders'\n"
                  "    id: Mapped[int] = mapped_column(primary_key=True)\n"
                  "    user_id: Mapped[int] = mapped_column(ForeignKey('users.id'))\n"
                  "def f(session, x):\n"
                  "    session.execute(select(User).where(User.id == x))\n"
                  "    session.get(User, x)\n"
                  "    session.query(User).all()\n"
                  "    session.add(User(name=x))\n");
    EXPECT_EQ(uses("users", "name"),
              (Uses{"read c.py:14:28", "read c.py:15:17", "read c.py:16:19", "write c.py:17:22", "model c.py:8:5"}));
    EXPECT_EQ(uses("users", "nick"), (Uses{}));
    const Uses keys = uses("users", "id");
    EXPECT_NE(std::ranges::find(keys, "join c.py:12:60"), keys.end());
}

TEST_F(UsageTest, SaysCarefullyWhatNoCodeUses) {
    write_module("a.py",
                 "client.table('orders').select('*').eq('state', 'x').execute()\n"
                 "client.table('orders').select(columns).execute()\n"
                 "client.table(name).select('id').execute()\n");
    EXPECT_EQ(run({"usage", "--unused"}), kExitClean) << errors();
    EXPECT_NE(out().find("public.ghosts\n  no query and no model names the table\n"), std::string::npos) << out();
    EXPECT_NE(out().find("no use seen of made_at, note\n"), std::string::npos) << out();
    EXPECT_NE(out().find("no filter, order or join needs orders_note_idx (note)\n"), std::string::npos) << out();
    EXPECT_NE(
        out().find("whole rows are read or written at 1 place; 1 query of it could not be told in whole; 1 query could not be "
                   "told at all\n"),
        std::string::npos)
        << out();
    EXPECT_EQ(out().find("user_id"), std::string::npos) << "a foreign key needs it: " << out();
}

TEST_F(UsageTest, NamesForeignKeysWithoutIndexAndWhatNoIndexServes) {
    write_module("a.py", "client.table('users').select('id').eq('nick', 'x').execute()\n");
    EXPECT_EQ(run({"usage"}), kExitClean) << errors();
    EXPECT_NE(out().find("a.py:3:40  no index of public.users serves this filter by \"nick\"\n"), std::string::npos) << out();
    EXPECT_NE(out().find("public.orders (user_id) to public.users\n"), std::string::npos) << out();
}

TEST_F(UsageTest, RefusesAnUnknownTable) {
    EXPECT_EQ(run({"usage", "ordres"}), kExitUsage);
    EXPECT_NE(errors().find("the schema has no table or view \"ordres\": did you mean \"orders\"?"), std::string::npos)
        << errors();
}

}  // namespace
}  // namespace rowtype::cli
