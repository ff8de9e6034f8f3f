// Texts that are deparsed for a few relations and taken over by those that have the same: each is what PostgreSQL says of itself.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using catalog::Relation;

// As the server has it, of every check of the database: "table.check expression" a line.
std::string checks_of_server(const std::string& url) {
    return PostgresServer::shared().execute(
        url,
        "SELECT conrelid::regclass || '.' || conname || ' ' || pg_get_expr(conbin, conrelid, true) FROM pg_constraint "
        "WHERE contype = 'c' AND conrelid <> 0 ORDER BY conrelid::regclass::text COLLATE \"C\", conname COLLATE \"C\"");
}

std::string checks_of(const catalog::Catalog& catalog) {
    std::string text;
    for (const Relation& relation : catalog.relations()) {
        for (const catalog::Check& check : relation.checks)
            text += relation.name.name + "." + check.name + " " + check.expression + "\n";
    }
    return text;
}

// Runs `statement` for numbers from 1, with each % in place of the number.
void execute_for_each(const std::string& url, int count, const std::string& statement) {
    std::string sql;
    for (int number = 1; number <= count; ++number) {
        for (const char letter : statement) sql += letter == '%' ? std::to_string(number) : std::string(1, letter);
        sql += ";\n";
    }
    PostgresServer::shared().execute(url, sql);
}

TEST(RepeatedExpressions, OfManyTablesAreEachAsTheServerSays) {
    const std::string url = PostgresServer::shared().create_database("repeated");
    execute_for_each(url, 9,
                     "CREATE TABLE t% (a int CHECK (a > 1), b text CONSTRAINT whole CHECK (t% IS NOT NULL), "
                     "CONSTRAINT b CHECK (a > 2 AND b <> ''))");
    // The same trees over columns of other names, and behind a column that was dropped.
    execute_for_each(url, 5, "CREATE TABLE u% (\"order\" int CHECK (\"order\" > 1), b text)");
    execute_for_each(url, 5, "CREATE TABLE v% (a int CHECK (a > 1), b text); ALTER TABLE v% RENAME a TO c");
    execute_for_each(url, 5, "CREATE TABLE w% (gone int, a int CHECK (a > 1)); ALTER TABLE w% DROP gone");
    const catalog::Catalog catalog(catalog_of(url));
    EXPECT_TRUE(catalog.notes().empty());
    EXPECT_EQ(checks_of(catalog), checks_of_server(url));
    EXPECT_EQ(catalog.find_relation("public", "t9").relation->checks.back().expression, "t9.* IS NOT NULL");
    EXPECT_EQ(catalog.find_relation("public", "u5").relation->checks.at(0).expression, "\"order\" > 1");
}

TEST(RepeatedExpressions, OfIndexesAndPolicies) {
    const std::string url = PostgresServer::shared().create_database("repeated");
    execute_for_each(url, 7,
                     "CREATE TABLE t% (a int, b text); ALTER TABLE t% ENABLE ROW LEVEL SECURITY;"
                     "CREATE INDEX i% ON t% (lower(b), a, (a + 1)) WHERE a > 5; CREATE INDEX p% ON t% (a) WHERE b <> '';"
                     "CREATE INDEX e% ON t% ((t% IS NULL)); CREATE POLICY b ON t% USING (a > 1) WITH CHECK (a > 2);"
                     "CREATE POLICY n ON t% FOR INSERT WITH CHECK (a > 1);"
                     "CREATE POLICY o ON t% FOR SELECT USING (a > 1);"
                     "CREATE POLICY s ON t% USING (EXISTS (SELECT FROM t1 x WHERE x.a = t%.a))");
    const catalog::Catalog catalog(catalog_of(url));
    EXPECT_TRUE(catalog.notes().empty());
    for (int number = 1; number <= 7; ++number) {
        const std::string name = "t" + std::to_string(number);
        const Relation& table = *catalog.find_relation("public", name).relation;
        ASSERT_EQ(table.indexes.size(), 3U);
        EXPECT_EQ(table.indexes[0].expressions, std::vector<std::string>{"(" + name + ".* IS NULL)"});
        EXPECT_EQ(table.indexes[1].expressions, (std::vector<std::string>{"lower(b)", "(a + 1)"}));
        EXPECT_EQ(table.indexes[1].predicate, "(a > 5)");
        EXPECT_EQ(table.indexes[2].predicate, "(b <> ''::text)");
        ASSERT_EQ(table.policies.size(), 4U);
        EXPECT_EQ(table.policies[0].using_expression, "(a > 1)");
        EXPECT_EQ(table.policies[0].check_expression, "(a > 2)");
        EXPECT_EQ(table.policies[1].using_expression, std::nullopt);
        EXPECT_EQ(table.policies[1].check_expression, "(a > 1)");
        EXPECT_EQ(table.policies[2].using_expression, "(a > 1)");
        EXPECT_EQ(table.policies[2].check_expression, std::nullopt);
        EXPECT_THAT(table.policies[3].using_expression.value_or(""), ::testing::HasSubstr(name + ".a")) << "of its own table";
    }
}

TEST(RepeatedExpressions, OfPartitionsAndOfExclusions) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("repeated");
    server.execute(url,
                   "CREATE TABLE parent (id int, at tsrange CHECK (NOT isempty(at))) PARTITION BY LIST (id); CREATE INDEX ON "
                   "parent (lower(at))");
    execute_for_each(
        url, 6,
        "CREATE TABLE child% PARTITION OF parent FOR VALUES IN (%);"
        "CREATE TABLE x% (at tsrange, EXCLUDE USING gist (tsrange(lower(at), upper(at)) WITH &&) WHERE (NOT isempty(at)))");
    const catalog::Catalog catalog(catalog_of(url));
    EXPECT_TRUE(catalog.notes().empty());
    EXPECT_EQ(checks_of(catalog), checks_of_server(url));
    for (int number = 1; number <= 6; ++number) {
        const Relation& child = *catalog.find_relation("public", "child" + std::to_string(number)).relation;
        EXPECT_EQ(child.indexes.at(0).expressions, std::vector<std::string>{"lower(at)"});
        const Relation& table = *catalog.find_relation("public", "x" + std::to_string(number)).relation;
        EXPECT_EQ(table.exclusions.at(0).elements, std::vector<std::string>{"(tsrange(lower(at), upper(at)))"});
        EXPECT_EQ(table.exclusions.at(0).predicate, "(NOT isempty(at))");
    }
}

}  // namespace
}  // namespace rowtype::testing
