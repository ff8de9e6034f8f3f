// Completion in SQL text.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/features/completion.h"
#include "tests/analysis/features/annotated.h"
#include "tests/analysis/features/shop.h"

namespace rowtype::features {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Not;

std::vector<std::string> offered(const std::string& sql, const std::string& quotes = "\"") {
    const test::Annotated given =
        test::annotated("import psycopg\nconnection = psycopg.connect('')\nrows = connection.execute(" + quotes + sql + "\n");
    const Settings settings;
    const engine::Environment environment{test::feature_schema(), &settings, nullptr};
    engine::FileEngine file({"app/example.py", "app.example", false}, given.code);
    const Completion completion = complete(snapshot_of(file, environment), given.cursor, MarkupKind::PlainText);
    if (given.range) {
        EXPECT_EQ(completion.replaced, *given.range) << sql << "\nreplaces \"" << slice(given.code, completion.replaced) << '"';
    }
    std::vector<std::string> names;
    for (const CompletionItem& item : completion.items) names.push_back(item.label);
    return names;
}

const auto kTables = ElementsAre("categories", "items", "orders", "paid_orders", "profiles", "transfers", "billing.invoices");

TEST(SqlCompletion, TablesWhereATableStands) {
    EXPECT_THAT(offered("SELECT * FROM [[^]]\")"), kTables);
    EXPECT_THAT(offered("SELECT * FROM [[or^"), kTables);
    EXPECT_THAT(offered("SELECT * FROM orders o JOIN [[^]] ON true\")"), kTables);
    EXPECT_THAT(offered("SELECT * FROM orders, [[^"), kTables);
    EXPECT_THAT(offered("INSERT INTO [[^"), kTables);
    EXPECT_THAT(offered("UPDATE [[^"), kTables);
    EXPECT_THAT(offered("DELETE FROM [[^"), kTables);
    EXPECT_THAT(offered("SELECT * FROM billing.[[^"), ElementsAre("invoices"));
    EXPECT_THAT(offered("SELECT *\n    FROM [[^]]\n\"\"\")", "\"\"\""), kTables);
    EXPECT_THAT(offered("SELECT 1; SELECT * FROM [[^"), kTables);
}

TEST(SqlCompletion, NoTablesElsewhere) {
    for (const char* sql : {"SELECT ^", "SELECT extract(year FROM ^", "SELECT * FROM orders WHERE a IS DISTINCT FROM ^",
                            "SELECT * FROM orders FOR UPDATE ^", "SELECT '^", "SELECT 'FROM ^'\")", "SELECT 1 -- FROM ^",
                            "SELECT * FROM orders ^", "hello from ^"}) {
        EXPECT_THAT(offered(sql), Not(Contains("profiles"))) << sql;
    }
}

TEST(SqlCompletion, ColumnsBehindAnAlias) {
    const auto profiles = ElementsAre("id", "email", "full_name");
    EXPECT_THAT(offered("SELECT p.[[^]] FROM orders o JOIN profiles p ON p.id = o.customer_id\")"), profiles);
    EXPECT_THAT(offered("SELECT * FROM orders o JOIN profiles AS p ON p.[[em^"), profiles);
    EXPECT_THAT(offered("SELECT profiles.[[^]] FROM profiles\")"), profiles);
    EXPECT_THAT(offered("SELECT i.[[^]] FROM billing.invoices i\")"), ElementsAre("number", "amount"));
    EXPECT_THAT(offered("SELECT x.^ FROM profiles p\")"), IsEmpty());
    EXPECT_THAT(offered("WITH profiles AS (SELECT 1) SELECT profiles.^ FROM profiles\")"), IsEmpty());
    EXPECT_THAT(offered("SELECT p.^ FROM profiles p WHERE EXISTS (SELECT 1 FROM orders p)\")"), IsEmpty()) << "two have the name";
    EXPECT_THAT(offered("SELECT 1.^ FROM profiles p\")"), IsEmpty());
}

TEST(SqlCompletion, ColumnsOfTheOnlyTable) {
    EXPECT_THAT(offered("SELECT [[^]] FROM profiles\")"), ElementsAre("id", "email", "full_name"));
    EXPECT_THAT(offered("SELECT id, [[^]] FROM profiles\")"), ElementsAre("id", "email", "full_name"));
    EXPECT_THAT(offered("SELECT * FROM profiles WHERE [[em^"), ElementsAre("id", "email", "full_name"));
    EXPECT_THAT(offered("SELECT * FROM profiles ORDER BY [[^"), ElementsAre("id", "email", "full_name"));
    EXPECT_THAT(offered("UPDATE profiles SET [[^"), ElementsAre("id", "email", "full_name"));
    EXPECT_THAT(offered("INSERT INTO profiles ([[^"), ElementsAre("id", "email", "full_name"));
    EXPECT_THAT(offered("INSERT INTO profiles (id, [[^]]) VALUES (1)\")"), ElementsAre("email", "full_name"));
    EXPECT_THAT(offered("SELECT ^ FROM profiles, orders\")"), IsEmpty());
    EXPECT_THAT(offered("SELECT ^ FROM (SELECT 1 FROM profiles) x\")"), IsEmpty());
    EXPECT_THAT(offered("INSERT INTO profiles (id) VALUES (^"), IsEmpty());
}

}  // namespace
}  // namespace rowtype::features
