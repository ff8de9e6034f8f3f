// The engine after edits says exactly what a fresh look at the text says: over random edits of real files, of the kinds that
// people make, valid or half-typed.
#include <gtest/gtest.h>

#include <fstream>
#include <random>
#include <sstream>

#include "analysis/binding/extraction_of_settings.h"
#include "analysis/engine/engine.h"
#include "tests/analysis/engine/described.h"
#include "tests/support/analysis.h"
#include "tests/support/paths.h"
#include "tests/support/sanitized.h"

namespace rowtype {
namespace {

std::string read(const std::string& path) {
    std::ifstream file(testing::source_folder() + "/" + path, std::ios::binary);
    EXPECT_TRUE(file.good()) << path;
    std::stringstream text;
    text << file.rdbuf();
    return text.str();
}

engine::Edit random_edit(const std::string& text, std::mt19937& random) {
    static const std::vector<std::string> kPieces = {"x",
                                                     "\"",
                                                     "'",
                                                     "(",
                                                     ")",
                                                     "\n",
                                                     "    ",
                                                     "name",
                                                     "\"\"\"",
                                                     ":",
                                                     "#",
                                                     "é",
                                                     "",
                                                     "",
                                                     "TABLE = \"orders\"\n",
                                                     ".eq(\"placed_at\", 1)",
                                                     "# rowtype: ignore\n"};
    const auto pick = [&](std::size_t limit) { return static_cast<std::uint32_t>(random() % (limit + 1)); };
    const std::uint32_t begin = pick(text.size());
    const std::uint32_t length = std::min<std::uint32_t>(pick(12), static_cast<std::uint32_t>(text.size()) - begin);
    return {{begin, begin + length}, kPieces[random() % kPieces.size()]};
}

void compare_over_edits(const std::string& path, bool holds_models, unsigned seed) {
    const std::string original = read(path);
    const FileIdentity identity{path, "app.file", holds_models};
    const Settings settings;
    const engine::Environment environment{test::shop_schema(), &settings, nullptr};
    std::mt19937 random(seed);
    engine::FileEngine file(identity, original);
    (void)file.analyse(environment);
    for (int round = 0; round < 60; ++round) {
        std::vector<engine::Edit> edits = {random_edit(file.text(), random)};
        if (round % 7 == 0) edits = {{{0, static_cast<std::uint32_t>(file.text().size())}, original}};
        file.apply(edits);
        engine::FileEngine fresh(identity, file.text());
        ASSERT_EQ(test::described(file.analyse(environment), file.text()),
                  test::described(fresh.analyse(environment), file.text()))
            << path << " seed " << seed << " round " << round << "\n"
            << file.text();
    }
}

TEST(IncrementalEngine, SaysWhatAFreshOneSays) {
    const unsigned seeds = testing::kIsSanitized ? 1 : 4;
    for (unsigned seed = 1; seed <= seeds; ++seed) {
        compare_over_edits("tests/projects/shop/app/services/orders.py", false, seed);
        compare_over_edits("tests/projects/shop/app/models/orders.py", true, seed);
        compare_over_edits("tests/projects/shop/scripts/sales_report.py", false, seed);
        compare_over_edits("tests/rules/cases/script_statements.py", false, seed);
        compare_over_edits("tests/rules/cases/held_queries.py", false, seed);
        compare_over_edits("tests/rules/cases/script_rows.py", false, seed);
        compare_over_edits("tests/rules/cases/text_rows.py", false, seed);
    }
}

// What ends a line may change beside an edit, too: half of a line end comes or goes.
TEST(IncrementalEngine, LineEndsOfEveryKindComeAndGo) {
    const std::string original =
        "from supabase import create_client\rclient = create_client(\"u\", \"k\")\r\n# a comment\r"
        "client.table(\"orders\").select(\"id, nope\")\r\ndef f():\r    client.table(\"nowhere\").select(\"id\")\r\n";
    const Settings settings;
    const engine::Environment environment{test::shop_schema(), &settings, nullptr};
    for (std::uint32_t at = 0; at <= original.size(); ++at) {
        engine::FileEngine file({"a.py", "a", false}, original);
        (void)file.analyse(environment);
        for (const engine::Edit& edit : std::vector<engine::Edit>{{{at, at}, "\n"}, {{at, at + 1}, ""}, {{at, at}, "\r"}}) {
            file.apply({edit});
            engine::FileEngine fresh({"a.py", "a", false}, file.text());
            ASSERT_EQ(test::described(file.analyse(environment), file.text()),
                      test::described(fresh.analyse(environment), file.text()))
                << at << "\n"
                << file.text();
        }
    }
}

TEST(IncrementalEngine, AChangedConstantIsSeenWhereItIsUsed) {
    const std::string text =
        "from supabase import create_client\nTABLE = \"orders\"\nclient = create_client(\"u\", \"k\")\n\n\n"
        "def f():\n    return client.table(TABLE).select(\"id\").execute()\n";
    const Settings settings;
    const engine::Environment environment{test::shop_schema(), &settings, nullptr};
    engine::FileEngine file({"a.py", "a", false}, text);
    EXPECT_EQ(test::describe(file.analyse(environment), text), "");
    const auto place = static_cast<std::uint32_t>(text.find("orders"));
    file.apply({{{place, place + 6}, "nowhere"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()),
              "7:25: error[unknown-table]: the database has no table or view \"nowhere\"\n");
}

// What is wrong in a text that another statement executes stands in the text, and moves with it.
TEST(IncrementalEngine, AFindingInAHeldTextMovesWithTheText) {
    const std::string text =
        "import psycopg\nQUERY = \"\"\"\n    SELECT id,\n        nope\n    FROM orders\n\"\"\"\n\n\n"
        "def f(connection: psycopg.Connection):\n    connection.execute(QUERY)\n";
    const Settings settings;
    const engine::Environment environment{test::shop_schema(), &settings, nullptr};
    engine::FileEngine file({"a.py", "a", false}, text);
    const std::string said = ": error[unknown-column]: public.orders has no column \"nope\"\n";
    EXPECT_EQ(test::describe(file.analyse(environment), text), "4:9" + said);
    file.apply({{{0, 0}, "import os\n"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "5:9" + said);
    const auto between = static_cast<std::uint32_t>(file.text().find("\n\ndef"));
    file.apply({{{between, between}, "OTHER = 1\n"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "5:9" + said);
    const auto before = static_cast<std::uint32_t>(file.text().find("    SELECT"));
    file.apply({{{before, before}, "\n"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "6:9" + said);
    const auto name = static_cast<std::uint32_t>(file.text().find("nope"));
    file.apply({{{name, name + 4}, "placed_at"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "");
}

// Which library gives rows right away, and whether an open object may be a client of Redis, is told by imports that nothing in the
// statement names.
TEST(IncrementalEngine, AnImportThatComesLaterIsSeenWhereRowsAreAsked) {
    const std::string text =
        "import psycopg\n\n\nasync def f(connection):\n"
        "    row = await connection.fetchrow(\"SELECT id FROM orders\")\n    return row[\"placed_at\"]\n";
    const Settings settings;
    const engine::Environment environment{test::shop_schema(), &settings, nullptr};
    engine::FileEngine file({"a.py", "a", false}, text);
    EXPECT_EQ(test::describe(file.analyse(environment), text), "");
    file.apply({{{0, 0}, "import asyncpg\n"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()),
              "7:17: error[unknown-column]: the query gives no \"placed_at\", but \"id\"\n");
    file.apply({{{0, 15}, ""}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "");
}

TEST(IncrementalEngine, ARowFactoryThatAnotherStatementSetsIsSeen) {
    const std::string text =
        "import psycopg\nfrom psycopg.rows import dict_row, namedtuple_row\nconnection = psycopg.connect(\"\", "
        "row_factory=dict_row)\n"
        "\n\ndef f():\n    return connection.execute(\"SELECT id FROM orders\").fetchone()[\"placed_at\"]\n";
    const Settings settings;
    const engine::Environment environment{test::shop_schema(), &settings, nullptr};
    engine::FileEngine file({"a.py", "a", false}, text);
    const std::string said = "error[unknown-column]: the query gives no \"placed_at\", but \"id\"\n";
    EXPECT_NE(test::describe(file.analyse(environment), text).find(said), std::string::npos);
    const std::string change = "\n\nconnection.row_factory = namedtuple_row\n";
    const auto end = static_cast<std::uint32_t>(text.size());
    file.apply({{{end, end}, change}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "");
    file.apply({{{end, end + static_cast<std::uint32_t>(change.size())}, ""}});
    EXPECT_NE(test::describe(file.analyse(environment), file.text()).find(said), std::string::npos);
}

TEST(IncrementalEngine, WhatAStatementSelectsIsSeenWhereAnotherAsksForIt) {
    const std::string text =
        "from supabase import create_client\nclient = create_client(\"u\", \"k\")\n"
        "res = client.table(\"users\").select(\"id, name\").execute()\n\n\nprint(res.data[0][\"email\"])\n";
    const Settings settings;
    const engine::Environment environment{test::shop_schema(), &settings, nullptr};
    engine::FileEngine file({"a.py", "a", false}, text);
    EXPECT_EQ(test::describe(file.analyse(environment), text),
              "6:20: error[unselected-column]: the select does not give \"email\", but \"id\" and \"name\"\n");
    const auto select = static_cast<std::uint32_t>(text.find("name\")"));
    file.apply({{{select, select + 4}, "email"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "");
    const auto end = static_cast<std::uint32_t>(file.text().find("\n\n\nprint"));
    file.apply({{{end, end}, "\nres = client.table(\"users\").select(\"id\").execute()"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()),
              "7:20: error[unselected-column]: the select does not give \"email\", but \"id\"\n");
    file.apply({{{end + 1, end + 1}, "def f():\n    res.data[0][\"email\"] = 1\n"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "") << "a function may have run";
}

TEST(IncrementalEngine, AnImportThatComesLaterIsSeenWhereEntriesAreWritten) {
    const std::string text = "import json\n\n\ndef f(store, key):\n    store.set(f\"order:{key}\", json.dumps({\"nope\": 1}))\n";
    Settings settings;
    settings.cached_keys = {{"order:*", "public.orders", {}}};
    const engine::Environment environment{test::shop_schema(), &settings, nullptr};
    const FileIdentity identity{"a.py", "a", false, {}, binding::extraction_of_settings(settings)};
    engine::FileEngine file(identity, text);
    EXPECT_EQ(test::describe(file.analyse(environment), text), "");
    file.apply({{{0, 0}, "import redis\n"}});
    EXPECT_EQ(
        test::describe(file.analyse(environment), file.text()),
        "6:44: error[unknown-cache-field]: public.orders has no column \"nope\", and entries of \"order:*\" are its rows\n");
    file.apply({{{0, 13}, ""}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "");
}

TEST(IncrementalEngine, AFindingInAHeldSelectMovesWithTheText) {
    const std::string text =
        "from supabase import Client\nCOLUMNS = \"\"\"\n    id,\n    nope\n\"\"\"\n\n\n"
        "def f(client: Client):\n    client.table(\"orders\").select(COLUMNS).execute()\n";
    const Settings settings;
    const engine::Environment environment{test::shop_schema(), &settings, nullptr};
    engine::FileEngine file({"a.py", "a", false}, text);
    const std::string said = ": error[unknown-column]: public.orders has no column \"nope\"\n";
    EXPECT_EQ(test::describe(file.analyse(environment), text), "4:5" + said);
    file.apply({{{0, 0}, "import os\n"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "5:5" + said);
    const auto between = static_cast<std::uint32_t>(file.text().find("\n\ndef"));
    file.apply({{{between, between}, "OTHER = 1\n"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "5:5" + said);
    const auto before = static_cast<std::uint32_t>(file.text().find("    id,"));
    file.apply({{{before, before}, "\n"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "6:5" + said);
    const auto name = static_cast<std::uint32_t>(file.text().find("nope"));
    file.apply({{{name, name + 4}, "placed_at"}});
    EXPECT_EQ(test::describe(file.analyse(environment), file.text()), "");
}

TEST(IncrementalEngine, AChangedSchemaIsSeenEverywhere) {
    const std::string text =
        "from supabase import create_client\nclient = create_client(\"u\", "
        "\"k\")\nclient.table(\"orders\").select(\"placed_at\")\n";
    const Settings settings;
    engine::FileEngine file({"a.py", "a", false}, text);
    EXPECT_EQ(test::describe(file.analyse({test::shop_schema(), &settings, nullptr}), text), "");
    const auto other = test::catalog_from_sql("CREATE TABLE orders (id bigint)");
    EXPECT_EQ(test::describe(file.analyse({other, &settings, nullptr}), text),
              "3:32: error[unknown-column]: public.orders has no column \"placed_at\"\n");
}

TEST(IncrementalEngine, TextOverALimitIsNotCalledClean) {
    const Settings settings;
    std::string deep = "client.table(\"nowhere\")\n";
    for (int level = 0; level < 2000; ++level) deep += "(";
    engine::FileEngine file({"a.py", "a", false}, deep);
    const engine::Analysis analysis = file.analyse({test::shop_schema(), &settings, nullptr});
    ASSERT_TRUE(analysis.not_analysed.has_value());
    EXPECT_FALSE(analysis.not_analysed->empty());
    file.replace("x = 1\n");
    EXPECT_FALSE(file.analyse({test::shop_schema(), &settings, nullptr}).not_analysed.has_value());
}

TEST(MissingModels, AreTablesThatNobodyClaims) {
    const auto catalog = test::catalog_from_sql(
        "CREATE TABLE users (id int); CREATE TABLE audit_log (id int); CREATE TABLE alembic_version (v text); CREATE VIEW v AS "
        "SELECT id FROM users;");
    Settings settings;
    settings.exclude_tables = {"audit_*"};
    engine::ModelSummary user;
    user.table = "public.users";
    const auto missing = engine::missing_models(*catalog, settings, {user});
    ASSERT_EQ(missing.size(), 1U);
    EXPECT_EQ(missing[0].message, "no model belongs to the view public.v");
}

}  // namespace
}  // namespace rowtype
