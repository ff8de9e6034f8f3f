// How often the server is asked, and what it is asked.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

#include "tests/reflect/postgres/catalog_of.h"
#include "tests/reflect/postgres/counting_proxy.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

// The statements that a database's clients named rowtype have sent: one log entry a message, whatever it holds.
std::vector<std::string> messages_to(const std::string& database) {
    std::vector<std::string> messages;
    std::istringstream stream(PostgresServer::shared().log());
    const std::string mark = " rowtype " + database + ": LOG:  statement: ";
    for (std::string line; std::getline(stream, line);) {
        if (const std::size_t found = line.find(mark); found != std::string::npos) {
            messages.push_back(line.substr(found + mark.size()));
        } else if (line.starts_with('\t') && !messages.empty()) {
            messages.back() += "\n" + line;
        }
    }
    return messages;
}

// Those statements that ask a catalog; none of our queries has a semicolon within.
int queries_in(const std::vector<std::string>& messages) {
    int count = 0;
    for (const std::string& message : messages) {
        std::istringstream stream(message);
        for (std::string statement; std::getline(stream, statement, ';');) {
            statement.erase(0, statement.find_first_not_of(" \n\t"));
            const bool asks = statement.starts_with("SELECT") || statement.starts_with("WITH");
            count += asks && statement.find("pg_catalog.") != std::string::npos ? 1 : 0;
        }
    }
    return count;
}

std::string database_with_tables(int tables, PostgresServer& server = PostgresServer::shared()) {
    const std::string url = server.create_database("tables");
    std::string sql;
    for (int table = 0; table < tables; ++table) {
        const std::string name = "t" + std::to_string(table);
        sql += "CREATE TABLE " + name +
               " (id int PRIMARY KEY, a text DEFAULT 'x' CHECK (a <> ''), b int UNIQUE REFERENCES t0);"
               "CREATE INDEX ON " +
               name + " (lower(a)) WHERE b > 0; CREATE VIEW v" + name + " AS SELECT id FROM " + name + ";";
    }
    server.execute(url, sql);
    return url;
}

TEST(RoundTrips, EightQueriesInThreeMessagesWhateverTheSize) {
    for (const int tables : {1, 300}) {
        const std::string url = database_with_tables(tables);
        EXPECT_EQ(catalog_of(url).relations.size(), static_cast<std::size_t>(2 * tables));
        const std::vector<std::string> messages = messages_to(url.substr(url.rfind('/') + 1));
        EXPECT_EQ(queries_in(messages), 8);
        EXPECT_EQ(messages.size(), 3U) << "begin and relations; all that tells of them; what must be deparsed and commit";
    }
}

// How often a user far away waits for a database of so many tables and their views, handshake included.
int round_trips_for(int tables, PostgresServer& server, const std::string& sslmode) {
    const std::string url = database_with_tables(tables, server);
    const CountingProxy proxy(server.port());
    const std::string connection = "host=127.0.0.1 port=" + std::to_string(proxy.port()) + " user=" + server.user() +
                                   " password=" + server.password() + " sslmode=" + sslmode +
                                   " dbname=" + url.substr(url.rfind('/') + 1);
    EXPECT_EQ(catalog_of(connection).relations.size(), static_cast<std::size_t>(2 * tables));
    return proxy.round_trips();
}

TEST(RoundTrips, SixteenAtMostWithTlsAndScram) {
    PostgresServer& server = PostgresServer::with_tls();
    const int count = round_trips_for(60, server, "require");
    EXPECT_LE(count, 16);
    EXPECT_GE(count, 6) << "the proxy counts";
    EXPECT_THAT(server.log(), HasSubstr("application_name=rowtype SSL enabled"));
}

// Without TLS, where each side waits for the other's word: with it, what a server adds to the handshake passes before or behind
// what the client says next, as the machine has time. The tests of the oracle ask for 10,000 tables.
TEST(RoundTrips, AsManyForSixtyTablesAsForTwo) {
    EXPECT_EQ(round_trips_for(2, PostgresServer::shared(), "disable"), round_trips_for(60, PostgresServer::shared(), "disable"));
}

