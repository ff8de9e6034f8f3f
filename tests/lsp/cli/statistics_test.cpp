// check --statistics: what was seen and left, and why, in words and in the report.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class StatisticsOption : public CommandProject {
protected:
    StatisticsOption() {
        write_module("app/a.py",
                     "def load(table, columns):\n"
                     "    client.table(table).select('id').execute()\n"
                     "    client.table('users').select(columns).execute()\n"
                     "    client.table('users').select('id, name').execute()\n"
                     "    client.rpc(table, {}).execute()\n");
        folder_.write("app/b.py", "import sqlite3\ndef load(conn):\n    conn.execute('SELECT id FROM users')\n");
        folder_.write("app/c.py", "print('nothing of ours')\n");
    }
};

TEST_F(StatisticsOption, NamesEachReasonWithItsCount) {
    EXPECT_EQ(run({"check", "--statistics"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("Statistics:\n"
                                 "  files      3 seen, 2 analysed\n"
                                 "               1 not: they hold no query, SQL or model that could concern a schema\n"
                                 "  queries    4 seen, 2 checked, 1 of them in part\n"
                                 "               1 not: the table's name is not a constant\n"
                                 "               1 not: a call of a database function (rpc) whose name or client could not be "
                                 "told from the code, or that may exist "
                                 "all the same\n"
                                 "               1 in part: an argument that names columns, or a row that is written, is not a "
                                 "constant\n"
                                 "  SQL        1 seen, 1 left alone, 0 of the other 0 checked\n"
                                 "               1 left alone: it goes to another database system\n"
                                 "  models     0 seen, 0 checked\n"
                                 "  fields     0 seen, 0 checked\n"));
    EXPECT_THAT(out(), HasSubstr("1 not: the text that names them is not a constant\n"));
    EXPECT_EQ(run({"check"}), kExitClean);
    EXPECT_THAT(out(), Not(HasSubstr("Statistics:")));
}

// Each reason under its own name: a definition is no text that nobody knows.
TEST_F(StatisticsOption, TheSummarySaysWhySqlWasNotChecked) {
    folder_.write("app/d.py",
                  "import psycopg\ndef f(cur, text):\n    cur.execute(text)\n    cur.execute('CREATE INDEX ON users (name)')\n"
                  "    cur.execute('BEGIN')\n    cur.execute('DECLARE c CURSOR FOR SELECT id FROM users')\n");
    EXPECT_EQ(run({"check", "app/b.py", "app/d.py"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("and 1 SQL statement in 2 files"));
    EXPECT_THAT(
        out(),
        HasSubstr("1 SQL statement was not checked: the text is not known before the program runs.\n"
                  "1 SQL statement was not checked: it defines or changes the schema (CREATE, ALTER, DROP, GRANT …) and is not "
                  "held against it.\n"
                  "1 SQL statement was not checked: it goes to another database system.\n"));
    EXPECT_EQ(run({"check", "--statistics", "app/d.py"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("1 left alone: a command that holds no query (BEGIN, SET, CALL, VACUUM …)\n"));
}

// They stand among the columns: a statement that select() builds is no text that nobody knows.
TEST_F(StatisticsOption, StatementsThatAMapperBuildsAreNoTexts) {
    folder_.write("app/e.py",
                  "from sqlalchemy import Column, Integer, MetaData, Table, select\nusers = Table('users', MetaData(), "
                  "Column('id', Integer))\n"
                  "def f(session, text):\n    session.execute(select(users).limit(1))\n"
                  "    found = select(users)\n    session.execute(found)\n    session.execute(users.insert())\n"
                  "    more = select(users)\n    more = more.where(users.c.id == 1)\n    session.execute(more.limit(2))\n"
                  "    session.execute(text)\n");
    EXPECT_EQ(run({"check", "--statistics", "--exit-zero", "app/e.py"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("SQL        1 seen, 0 checked\n"));
}

TEST_F(StatisticsOption, StandInTheReportOnlyWhenAskedFor) {
    EXPECT_EQ(run({"check", "--statistics", "--output-format", "json"}), kExitClean);
    const auto statistics = nlohmann::json::parse(out())["statistics"];
    EXPECT_EQ(statistics["files"], (nlohmann::json{{"seen", 3}, {"analysed", 2}, {"not_analysed", 0}}));
    EXPECT_EQ(statistics["queries"]["seen"], 4);
    EXPECT_EQ(statistics["queries"]["left_alone"], 0);
    EXPECT_EQ(statistics["queries"]["checked"], 2);
    EXPECT_EQ(statistics["queries"]["checked_in_part"], 1);
    EXPECT_EQ(statistics["queries"]["in_part"], (nlohmann::json{{"columns-not-constant", 1}}));
    EXPECT_EQ(statistics["queries"]["not_checked"], (nlohmann::json{{"table-not-constant", 1}, {"function-call", 1}}));
    EXPECT_EQ(statistics["sql"]["not_checked"], (nlohmann::json{{"other-database", 1}}));
    EXPECT_EQ(statistics["sql"]["left_alone"], 1);
    EXPECT_EQ(run({"check", "--output-format", "json"}), kExitClean);
    EXPECT_FALSE(nlohmann::json::parse(out()).contains("statistics"));
}

}  // namespace
}  // namespace rowtype::cli
