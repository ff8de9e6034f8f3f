// What rowtype-db --watch says of a real server, and when.
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <unistd.h>

#include <array>

#include "tests/reflect/postgres/catalog_of.h"
#include "tests/reflect/postgres/fake_server.h"
#include "tests/reflect/postgres/watched.h"
#include "tests/support/paths.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using ::testing::StartsWith;

std::string name_of(const std::string& url) { return url.substr(url.rfind('/') + 1); }

// Ends all connections to the database but psql's own.
void cut_connections(const std::string& url) {
    PostgresServer::shared().execute(url,
                                     "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() "
                                     "AND pid <> pg_backend_pid()");
}

// Of the clients named rowtype, in this database.
std::size_t count_in_log(const std::string& url, const std::string& text) {
    const std::string log = PostgresServer::shared().log();
    const std::string mark = " rowtype " + name_of(url) + ": LOG:  statement: ";
    std::size_t count = 0;
    for (std::size_t at = log.find(mark); at != std::string::npos; at = log.find(mark, at + 1)) {
        const std::string line = log.substr(at, log.find('\n', at) - at);
        count += line.find(text) != std::string::npos ? 1 : 0;
    }
    return count;
}

void wait_for_looks(const std::string& url, std::size_t more) {
    const std::size_t before = count_in_log(url, "txid_current_snapshot");
    for (int attempt = 0; attempt < 6000; ++attempt) {
        if (count_in_log(url, "txid_current_snapshot") >= before + more) return;
        ::usleep(10'000);
    }
    ADD_FAILURE() << "it does not look any more";
}

TEST(Watch, ANoticeIsToldWithoutWhatItSays) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("listen");
    Watched watched(url, listening());
    EXPECT_EQ(watched.next(), "listening");
    server.execute(url, "NOTIFY pgrst, 'reload schema'");
    EXPECT_EQ(watched.next(), "changed");
    server.execute(url, "SELECT pg_notify('pgrst', 'changed' || chr(10) || 'lost')");
    EXPECT_EQ(watched.next(), "changed");
    server.execute(url, "NOTIFY elsewhere");
    server.execute(url, "NOTIFY pgrst");
    EXPECT_EQ(watched.next(), "changed");
    EXPECT_THAT(watched.waiting(), IsEmpty());
}

TEST(Watch, ListensOnChannelsOfTheUsersChoice) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("channels");
    Watched watched(url, listening({"pgrst", "My \"schema\"; drop"}));
    EXPECT_EQ(watched.next(), "listening");
    server.execute(url, "NOTIFY \"My \"\"schema\"\"; drop\"");
    EXPECT_EQ(watched.next(), "changed");
    server.execute(url, "NOTIFY pgrst");
    EXPECT_EQ(watched.next(), "changed");
}

// Supabase's projects have such a trigger.
TEST(Watch, AnEventTriggerTellsOfEveryChange) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("trigger");
    server.execute(url,
                   "CREATE FUNCTION tell() RETURNS event_trigger LANGUAGE plpgsql AS $$BEGIN NOTIFY pgrst; END$$;"
                   "CREATE EVENT TRIGGER tell ON ddl_command_end EXECUTE FUNCTION tell()");
    Watched watched(url, listening());
    EXPECT_EQ(watched.next(), "listening");
    server.execute(url, "CREATE TABLE films (id int)");
    EXPECT_EQ(watched.next(), "changed");
}

