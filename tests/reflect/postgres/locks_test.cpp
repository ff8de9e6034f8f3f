// Behind somebody's exclusive lock: a partial catalog that says so, soon.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <chrono>
#include <thread>

#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;

// A psql that holds a lock on its own thread until it is told to let go, by an advisory lock that it waits for.
class LockHolder {
public:
    LockHolder(const std::string& url, const std::string& table) : url_(url) {
        PostgresServer& server = PostgresServer::shared();
        thread_ = std::thread([&server, url, table] {
            server.execute(
                url, "BEGIN; LOCK TABLE " + table +
                         " IN ACCESS EXCLUSIVE MODE; SET application_name = 'holding';"
                         "DO $$ BEGIN WHILE NOT EXISTS (SELECT FROM pg_stat_activity WHERE application_name = 'let go') LOOP "
                         "PERFORM pg_sleep(0.02); PERFORM pg_stat_clear_snapshot(); END LOOP; END $$; ROLLBACK;");
        });
        while (server.execute(url, "SELECT count(*) FROM pg_stat_activity WHERE application_name = 'holding'") != "1\n") {
            std::this_thread::sleep_for(std::chrono::milliseconds(20));
        }
    }
    ~LockHolder() {
        PostgresServer::shared().execute(
            url_,
            "SET application_name = 'let go'; DO $$ BEGIN WHILE EXISTS (SELECT FROM pg_stat_activity "
            "WHERE application_name = 'holding') LOOP PERFORM pg_sleep(0.02); "
            "PERFORM pg_stat_clear_snapshot(); END LOOP; END $$");
        thread_.join();
    }
    LockHolder(const LockHolder&) = delete;
    LockHolder& operator=(const LockHolder&) = delete;

private:
    std::string url_;
    std::thread thread_;
};

TEST(Locks, OneLockedTableCostsItsOwnExpressionsOnly) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("locks");
    server.execute(
        url,
        "CREATE TABLE busy (id int PRIMARY KEY, a text NOT NULL DEFAULT 'x' CHECK (a <> ''), g int GENERATED ALWAYS AS (1) "
        "STORED);"
        "CREATE INDEX busy_idx ON busy (lower(a)) WHERE id > 0; CREATE VIEW over_busy AS SELECT a FROM busy;"
        "CREATE TABLE quiet (id int DEFAULT 7, b text CHECK (b <> '')); CREATE VIEW over_quiet AS SELECT b FROM quiet;");
    const catalog::Catalog whole(catalog_of(url));
    EXPECT_TRUE(whole.notes().empty());
    const LockHolder holder(url, "busy");
    const auto begin = std::chrono::steady_clock::now();
    const catalog::Catalog catalog(catalog_of(url));
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(5));

    const catalog::Relation& busy = *catalog.find_relation("public", "busy").relation;
    EXPECT_EQ(busy.find_column("a")->default_expression, "'x'::text") << "it names no column, so it opens no table";
    EXPECT_EQ(busy.find_column("g")->generated, catalog::Generated::Stored);
    EXPECT_EQ(busy.find_column("g")->generated_expression, "") << "there is one, its text is unknown";
    EXPECT_EQ(busy.find_column("g")->default_expression, std::nullopt);
    EXPECT_TRUE(busy.find_column("g")->is_optional_on_insert());
    ASSERT_EQ(busy.checks.size(), 1U);
    EXPECT_EQ(busy.checks[0].expression, "");
    EXPECT_EQ(busy.indexes.at(0).columns, std::vector<std::string>{""});
    EXPECT_EQ(busy.primary_key->columns, std::vector<std::string>{"id"});
    EXPECT_EQ(catalog.find_relation("public", "over_busy").relation->columns.size(), 1U);
    EXPECT_EQ(*catalog.find_relation("public", "quiet").relation, *whole.find_relation("public", "quiet").relation);
    EXPECT_EQ(*catalog.find_relation("public", "over_quiet").relation, *whole.find_relation("public", "over_quiet").relation);
    std::vector<std::string> messages;
    for (const catalog::Note& note : catalog.notes()) messages.push_back(note.message);
    EXPECT_THAT(messages, Contains(HasSubstr("defaults and checks of public.busy")));
    EXPECT_THAT(messages, Contains(HasSubstr("index expressions of public.busy")));
    EXPECT_THAT(messages, Contains(HasSubstr("the definition of public.over_busy")));
    EXPECT_EQ(messages.size(), 3U);
}

