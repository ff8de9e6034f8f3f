// `model`: the rows of one query as a class, printed or written above it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class QueryModelProject : public EmptyProject {
protected:
    QueryModelProject() {
        folder_.write(
            "supabase/migrations/1.sql",
            "create table teams (id bigint primary key, title text not null);\n"
            "create table users (id bigint primary key, name text not null, nick text, age int, team_id bigint not null\n"
            "    references teams (id), extra jsonb, \"Odd Name\" text not null, joined date not null);\n"
            "create table orders (id bigint primary key, user_id bigint not null references users (id), total numeric not "
            "null);\n");
    }
    // The model of a select of users.
    std::string of_select(const std::string& arguments) {
        write_module("app.py", "rows = client.table('users').select(" + arguments + ").execute()\n");
        EXPECT_EQ(run({"model", "app.py:3"}), 0) << errors();
        return out();
    }
    std::string refused_select(const std::string& arguments) {
        write_module("app.py", "rows = client.table('users').select(" + arguments + ").execute()\n");
        EXPECT_EQ(run({"model", "app.py:3"}), 2) << out();
        return errors();
    }
    std::string of_sql(const std::string& sql) {
        folder_.write("app.py", "import psycopg\nconn = psycopg.connect()\nrows = conn.execute(\"" + sql + "\")\n");
        EXPECT_EQ(run({"model", "app.py:3"}), 0) << errors();
        return out();
    }
};

TEST_F(QueryModelProject, ColumnsOfASelect) {
    EXPECT_EQ(of_select("'id, who:name, nick'"),
              "from pydantic import BaseModel, ConfigDict\n\n\n"
              "class UsersRecord(BaseModel):\n"
              "    model_config = ConfigDict(from_attributes=True, populate_by_name=True)\n\n"
              "    id: int\n    who: str\n    nick: str | None = None\n");
}

TEST_F(QueryModelProject, RowsThatAreEmbedded) {
    const std::string text = of_select("'id, team:teams!inner(title), orders(total)'");
    EXPECT_THAT(text, HasSubstr("class UsersTeamRecord(BaseModel):"));
    EXPECT_THAT(text, HasSubstr("class UsersOrdersRecord(BaseModel):"));
    EXPECT_THAT(text, HasSubstr("    team: UsersTeamRecord\n"));
    EXPECT_THAT(text, HasSubstr("    orders: list[UsersOrdersRecord]\n"));
    EXPECT_THAT(of_select("'id, teams(title)'"), HasSubstr("    teams: UsersTeamsRecord | None = None\n"));
    EXPECT_THAT(of_select("'id, ...teams(title)'"), HasSubstr("    title: str | None = None\n"));
    EXPECT_THAT(of_select("'id, ...teams!inner(title)'"), HasSubstr("    title: str\n"));
    EXPECT_THAT(of_select("'id, orders(count)'"), HasSubstr("class UsersOrdersRecord(BaseModel):\n    model_config = ConfigDict("
                                                            "from_attributes=True, populate_by_name=True)\n\n    count: int\n"));
    EXPECT_THAT(of_select("'id, ...orders(totals:total)'"), HasSubstr("    totals: list[Decimal]\n"));
}

TEST_F(QueryModelProject, ExpressionsOfASelect) {
    const std::string text = of_select("'extra->a->>b, extra->c, age::text, \"Odd Name\"'");
    EXPECT_THAT(text, HasSubstr("    b: str | None = None\n"));
    EXPECT_THAT(text, HasSubstr("    age: str | None = None\n"));
    EXPECT_THAT(text, HasSubstr("alias=\"Odd Name\""));
    const std::string sums = of_select("'team_id, age.sum(), total:age.avg(), count()'");
    EXPECT_THAT(sums,
                HasSubstr("    team_id: int\n    sum: int | None = None\n    total: Decimal | None = None\n    count: int\n"));
}

TEST_F(QueryModelProject, WhatIsNotKnownGetsNoModel) {
    EXPECT_THAT(refused_select("'id, zip'"), HasSubstr("the query gets no model: public.users has no column \"zip\""));
    EXPECT_THAT(refused_select("'id, nothing(a)'"), HasSubstr("it is not known what \"nothing\" embeds"));
    EXPECT_THAT(refused_select("'id, ...orders(total.sum())'"), HasSubstr("PostgREST takes no aggregates in \"...orders\""));
    EXPECT_THAT(refused_select("columns_of_today()"), HasSubstr("its select is not constant"));
    EXPECT_THAT(refused_select("'id, nick:id, nick'"), HasSubstr("two of its keys are called \"nick\""));
    write_module("app.py", "print(client)\n");
    EXPECT_EQ(run({"model", "app.py:3"}), 2);
    EXPECT_THAT(errors(), HasSubstr("no query that gives rows stands there"));
    EXPECT_EQ(run({"model", "app.py"}), 2);
    EXPECT_THAT(errors(), HasSubstr("a line is needed: FILE:LINE"));
}