TEST(Watch, EveryKindOfChangeIsFoundWhereNobodyNotifies) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("kinds");
    server.execute(url,
                   "CREATE ROLE watch_reader; CREATE TYPE mood AS ENUM ('sad'); CREATE DOMAIN word AS text;"
                   "CREATE TABLE people (id int PRIMARY KEY, name text); CREATE VIEW named AS SELECT id FROM people;"
                   "CREATE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1'; CREATE SEQUENCE counter");
    Watched watched(url, looking());
    EXPECT_EQ(watched.next(), "listening");
    for (const char* statement : {
             "CREATE TABLE films (id int)",
             "ALTER TABLE films ADD title text",
             "ALTER TABLE films ALTER title SET DEFAULT ''",
             "ALTER TABLE films ALTER title SET NOT NULL",
             "ALTER TABLE films ALTER title TYPE varchar(20)",
             "ALTER TABLE films RENAME title TO name",
             "ALTER TABLE films DROP name",
             "ALTER TABLE films ADD CHECK (id > 0)",
             "ALTER TABLE films ADD FOREIGN KEY (id) REFERENCES people",
             "ALTER TABLE films DROP CONSTRAINT films_id_fkey",
             "ALTER TABLE films RENAME TO movies",
             "CREATE INDEX ON movies (id)",
             "ALTER INDEX movies_id_idx RENAME TO by_id",
             "DROP INDEX by_id",
             "COMMENT ON TABLE movies IS 'all of them'",
             "COMMENT ON COLUMN movies.id IS 'number'",
             "ALTER TABLE movies ENABLE ROW LEVEL SECURITY",
             "CREATE POLICY mine ON movies USING (true)",
             "ALTER POLICY mine ON movies USING (false)",
             "GRANT SELECT ON movies TO watch_reader",
             "GRANT SELECT (id) ON people TO watch_reader",
             "ALTER DEFAULT PRIVILEGES GRANT SELECT ON TABLES TO watch_reader",
             "ALTER TYPE mood ADD VALUE 'glad'",
             "ALTER DOMAIN word SET NOT NULL",
             "ALTER DOMAIN word ADD CHECK (value <> '')",
             "CREATE OR REPLACE VIEW named AS SELECT id, name FROM people",
             "CREATE OR REPLACE FUNCTION one() RETURNS int LANGUAGE sql AS 'SELECT 1' STRICT",
             "DROP FUNCTION one()",
             "ALTER SEQUENCE counter INCREMENT 2",
             "ALTER SEQUENCE counter OWNED BY people.id",
             "ALTER TABLE people ALTER id ADD GENERATED BY DEFAULT AS IDENTITY",
             "CREATE TYPE pair AS (a int, b int)",
             "CREATE TYPE span AS RANGE (subtype = int)",
             "CREATE TABLE logs (at date) PARTITION BY RANGE (at)",
             "CREATE TABLE logs_old PARTITION OF logs FOR VALUES FROM ('2000-01-01') TO ('2020-01-01')",
             "ALTER TABLE logs DETACH PARTITION logs_old",
             "CREATE SCHEMA other",
             "ALTER TABLE movies SET SCHEMA other",
             "DROP SCHEMA other CASCADE",
         }) {
        server.execute(url, statement);
        EXPECT_EQ(watched.next(), "changed") << statement;
    }
    EXPECT_THAT(watched.waiting(), IsEmpty());
}

// Whoever works with the data must not make the schema be read again and again.
TEST(Watch, WhatChangesNoSchemaIsNoChange) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("calm");
    server.execute(
        url,
        "CREATE TABLE films (id int PRIMARY KEY, title text); INSERT INTO films SELECT n, n FROM generate_series(1, 500) n;"
        "CREATE MATERIALIZED VIEW titles AS SELECT title FROM films; CREATE SEQUENCE counter; CREATE SCHEMA private");
    postgres::Request request = looking();
    request.schemas = {"public"};
    Watched watched(url, request);
    EXPECT_EQ(watched.next(), "listening");
    for (const char* statement :
         {"INSERT INTO films VALUES (-1, 'x')", "UPDATE films SET title = 'y'", "TRUNCATE films", "VACUUM FULL films", "ANALYZE",
          "REFRESH MATERIALIZED VIEW titles", "SELECT nextval('counter')",
          "CREATE TEMP TABLE passing (id int DEFAULT 1 CHECK (id > 0))", "CREATE TABLE private.films (id int)"}) {
        server.execute(url, statement);
        wait_for_looks(url, 2);
        EXPECT_THAT(watched.waiting(), IsEmpty()) << statement;
    }
    server.execute(url, "ALTER TABLE films ADD year int");
    EXPECT_EQ(watched.next(), "changed");
}

TEST(Watch, LooksLessAndLessOftenUntilSomethingHappens) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("pauses");
    postgres::Request request = looking();
    request.longest_look_milliseconds = 3'600'000;
    Watched watched(url, request);
    EXPECT_EQ(watched.next(), "listening");
    wait_for_looks(url, 3);
    server.execute(url, "CREATE TABLE films (id int)");
    server.execute(url, "NOTIFY pgrst");
    EXPECT_EQ(watched.next(), "changed");
    wait_for_looks(url, 3);
}

