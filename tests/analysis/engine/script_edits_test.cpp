// A module's own code after edits: what is said of rows that its statements share is what a fresh look at the text says.
#include <gtest/gtest.h>

#include <algorithm>
#include <functional>
#include <random>
#include <string>
#include <vector>

#include "analysis/binding/mute.h"
#include "analysis/engine/engine.h"
#include "analysis/facts/script.h"
#include "tests/analysis/engine/described.h"
#include "tests/support/analysis.h"

namespace rowtype {
namespace {

// A script, statement by statement: what an edit makes of it, a fresh look makes of it, too.
class ScriptEdits : public ::testing::Test {
protected:
    std::string say() {
        engine::FileEngine fresh(file_.identity(), file_.text());
        const std::string said = test::described(file_.analyse(environment_), file_.text());
        EXPECT_EQ(said, test::described(fresh.analyse(environment_), file_.text())) << file_.text();
        return test::describe(fresh.analyse(environment_), file_.text());
    }
    void insert_before(const std::string& what, const std::string& text) {
        const auto place = static_cast<std::uint32_t>(file_.text().find(what));
        file_.apply({{{place, place}, text}});
    }
    void remove(const std::string& text) {
        const auto place = static_cast<std::uint32_t>(file_.text().find(text));
        file_.apply({{{place, place + static_cast<std::uint32_t>(text.size())}, ""}});
    }

