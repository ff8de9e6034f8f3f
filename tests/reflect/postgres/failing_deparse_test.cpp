// Where the server itself fails at what it should print: the rest of the catalog is read all the same.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

// A view and a check whose functions were taken out of the catalog behind PostgreSQL's back.
std::string broken_database(bool view, bool check) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("broken");
    server.execute(url,
                   "CREATE FUNCTION of_view(int) RETURNS int LANGUAGE sql AS 'SELECT 1';"
                   "CREATE FUNCTION of_check(int) RETURNS boolean LANGUAGE sql IMMUTABLE AS 'SELECT true';"
                   "CREATE TABLE t (id int DEFAULT 7, CONSTRAINT c CHECK (of_check(id)));"
                   "CREATE VIEW v AS SELECT of_view(id) AS x FROM t; COMMENT ON TABLE t IS 'kept'");
    const std::string remove = "SET allow_system_table_mods = on; DELETE FROM pg_proc WHERE proname = ";
    if (view) server.execute(url, remove + "'of_view'");
    if (check) server.execute(url, remove + "'of_check'");
    return url;
}

std::vector<std::string> notes_of(const catalog::Catalog& catalog) {
    std::vector<std::string> messages;
    for (const catalog::Note& note : catalog.notes()) messages.push_back(note.message);
    return messages;
}

constexpr const char* kNoViews = "definitions of views could not be read: the server failed with SQLSTATE XX000";
constexpr const char* kNoExpressions =
    "defaults, checks, policies and expressions of indexes could not be read: the server failed with SQLSTATE XX000";

TEST(FailingDeparse, OfAViewCostsTheDefinitionsOfViews) {
    const catalog::Catalog catalog(catalog_of(broken_database(true, false)));
    EXPECT_THAT(notes_of(catalog), ElementsAre(HasSubstr(kNoViews)));
    EXPECT_EQ(catalog.find_relation("public", "v").relation->definition, "");
    const catalog::Relation& table = *catalog.find_relation("public", "t").relation;
    EXPECT_EQ(table.checks.at(0).expression, "public.of_check(id)");
    EXPECT_EQ(table.find_column("id")->default_expression, "7");
    EXPECT_EQ(table.comment, "kept");
}

TEST(FailingDeparse, OfACheckCostsTheExpressions) {
    const catalog::Catalog catalog(catalog_of(broken_database(false, true)));
    EXPECT_THAT(notes_of(catalog), ElementsAre(HasSubstr(kNoExpressions)));
    EXPECT_THAT(catalog.find_relation("public", "v").relation->definition, HasSubstr("of_view"));
    const catalog::Relation& table = *catalog.find_relation("public", "t").relation;
    EXPECT_EQ(table.checks.at(0).expression, "");
    EXPECT_EQ(table.find_column("id")->default_expression, "") << "there is one, its text is unknown";
}

TEST(FailingDeparse, OfBoth) {
    const catalog::Catalog catalog(catalog_of(broken_database(true, true)));
    EXPECT_THAT(notes_of(catalog), ElementsAre(HasSubstr(kNoExpressions), HasSubstr(kNoViews)));
    EXPECT_EQ(catalog.find_relation("public", "t").relation->columns.size(), 1U);
}

}  // namespace
}  // namespace rowtype::testing