TEST(Watch, AsksOnlyWhatChangesNothingAndKeepsNoSetting) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("statements");
    Watched watched(url, looking());
    EXPECT_EQ(watched.next(), "listening");
    server.execute(url, "CREATE TABLE films (id int)");
    EXPECT_EQ(watched.next(), "changed");
    const std::string mark = " rowtype " + name_of(url) + ": LOG:  statement: ";
    const std::string log = server.log();
    for (std::size_t at = log.find(mark); at != std::string::npos; at = log.find(mark, at + 1)) {
        const std::string statement = log.substr(at + mark.size(), log.find('\n', at) - at - mark.size());
        if (statement == "SELECT pg_catalog.pg_backend_pid()" || statement == "LISTEN \"pgrst\"") continue;
        EXPECT_THAT(statement, StartsWith("BEGIN READ ONLY; SET LOCAL search_path = ''; SET LOCAL statement_timeout"));
    }
}

TEST(Watch, AServerThatGoesAwayIsWaitedFor) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("away");
    Watched watched(url, looking());
    EXPECT_EQ(watched.next(), "listening");
    cut_connections(url);
    EXPECT_EQ(watched.next(), "lost");
    EXPECT_EQ(watched.next(), "listening");
    server.execute(url, "CREATE TABLE films (id int)");
    EXPECT_EQ(watched.next(), "changed");
}

// supabase db reset, for one: while the database is made anew there is none.
TEST(Watch, ADatabaseThatIsMadeAnewIsFoundAgain) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("reset");
    Watched watched(url, looking());
    EXPECT_EQ(watched.next(), "listening");
    const std::string others = server.url("postgres");
    server.execute(others, "DROP DATABASE " + name_of(url) + " WITH (FORCE)");
    EXPECT_EQ(watched.next(), "lost");
    ::usleep(200'000);  // attempts that fail
    server.execute(others, "CREATE DATABASE " + name_of(url));
    EXPECT_EQ(watched.next(), "listening");
}

TEST(Watch, WhatCannotWorkIsSaidOnce) {
    PostgresServer& server = PostgresServer::shared();
    std::string url = server.create_database("wrong");
    url.replace(url.find(server.password()), server.password().size(), "Vq3xT8nB5zR1");
    Watched watched(url, looking());
    const std::string line = watched.next();
    const std::optional<postgres::Failure> failure = postgres::read_failure(line + "\n");
    ASSERT_TRUE(failure.has_value()) << line;
    EXPECT_EQ(failure->kind, postgres::FailureKind::WrongPassword);
    EXPECT_THAT(line, Not(HasSubstr("Vq3xT8")));
    EXPECT_EQ(watched.next(), "");
    EXPECT_EQ(watched.end().exit_code, postgres::kExitFailure);
}

TEST(Watch, AServerThatIsNotThereYetIsWaitedFor) {
    std::uint16_t port = 0;
    {
        const FakeServer gone([](int) {});
        port = gone.port();
    }
    Watched watched("postgresql://app:secret-canary@127.0.0.1:" + std::to_string(port) + "/shop", looking());
    ::usleep(300'000);
    EXPECT_THAT(watched.waiting(), IsEmpty());
    EXPECT_EQ(watched.end().signal, SIGKILL) << "it was still trying";
}

// The pipeline ends when both of its programs have.
TEST(Watch, EndsWhenNobodyReads) {
    PostgresServer& server = PostgresServer::shared();
    for (const postgres::Request& wanted : {listening(), listening({})}) {
        const std::string url = server.create_database("unread");
        postgres::Request request = wanted;
        request.watch = true;
        std::string command = program_folder() + "/rowtype-db";
        for (const std::string& argument : postgres::to_arguments(request)) command += " " + argument;
        const ProgramResult result = run_program({"/bin/sh", "-c", command + " | head -n 1"}, url);
        EXPECT_EQ(result.output, request.channels.empty() ? "looking\n" : "listening\n");
    }
}

}  // namespace
}  // namespace rowtype::testing