// Deparsing also opens what a sub-select or a row type in the expression names.
TEST(Locks, WhatNamesALockedTableFromOutsideIsUnknownToo) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("locks");
    server.execute(
        url,
        "CREATE EXTENSION btree_gist; CREATE TABLE busy (id int, at tsrange, EXCLUDE USING gist ((id + 1) WITH =) WHERE (id > "
        "0));"
        "ALTER TABLE busy ENABLE ROW LEVEL SECURITY; CREATE POLICY own ON busy FOR INSERT TO PUBLIC WITH CHECK (id > 0);"
        "CREATE TABLE quiet (id int, one busy DEFAULT '(1,)'::busy);"
        "CREATE POLICY through ON quiet USING (EXISTS (SELECT FROM busy WHERE busy.id = quiet.id));"
        "CREATE POLICY plain ON quiet USING (id > 1);"
        "CREATE FUNCTION takes(a int, b busy DEFAULT '(1,)'::busy) RETURNS int LANGUAGE sql AS 'SELECT 1';"
        "CREATE DOMAIN row_of AS busy DEFAULT '(1,)'::busy CHECK ((VALUE).id > 0);"
        "CREATE FUNCTION plain(a int DEFAULT 7) RETURNS int LANGUAGE sql AS 'SELECT 1';");
    const catalog::Catalog whole(catalog_of(url));
    EXPECT_TRUE(whole.notes().empty());
    EXPECT_EQ(whole.find_type({"public", "row_of"})->checks.at(0).expression, "(VALUE).id > 0");
    const LockHolder holder(url, "busy");
    const catalog::Catalog catalog(catalog_of(url));

    const catalog::Relation& busy = *catalog.find_relation("public", "busy").relation;
    EXPECT_EQ(busy.policies.at(0).check_expression, "") << "there is one, its text is unknown";
    EXPECT_EQ(busy.policies.at(0).using_expression, std::nullopt);
    EXPECT_EQ(busy.policies.at(0).command, catalog::PolicyCommand::Insert);
    EXPECT_EQ(busy.exclusions.at(0).elements, std::vector<std::string>{""});
    EXPECT_EQ(busy.exclusions.at(0).operators, std::vector<std::string>{"="});
    const catalog::Relation& quiet = *catalog.find_relation("public", "quiet").relation;
    EXPECT_EQ(quiet.policies.at(0).using_expression, "(id > 1)");
    EXPECT_EQ(quiet.policies.at(1).using_expression, "");
    EXPECT_EQ(quiet.find_column("one")->default_expression, "");
    EXPECT_EQ(catalog.find_functions("public", "takes").at(0)->arguments.at(1).default_expression, "");
    EXPECT_TRUE(catalog.find_functions("public", "takes").at(0)->arguments.at(1).has_default);
    EXPECT_EQ(catalog.find_functions("public", "plain").at(0)->arguments.at(0).default_expression, "7");
    EXPECT_EQ(catalog.find_type({"public", "row_of"})->checks.at(0).expression, "");
    EXPECT_EQ(catalog.find_type({"public", "row_of"})->default_expression, "");
    EXPECT_TRUE(catalog.data().access_known) << "who may do what is known all the same";
    std::vector<std::string> messages;
    for (const catalog::Note& note : catalog.notes()) messages.push_back(note.message.substr(0, note.message.find(" could")));
    EXPECT_THAT(messages,
                ::testing::UnorderedElementsAre("argument defaults of public.takes", "default and checks of public.row_of",
                                                "defaults and checks of public.quiet", "index expressions of public.busy",
                                                "policies of public.busy", "policies of public.quiet"));
}

}  // namespace
}  // namespace rowtype::testing