TEST_F(QueryModelProject, ColumnsOfSql) {
    const std::string text = of_sql(
        "SELECT u.id, u.joined, o.total, count(*) AS n, lower(name) AS low FROM users u LEFT JOIN orders o ON o.user_id = u.id "
        "WHERE u.id = %s GROUP BY 1, 2, 3, 5");
    EXPECT_THAT(text, HasSubstr("    id: int\n    joined: date\n    total: Decimal | None = None\n    n: int\n    low: str"));
    EXPECT_THAT(of_sql("INSERT INTO users (id) VALUES (1) RETURNING id, nick"),
                HasSubstr("    id: int\n    nick: str | None = None\n"));
}

TEST_F(QueryModelProject, RowsOfFunctions) {
    folder_.write("supabase/migrations/2.sql",
                  "create function top_users(n int) returns table (id bigint, score numeric) language sql as 'select 1, 2';\n"
                  "create function old_users() returns setof users language sql as 'select * from users';\n"
                  "create function first_user() returns users language sql as 'select * from users limit 1';\n"
                  "create type pair as (low int, high int);\n"
                  "create function bounds() returns pair language sql as 'select 1, 2';\n"
                  "create function total() returns bigint language sql as 'select 1';\n"
                  "create function names() returns setof text language sql as 'select name from users';\n"
                  "create function report() returns jsonb language sql as 'select null';\n"
                  "create function reset() returns void language sql as '';\n"
                  "create function over(a int) returns users language sql as 'select * from users limit 1';\n"
                  "create function over(a int, b int) returns pair language sql as 'select 1, 2';\n");
    const auto of_call = [this](const std::string& call, int code = 0) {
        write_module("app.py", "rows = client." + call + ".execute()\n");
        EXPECT_EQ(run({"model", "app.py:3"}), code) << errors();
        return code == 0 ? out() : errors();
    };
    EXPECT_THAT(of_call("rpc('top_users', {'n': 3})"),
                HasSubstr("class TopUsersRecord(BaseModel):\n    model_config = ConfigDict(from_attributes=True, "
                          "populate_by_name=True)\n\n    id: int | None = None\n    score: Decimal | None = None\n"));
    const std::string whole = of_call("rpc('old_users')");
    EXPECT_THAT(whole, HasSubstr("class UsersRecord(BaseModel):"));
    EXPECT_THAT(whole, HasSubstr("    name: str\n    nick: str | None = None\n"));
    EXPECT_THAT(of_call("rpc('old_users').select('id, teams!inner(title)')"), HasSubstr("    teams: UsersTeamsRecord\n"));
    // Where it finds none, PostgREST answers with an object of nulls.
    EXPECT_THAT(of_call("rpc('first_user').select('name')"), HasSubstr("    name: str | None = None\n"));
    EXPECT_THAT(of_call("rpc('bounds')"), HasSubstr("    low: int | None = None\n    high: int | None = None\n"));
    EXPECT_THAT(of_call("rpc('total')", 2), HasSubstr("\"total\" gives one value of bigint, no rows"));
    EXPECT_THAT(of_call("rpc('names')", 2), HasSubstr("\"names\" gives values of text, no rows"));
    EXPECT_THAT(of_call("rpc('report')", 2), HasSubstr("\"report\" gives jsonb, whose keys the database does not know"));
    EXPECT_THAT(of_call("rpc('reset')", 2), HasSubstr("\"reset\" gives nothing"));
    EXPECT_THAT(of_call("rpc('over', {'a': 1})", 2), HasSubstr("several functions are called \"over\""));
    EXPECT_THAT(of_call("rpc('nowhere')", 2), HasSubstr("its function is not known"));
    EXPECT_THAT(of_call("rpc('top_users', {'n': 1}).select('id, score.sum()')", 2),
                HasSubstr("the types of expressions over a function's own columns are not known"));
}