    const Settings settings_;
    const engine::Environment environment_{test::shop_schema(), &settings_, nullptr};
    engine::FileEngine file_{{"a.py", "a", false},
                             "from supabase import create_client\nclient = create_client(\"u\", \"k\")\n"
                             "row = {\"id\": 1}\nclient.table(\"orders\").update(row).execute()\n# the end\n"};
};

TEST_F(ScriptEdits, RowsOfSeveralStatements) {
    EXPECT_EQ(say(), "");
    insert_before("client.table", "row[\"nope\"] = 1\n");
    EXPECT_EQ(say(), "4:6: error[unknown-column]: public.orders has no column \"nope\"\n");
    insert_before("client.table", "del row[\"nope\"]\n");
    EXPECT_EQ(say(), "");
    remove("del row[\"nope\"]\n");
    EXPECT_NE(say(), "");
    // Behind the call it is no matter.
    remove("row[\"nope\"] = 1\n");
    insert_before("# the end", "row[\"nope\"] = 1\n");
    EXPECT_EQ(say(), "");
    // Before the row is made neither.
    remove("row[\"nope\"] = 1\n");
    insert_before("row = {", "row[\"nope\"] = 1\n");
    EXPECT_EQ(say(), "");
    insert_before("client.table", "def later():\n    row.clear()\n    client.table(\"orders\").select(\"id\").execute()\n\n\n");
    insert_before("def later", "row[\"nope\"] = 1\n");
    EXPECT_EQ(say(), "");
    remove("    row.clear()\n");
    EXPECT_NE(say(), "");
}

TEST_F(ScriptEdits, StatementsThatComeBeforeOthers) {
    insert_before("row = {", "table = \"orders\"\n");
    insert_before("# the end", "client.table(table).select(\"id\").execute()\n");
    insert_before("# the end", "table = \"nowhere\"\n");
    EXPECT_EQ(say(), "");
    // Moved by two edits: the statement between the two places stays as it is.
    file_.apply(
        {{{static_cast<std::uint32_t>(file_.text().find("table = \"nowhere\"")),
           static_cast<std::uint32_t>(file_.text().find("# the end"))},
          ""},
         {{static_cast<std::uint32_t>(file_.text().find("row = {")), static_cast<std::uint32_t>(file_.text().find("row = {"))},
          "table = \"nowhere\"\n"}});
    EXPECT_NE(say().find("nowhere"), std::string::npos);
}

// Neither of them is the one that asks.
TEST_F(ScriptEdits, AStatementThatIsFollowedMovesPastAnother) {
    insert_before("# the end", "name = \"orders\"\ntable = name\nname = \"nowhere\"\n");
    insert_before("# the end", "import os\nimport sys\nclient.table(table).select(\"id\").execute()\n");
    EXPECT_EQ(say(), "");
    const std::string moved = "table = name\n";
    const auto from = static_cast<std::uint32_t>(file_.text().find(moved));
    const auto to = static_cast<std::uint32_t>(file_.text().find("import os"));
    file_.apply({{{to, to}, moved}, {{from, from + static_cast<std::uint32_t>(moved.size())}, ""}});
    EXPECT_NE(say(), "");
}

TEST_F(ScriptEdits, NamesThatFunctionsHaveForThemselves) {
    insert_before("# the end", "rows = client.table(\"orders\").select(\"id\").execute().data\n");
    insert_before("# the end", "def f():\n    rows = 0\n    rows.clear()\n\n\n");
    insert_before("# the end", "print(rows[0][\"nope\"])\n");
    EXPECT_NE(say(), "");
    // As long as before, and nothing that facts of the function would tell.
    const auto place = static_cast<std::uint32_t>(file_.text().find("rows = 0"));
    file_.apply({{{place, place + 4}, "rowz"}});
    EXPECT_EQ(say(), "");
    file_.apply({{{place, place + 4}, "rows"}});
    EXPECT_NE(say(), "");
}

TEST_F(ScriptEdits, WhatMakesTheRowsOfACursor) {
    const std::string factory = "conn.row_factory = dict_row\n";
    insert_before("row = {", "import psycopg\nfrom psycopg.rows import dict_row\nconn = psycopg.connect(\"\")\n");
    insert_before("row = {", factory + "cur = conn.cursor()\ncur.execute(\"SELECT id FROM orders\")\n");
    insert_before("# the end", "print(cur.fetchone()[\"nope\"])\n");
    EXPECT_NE(say(), "");
    const auto move = [&](const std::string& before) {
        const auto from = static_cast<std::uint32_t>(file_.text().find(factory));
        const auto size = static_cast<std::uint32_t>(factory.size());
        const auto to = static_cast<std::uint32_t>(file_.text().find(before));
        const engine::Edit removal{{from, from + size}, ""};
        const engine::Edit insertion{{to, to}, factory};
        file_.apply(from < to ? std::vector{insertion, removal} : std::vector{removal, insertion});
    };
    move("cur.execute(");
    EXPECT_EQ(say(), "");
    move("cur = ");
    EXPECT_NE(say(), "");
    move("# the end");
    EXPECT_EQ(say(), "");
}

// Of no statement that asks for the script, since no name of it holds rows.
TEST_F(ScriptEdits, TheOrderOfTwoOthersThatMakeTheRows) {
    const std::string factory = "pool.row_factory = dict_row\n";
    const std::string head =
        "from psycopg_pool import ConnectionPool\nfrom psycopg.rows import dict_row\npool = ConnectionPool(\"\")\n";
    file_.replace(head + "conn = pool.getconn()\n" + factory + "import os\nimport sys\n" +
                  "for one, two in conn.execute(\"SELECT id FROM orders\"):\n    print(one)\n");
    EXPECT_NE(say(), "");
    const auto before = static_cast<std::uint32_t>(head.size());
    const auto from = static_cast<std::uint32_t>(file_.text().find(factory));
    file_.apply({{{from, from + static_cast<std::uint32_t>(factory.size())}, ""}, {{before, before}, factory}});
    EXPECT_EQ(say(), "");
}

TEST_F(ScriptEdits, StatementsThatAskForNoRowsAreNotCheckedAgain) {
    std::string inserts = "import psycopg\nconn = psycopg.connect(\"\")\ncur = conn.cursor()\n";
    for (int number = 0; number < 50; ++number)
        inserts += "cur.execute(\"INSERT INTO users (id, name) VALUES (" + std::to_string(number) + ", 'a')\")\n";
    file_.replace(inserts);
    EXPECT_EQ(say(), "");
    const auto place = static_cast<std::uint32_t>(file_.text().find("30, 'a'"));
    file_.apply({{{place, place + 1}, "4"}});
    EXPECT_EQ(say(), "");
    EXPECT_EQ(file_.checked_anew(), 1U);
    // One that asks is checked again with every edit before it, and the others are not.
    insert_before("cur.execute(\"INSERT INTO users (id, name) VALUES (20", "cur.execute(\"SELECT id FROM users\")\n");
    insert_before("cur.execute(\"INSERT INTO users (id, name) VALUES (20", "one, two = cur.fetchone()\n");
    EXPECT_NE(say(), "");
    file_.apply({{{0, 0}, "import os\n"}});
    EXPECT_NE(say(), "");
    const auto moved = static_cast<std::uint32_t>(file_.text().find("10, 'a'"));
    file_.apply({{{moved, moved + 1}, "4"}});
    EXPECT_NE(say(), "");
    EXPECT_EQ(file_.checked_anew(), 2U);
}

TEST_F(ScriptEdits, ALongerScriptThanIsFollowed) {
    const std::string more = "cur.execute(\"SELECT id FROM users\")\n";
    std::string text = "import psycopg\nconn = psycopg.connect(\"\")\ncur = conn.cursor()\n";
    for (std::size_t count = 2; count < facts::kLongestScript; ++count) text += more;
    file_.replace(text + "print(cur.fetchone()[1])\n");
    EXPECT_NE(say(), "");
    insert_before("print", more);
    EXPECT_EQ(say(), "");
    remove(more);
    EXPECT_NE(say(), "");
}

// What a statement needs no other for, is told in the longest script; what it has from others is not.
TEST_F(ScriptEdits, StatementsThatStandAloneInALongScript) {
    std::string text =
        "import psycopg\nfrom psycopg.rows import dict_row\n"
        "conn = psycopg.connect(\"\", row_factory=dict_row)\ncur = conn.cursor()\nrow = cur.fetchone()\nheld = cur.fetchone()\n";
    for (std::size_t count = 0; count < facts::kLongestScript; ++count) text += "cur.execute(\"SELECT id FROM users\")\n";
    const std::string direct = "print(conn.execute(\"SELECT id FROM users\").fetchone()[\"nope\"])\n";
    const std::string loop = "for row in conn.execute(\"SELECT id FROM users\"):\n    print(row[\"nope\"])\n";
    const auto findings = [&](const std::string& asked) {
        file_.replace(text + asked);
        return file_.analyse(environment_).findings.size();
    };
    EXPECT_EQ(findings(direct), 1U);
    EXPECT_EQ(findings(loop), 1U);
    EXPECT_EQ(findings("if load():\n    row = conn.execute(\"SELECT id FROM users\").fetchone()\n    print(row[\"nope\"])\n"),
              1U);
    EXPECT_EQ(findings("while load():\n    cur.execute(\"SELECT id FROM users\")\n    print(cur.fetchone()[\"nope\"])\n"), 1U);
    // What others gave may be there as well.
    EXPECT_EQ(findings("print(cur.fetchone()[\"nope\"], row[\"nope\"])\n"), 0U);
    EXPECT_EQ(findings("for each in load():\n    if each:\n        row = conn.execute(\"SELECT id FROM users\").fetchone()\n"
                       "    print(row[\"nope\"])\n"),
              0U);
    EXPECT_EQ(findings("while load():\n    if load():\n        cur.execute(\"SELECT id FROM users\")\n"
                       "    print(cur.fetchone()[\"nope\"])\n"),
              0U);
    EXPECT_EQ(findings("if load() and (held := conn.execute(\"SELECT id FROM users\").fetchone()):\n    pass\n"
                       "elif load():\n    print(held[\"nope\"])\n"),
              0U);
    // And what functions do with the name, or the statement itself with the row.
    EXPECT_EQ(findings("def change():\n    row[\"nope\"] = 1\n\n\n" + loop), 0U);
    EXPECT_EQ(findings("for row in conn.execute(\"SELECT id FROM users\"):\n    row[\"nope\"] = 1\n    print(row[\"nope\"])\n"),
              0U);
    file_.replace(text + loop);
    EXPECT_NE(say(), "");
    insert_before("for row", "def change():\n    row[\"nope\"] = 1\n\n\n");
    EXPECT_EQ(say(), "");
}

// Loops that all go over the same rows, and change them.
std::string loops(std::size_t count, const std::string& asked) {
    std::string text =
        "import psycopg\nfrom psycopg.rows import dict_row\nconn = psycopg.connect(\"\", row_factory=dict_row)\n"
        "cur = conn.cursor()\nrows = cur.execute(\"SELECT id, name FROM users\").fetchall()\n";
    for (std::size_t number = 0; number < count; ++number)
        text += "for row in rows:\n    row[\"full\"] = 1\n    use(row)\n    print(row[\"full\"], row[\"name\"])\n";
    return text + "for row in conn.execute(\"SELECT id, name FROM users\"):\n    print(row[\"" + asked + "\"])\n";
}

TEST_F(ScriptEdits, ManyLoopsOverTheSameRows) {
    constexpr std::size_t kCount = 400;
    file_.replace(loops(kCount, "nope"));
    EXPECT_NE(say(), "");
    const auto muted = [&] {
        return file_.analyse(environment_).statistics.muted[static_cast<std::size_t>(binding::Mute::RowOfLongScript)];
    };
    EXPECT_EQ(muted(), 0U);
    // Each of the loops asks for the rows, and sees the change; so does the one over others, which calls them by the same name.
    const auto place = static_cast<std::uint32_t>(file_.text().find("full"));
    file_.apply({{{place, place + 4}, "FULL"}});
    EXPECT_NE(say(), "");
    EXPECT_EQ(file_.checked_anew(), kCount + 1);
    EXPECT_EQ(muted(), 0U);
}

// What is asked of rows that nothing changes is held against all that is changed: of many questions and changes that is too much.
TEST_F(ScriptEdits, MoreQuestionsAndChangesThanAreFollowed) {
    const auto script = [](std::size_t count) {
        std::string text = loops(count, "nope");
        for (std::size_t number = 0; number < count; ++number) text += "print(rows_of[0][\"nope\"])\n";
        const std::string query = "rows_of = cur.execute(\"SELECT id FROM users\").fetchall()\n";
        return text.insert(text.find("for row"), query);
    };
    const auto muted = [&](const std::string& text) {
        file_.replace(text);
        return file_.analyse(environment_).statistics.muted[static_cast<std::size_t>(binding::Mute::RowOfLongScript)];
    };
    EXPECT_EQ(muted(script(20)), 0U);
    EXPECT_NE(say(), "");
    EXPECT_EQ(muted(script(490)), 2 * 490U) << "each asks for an element, and for a key of it";
}

// However many they are, they are no part of the flow.
TEST_F(ScriptEdits, FunctionsThatHaveTheNamesForThemselves) {
    std::string text = "import psycopg\nconn = psycopg.connect(\"\")\ncur = conn.cursor()\n";
    for (std::size_t count = 0; count < facts::kLongestScript; ++count)
        text += "def f" + std::to_string(count) + "():\n    row = 0\n    return row\n\n\n";
    file_.replace(text + "cur.execute(\"SELECT id FROM users\")\nrow = cur.fetchone()\nprint(row[1])\n");
    EXPECT_NE(say(), "");
    const auto place = static_cast<std::uint32_t>(file_.text().find("row = 0"));
    file_.apply({{{place + 6, place + 7}, "1"}});
    EXPECT_NE(say(), "");
    EXPECT_EQ(file_.checked_anew(), 1U);
}

TEST_F(ScriptEdits, QueriesOfSeveralStatements) {
    insert_before("# the end",
                  "query = client.table(\"orders\")\nquery = query.select(\"id\")\nquery.eq(\"nope\", 1).execute()\n");
    EXPECT_EQ(say(), "7:11: error[unknown-column]: public.orders has no column \"nope\"\n");
    const auto place = static_cast<std::uint32_t>(file_.text().find("\"orders\")\nquery"));
    file_.apply({{{place, place + 8}, "\"nowhere\""}});
    EXPECT_EQ(say(), "5:23: error[unknown-table]: the database has no table or view \"nowhere\"\n");
    file_.apply({{{place, place + 9}, "\"products\""}});
    EXPECT_EQ(say(), "7:11: error[unknown-column]: public.products has no column \"nope\"\n");
}

// What a script is made of: cursors, what is executed on them, what is asked of their rows, and what makes any of that unknown.
const std::vector<std::string>& script_parts() {
    static const std::vector<std::string> kParts = {
        "conn = psycopg.connect(\"\")\n",
        "conn.row_factory = dict_row\n",
        "cur = conn.cursor()\n",
        "cur = conn.cursor(row_factory=dict_row)\n",
        "cur.row_factory = dict_row\n",
        "cur.execute(\"SELECT id, name FROM users\")\n",
        "cur.execute(\"SELECT id AS name FROM orders\")\n",
        "cur.execute(\"INSERT INTO users (id, name) VALUES (1, 'a')\")\n",
        "row = cur.fetchone()\n",
        "row = None\n",
        "rows = cur.fetchall()\n",
        "rows = [{\"nope\": 1}]\n",
        "row = rows[0]\n",
        "print(row[\"nope\"])\n",
        "print(row[\"id\"], row[\"email\"])\n",
        "row[\"nope\"] = 1\n",
        "one, two, three = cur.fetchone()\n",
        "for row in cur:\n    print(row[\"nope\"], row[4])\n",
        "while row:\n    cur.execute(\"SELECT title FROM posts\")\n    row = cur.fetchone()\n",
        "if row:\n    cur.execute(\"SELECT id FROM posts\")\n",
        "print(rows[0][\"nope\"])\n",
        "change(row)\n",
        "change(cur)\n",
        "def f():\n    row = 0\n    return row\n\n\n",
        "def g(row):\n    row[\"nope\"] = 1\n\n\n",
        "def h():\n    cur.execute(\"SELECT 1\")\n\n\n",
        "def i():\n    for row in load():\n        row[\"nope\"] = \"cur\"\n\n\n",
        "def j():\n    print([row for row in load()], \"FROM rows\")\n\n\n",
        "class Kept:\n    rows = 1\n\n    def f(self):\n        rows = []\n        return rows\n\n\n",
        "data = client.table(\"orders\").select(\"id\").execute().data\n",
        "print(data[0][\"nope\"])\n",
        "data = data or []\n",
        "# rowtype: ignore\n",
        "import row\n",
    };
    return kParts;
}

// Rows that other names hold, and functions inside of what the module itself does.
const std::vector<std::string>& held_parts() {
    static const std::vector<std::string> kParts = {
        "data = client.table(\"orders\").select(\"id\").execute().data\n",
        "row = client.table(\"orders\").select(\"id\").single().execute().data\n",
        "rows = client.table(\"users\").select(\"id\").execute().data\n",
        "print(data[0][\"nope\"])\n",
        "print(row[\"nope\"])\n",
        "print(rows[0][\"nope\"])\n",
        "for each in data:\n    print(each[\"nope\"])\n",
        "if data:\n    def inner(row):\n        row[\"nope\"] = 1\n        data = 1\n        return data\n",
        "try:\n    pass\nexcept OSError:\n    class Inner:\n        def fill(self):\n            data[0][\"nope\"] = 1\n",
        "if rows:\n    def fill():\n        rows = []\n        print(rows[0][\"nope\"])\n",
        "if rows:\n    def fill():\n        print(rows[0][\"nope\"])\n",
        "key = lambda data: data[\"nope\"]\n",
        "row |= {\"nope\": 1}\n",
        "for row[\"nope\"] in range(2):\n    pass\n",
        "some = [each for each in data if each[\"id\"]]\n",
        "by_id = {each[\"id\"]: each for each in rows}\n",
        "for one, other in zip(rows, data):\n    one[\"nope\"] = other\n",
        "found.append(row)\n",
        "if rows:\n    row = rows[0]\nelse:\n    row = data[0]\n",
        "row[\"nope\"] = 1\n",
        "change(row)\n",
    };
    return kParts;
}

// Queries that several statements make.
const std::vector<std::string>& query_parts() {
    static const std::vector<std::string> kParts = {
        "query = client.table(\"users\").select(\"id\")\n",
        "rows = query.execute().data\n",
        "print(rows[0][\"nope\"])\n",
        "query = client.table(\"orders\")\n",
        "query = query.select(\"id\")\n",
        "query = query.eq(\"nope\", 1)\n",
        "if rows:\n    query = query.eq(\"nope\", 2)\n",
        "if rows:\n    query = query.order(\"nope\")\nelse:\n    query = client.table(\"orders\").select(\"id\")\n",
        "for each in rows:\n    query = query.limit(3)\n    print(query.execute().data[0][\"nope\"])\n",
        "other = query if rows else query.limit(1)\n",
        "rows = other.execute().data\n",
        "query = other\n",
        "query = change(query)\n",
        "def f():\n    query = query.eq(\"nope\", 3)\n    return query\n\n\n",
        "def g():\n    return query.eq(\"nope\", 4)\n\n\n",
        "def h():\n    global query\n    query = 1\n\n\n",
        "row = query.single().execute().data\n",
        "print(row[\"nope\"])\n",
        "row[\"nope\"] = 1\n",
    };
    return kParts;
}

std::string joined(const std::vector<std::string>& parts, std::size_t begin, std::size_t end) {
    std::string text;
    for (std::size_t index = begin; index < end; ++index) text += parts[index];
    return text;
}

// Statements come, go, change places and are written anew. Three of the parts are there from the beginning.
void say_what_a_fresh_one_says(const std::vector<std::string>& all,
                               const std::function<std::vector<std::string>(unsigned)>& first) {
    const std::string head =
        "import psycopg\nfrom psycopg.rows import dict_row\nfrom supabase import create_client\n"
        "client = create_client(\"u\", \"k\")\n";
    const Settings settings;
    const engine::Environment environment{test::shop_schema(), &settings, nullptr};
    std::size_t with_findings = 0;
    for (unsigned seed = 1; seed <= 12; ++seed) {
        std::mt19937 random(seed);
        const auto any_part = [&] { return all[random() % all.size()]; };
        std::vector<std::string> parts = first(seed);
        engine::FileEngine file({"a.py", "a", false}, head + joined(parts, 0, parts.size()));
        (void)file.analyse(environment);
        for (int round = 0; round < 60; ++round) {
            const std::vector<std::string> before = parts;
            const std::size_t place = random() % parts.size();
            const std::size_t other = random() % parts.size();
            const std::size_t what = parts.size() > 25 ? 5 : random() % 8;
            if (what < 4) parts.insert(parts.begin() + static_cast<std::ptrdiff_t>(place), any_part());
            else if (what == 4) parts[place] = any_part();
            else if (what == 5 && parts.size() > 3) parts.erase(parts.begin() + static_cast<std::ptrdiff_t>(place));
            else std::swap(parts[place], parts[other]);
            // As an editor tells of it: what stands before and behind is not touched.
            const auto same = std::ranges::mismatch(before, parts);
            const auto begin = static_cast<std::size_t>(same.in1 - before.begin());
            std::size_t behind = 0;
            while (behind < std::min(before.size(), parts.size()) - begin &&
                   before[before.size() - 1 - behind] == parts[parts.size() - 1 - behind])
                ++behind;
            const auto first = static_cast<std::uint32_t>(head.size() + joined(before, 0, begin).size());
            const auto size = static_cast<std::uint32_t>(joined(before, begin, before.size() - behind).size());
            file.apply({{{first, first + size}, joined(parts, begin, parts.size() - behind)}});
            ASSERT_EQ(file.text(), head + joined(parts, 0, parts.size()));
            engine::FileEngine fresh({"a.py", "a", false}, file.text());
            const std::string said = test::described(fresh.analyse(environment), file.text());
            ASSERT_EQ(test::described(file.analyse(environment), file.text()), said)
                << "seed " << seed << " round " << round << "\n"
                << file.text();
            with_findings += said.find("error[") != std::string::npos ? 1 : 0;
        }
    }
    EXPECT_GT(with_findings, 50U) << "nothing was at stake";
}

TEST(ScriptEditsProperty, SaysWhatAFreshOneSays) {
    const std::vector<std::string>& parts = script_parts();
    say_what_a_fresh_one_says(parts, [&](unsigned seed) {
        return std::vector<std::string>{parts[0], parts[seed % 2 == 0 ? 1 : 2], parts[3]};
    });
}

TEST(ScriptEditsProperty, SaysOfRowsThatOthersHoldWhatAFreshOneSays) {
    const std::vector<std::string>& parts = held_parts();
    say_what_a_fresh_one_says(parts, [&](unsigned) { return std::vector<std::string>{parts[0], parts[1], parts[2]}; });
}

TEST(ScriptEditsProperty, SaysOfQueriesOfSeveralStatementsWhatAFreshOneSays) {
    const std::vector<std::string>& parts = query_parts();
    say_what_a_fresh_one_says(parts, [&](unsigned) { return std::vector<std::string>{parts[0], parts[1], parts[2]}; });
}

}  // namespace
}  // namespace rowtype
