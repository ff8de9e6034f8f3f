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
    EXPECT_EQ(busy.find_column("a")->default_expression, "") << "there is one, its text is unknown";
    EXPECT_TRUE(busy.find_column("a")->is_optional_on_insert());
    EXPECT_EQ(busy.find_column("g")->generated, catalog::Generated::Stored);
    EXPECT_EQ(busy.find_column("g")->default_expression, std::nullopt);
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

}  // namespace
}  // namespace rowtype::testing