TEST_F(QueryModelProject, SqlOfTheProjectsOwnLayer) {
    folder_.write(
        "rowtype.toml",
        "[[calls]]\ncall = \"db.run\"\nsql = 0\n\n[[calls]]\ncall = \"*.ask\"\nsql = \"query\"\nplaceholders = \"qmark\"\n");
    const auto of_line = [this](const std::string& line) {
        folder_.write("app.py", "from layer import db\n" + line + "\n");
        EXPECT_EQ(run({"model", "app.py:2"}), 0) << errors();
        return out();
    };
    EXPECT_THAT(of_line("rows = db.run('SELECT id, nick FROM users WHERE id = %s', 1)"),
                HasSubstr("class UsersRecord(BaseModel):\n    model_config = ConfigDict(from_attributes=True, "
                          "populate_by_name=True)\n\n    id: int\n    nick: str | None = None\n"));
    EXPECT_THAT(of_line("rows = db.run('SELECT joined FROM users WHERE id = :id', id=1)"), HasSubstr("    joined: date\n"));
    EXPECT_THAT(of_line("rows = self.pool.ask(query='SELECT joined FROM users WHERE id = ?')"), HasSubstr("    joined: date\n"));
    // A function that hands its text on to a driver.
    folder_.write("app.py",
                  "import psycopg\nconn = psycopg.connect()\n\n\ndef run(sql, *values):\n    return conn.execute(sql, "
                  "values)\n\n\nrows = run('SELECT joined FROM users WHERE id = %s', 1)\n");
    EXPECT_EQ(run({"model", "app.py:9"}), 0) << errors();
    EXPECT_THAT(out(), HasSubstr("    joined: date\n"));
}

TEST_F(QueryModelProject, OtherStyles) {
    write_module("app.py", "rows = client.table('users').select('id, nick, \"Odd Name\"').execute()\n");
    EXPECT_EQ(run({"model", "app.py:3", "--style", "typeddict", "--name", "Person"}), 0);
    EXPECT_THAT(out(), HasSubstr("Person = TypedDict("));
    EXPECT_THAT(out(), HasSubstr("\"Odd Name\": str"));
    EXPECT_EQ(run({"model", "app.py:3", "--style", "dataclass"}), 0);
    EXPECT_THAT(out(), HasSubstr("@dataclass\nclass UsersRecord:\n"));
    // Classes that stand for tables are none for queries.
    folder_.write("rowtype.toml", "[generate]\nstyle = \"sqlalchemy\"\nsingular = true\n");
    EXPECT_EQ(run({"model", "app.py:3"}), 0);
    EXPECT_THAT(out(), HasSubstr("class UserRecord(BaseModel):"));
}

TEST_F(QueryModelProject, WrittenAboveTheFunctionOnce) {
    folder_.write("app.py",
                  "\"\"\"Rows.\"\"\"\nfrom supabase import create_client\n\nclient = create_client('http://x', 'key')\n\n\n"
                  "# What people have.\ndef rows():\n    return client.table('users').select('id, joined').execute()\n");
    EXPECT_EQ(run({"model", "app.py:9", "--write"}), 0) << errors();
    EXPECT_EQ(folder_.read("app.py"),
              "\"\"\"Rows.\"\"\"\nfrom datetime import date\n\nfrom pydantic import BaseModel, ConfigDict\nfrom supabase import "
              "create_client\n\n"
              "client = create_client('http://x', 'key')\n\n\n"
              "class UsersRecord(BaseModel):\n    model_config = ConfigDict(from_attributes=True, populate_by_name=True)\n\n"
              "    id: int\n    joined: date\n\n\n"
              "# What people have.\ndef rows():\n    return client.table('users').select('id, joined').execute()\n");
    EXPECT_EQ(run({"check"}), 0) << out();
    EXPECT_EQ(run({"undo"}), 0);
    EXPECT_THAT(folder_.read("app.py"), Not(HasSubstr("UsersRecord")));
}

TEST_F(QueryModelProject, NamesThatTheFileHasAreLeftToIt) {
    folder_.write(
        "app.py",
        "from supabase import create_client\n\nclient = create_client('http://x', 'key')\n\n\nclass UsersRecord:\n    pass\n\n\n"
        "rows = client.table('users').select('id').execute()\n");
    EXPECT_EQ(run({"model", "app.py:10"}), 0);
    EXPECT_THAT(out(), HasSubstr("class UsersRecord2(BaseModel):"));
    // A variable of the file is no reason to call a field otherwise.
    write_module("app.py", "nick = 1\nrows = client.table('users').select('nick').execute()\n");
    EXPECT_EQ(run({"model", "app.py:4"}), 0);
    EXPECT_THAT(out(), HasSubstr("    nick: str | None = None\n"));
    folder_.write("app.py",
                  "from supabase import create_client\n\nBaseModel = 1\nclient = create_client('http://x', 'key')\n"
                  "rows = client.table('users').select('id').execute()\n");
    EXPECT_EQ(run({"model", "app.py:5", "--write"}), 2);
    EXPECT_THAT(errors(), HasSubstr("a name that it needs means something else in this file"));
}

}  // namespace
}  // namespace rowtype::cli