// Views that name more relations than a server may have locks for: they are deparsed in batches, and each gives its locks back.
TEST(RoundTrips, ManyViewsTakeOneMoreForEachTwoThousandRelations) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("views");
    for (const char* range : {"1, 350", "351, 700", "701, 1050"}) {  // a transaction has no more locks than that either
        server.execute(url,
                       std::string("DO $$ DECLARE n int; BEGIN FOR n IN SELECT generate_series(") + range +
                           ") LOOP EXECUTE format('CREATE TABLE t%s (a int); CREATE VIEW v%s AS SELECT a FROM t%s', n, n, n); "
                           "END LOOP; END $$");
    }
    const catalog::CatalogData data = catalog_of(url);
    EXPECT_EQ(messages_to(url.substr(url.rfind('/') + 1)).size(), 4U) << "a view names its table and itself: 2,100";
    for (const catalog::Relation& relation : data.relations) {
        EXPECT_EQ(relation.definition.empty(), !relation.is_view()) << relation.name.to_string();
    }
    EXPECT_TRUE(data.notes.empty());
}

TEST(RoundTrips, OneReadOnlyTransactionThatLeavesNothing) {
    const std::string url = database_with_tables(1);
    catalog_of(url);
    const std::vector<std::string> messages = messages_to(url.substr(url.rfind('/') + 1));
    ASSERT_FALSE(messages.empty());
    EXPECT_THAT(messages.front(), HasSubstr("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY"));
    EXPECT_THAT(messages.front(), HasSubstr("SET LOCAL search_path = ''"));
    EXPECT_THAT(messages.front(), HasSubstr("SET LOCAL lock_timeout = '1s'"));
    EXPECT_THAT(messages.front(), HasSubstr("SET LOCAL enable_nestloop = off")) << "minutes for tables that nobody has analysed";
    EXPECT_THAT(messages.back(), HasSubstr("COMMIT"));
    for (const std::string& message : messages) {
        std::string rest = message;
        for (std::size_t found = rest.find("SET LOCAL "); found != std::string::npos; found = rest.find("SET LOCAL "))
            rest.erase(found, 10);
        EXPECT_THAT(rest, Not(HasSubstr("SET "))) << "a session's setting would outlive us behind a pooler";
        for (const char* word : {"PREPARE", "DECLARE", "LISTEN", "CREATE", "INSERT", "UPDATE", "DELETE ", "set_config", "COPY"}) {
            EXPECT_THAT(message, Not(HasSubstr(word)));
        }
    }
}

TEST(RoundTrips, NoUserCodeRuns) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("trap");
    // Whoever calls any of this, or reads the view, leaves an error; a fake pg_class in public must not be seen either.
    server.execute(url, R"(
        CREATE FUNCTION public.boom() RETURNS int LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''called''; END';
        CREATE TABLE public.pg_class (oid oid, relname text); CREATE TABLE public.pg_namespace (nspname text);
        CREATE FUNCTION public.pg_get_expr(pg_node_tree, oid) RETURNS text LANGUAGE sql AS 'SELECT public.boom()::text';
        CREATE FUNCTION public.never(text, text) RETURNS boolean LANGUAGE sql AS 'SELECT public.boom() = 1';
        CREATE OPERATOR public.= (LEFTARG = text, RIGHTARG = text, FUNCTION = public.never);
        CREATE VIEW public.bomb AS SELECT public.boom() AS x;
        CREATE TABLE public.loaded (id int DEFAULT public.boom());
        ALTER DATABASE )" + url.substr(url.rfind('/') + 1) +
                            R"( SET search_path = public, pg_catalog;)");
    const catalog::Catalog catalog(catalog_of(url));
    EXPECT_EQ(catalog.find_relation("public", "loaded").relation->columns.at(0).default_expression, "public.boom()");
    EXPECT_EQ(catalog.find_relation("public", "bomb").relation->columns.size(), 1U);
    EXPECT_EQ(server.log().find("ERROR:  called"), std::string::npos);
}

}  // namespace
}  // namespace rowtype::testing
