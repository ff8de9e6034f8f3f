#include <string>
#include <thread>
#include <vector>

#include <gtest/gtest.h>

#include "reflect/sql/syntax_tree.h"

namespace rowtype::sql {
namespace {

std::string repeat(std::string_view text, std::size_t times) {
    std::string repeated;
    repeated.reserve(text.size() * times);
    for (std::size_t count = 0; count < times; ++count) repeated += text;
    return repeated;
}

TEST(Parse, GivesStatementsWithTheirSpans) {
    const std::string_view sql = "  -- first\n SELECT 1 ;\n/* second */ DELETE FROM t \n";
    const ParseOutcome outcome = parse(sql);
    ASSERT_TRUE(outcome.tree);
    const std::vector<Statement>& statements = outcome.tree->statements();
    ASSERT_EQ(statements.size(), 2U);
    EXPECT_EQ(slice(sql, statements[0].span), "SELECT 1");
    EXPECT_EQ(slice(sql, statements[1].span), "DELETE FROM t");
    EXPECT_TRUE(statements[0].node->is("SelectStmt"));
    EXPECT_TRUE(statements[1].node->is("DeleteStmt"));
}

TEST(Parse, GivesNodesByPostgresNames) {
    const ParseOutcome outcome = parse("SELECT u.name AS n FROM public.users u WHERE u.id = 0");
    ASSERT_TRUE(outcome.tree);
    const Node& select = *outcome.tree->statements()[0].node;
    const Node& target = *select["targetList"].items().at(0);
    EXPECT_TRUE(target.is("ResTarget"));
    EXPECT_EQ(target["name"].string(), "n");
    EXPECT_EQ(target["val"]["fields"].items().at(1)->sval(), "name");
    EXPECT_EQ(target["val"].location(), 7);
    const Node& table = *select["fromClause"].items().at(0);
    EXPECT_EQ(table["schemaname"].string(), "public");
    EXPECT_EQ(table["alias"]["aliasname"].string(), "u");
    EXPECT_EQ(table.location(), 24);
    EXPECT_EQ(select["whereClause"]["rexpr"]["ival"]["ival"].integer(), 0);
}

TEST(Parse, AnswersNothingForWhatIsNotThere) {
    const ParseOutcome outcome = parse("SELECT 1");
    const Node& nothing = (*outcome.tree->statements()[0].node)["whereClause"]["lexpr"];
    EXPECT_FALSE(nothing);
    EXPECT_EQ(&nothing, &Node::null());
    EXPECT_EQ(nothing.location(), -1);
    EXPECT_TRUE(nothing.items().empty());
}

TEST(Parse, NamesTheFieldsOfAnObject) {
    const ParseOutcome outcome = parse("SELECT 1");
    const Node& target = *(*outcome.tree->statements()[0].node)["targetList"].items().at(0);
    ASSERT_EQ(target.field_names().size(), target.items().size());
    EXPECT_EQ(target.field_names().at(0), "val");
    EXPECT_TRUE(target.items().at(0)->is("A_Const"));
}

TEST(Parse, AnEmptyTextHasNoStatements) {
    for (const std::string_view sql : {"", " ;; ", "-- nothing"}) {
        const ParseOutcome outcome = parse(sql);
        ASSERT_TRUE(outcome.tree) << sql;
        EXPECT_TRUE(outcome.tree->statements().empty()) << sql;
    }
}

TEST(Parse, PointsAtTheOffendingToken) {
    const std::string_view sql = "SELECT 'äöü' FORM users";
    const ParseOutcome outcome = parse(sql);
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->message, "syntax error at or near \"users\"");
    EXPECT_EQ(slice(sql, outcome.error->token), "users");
    EXPECT_FALSE(outcome.error->not_understood);
}

TEST(Parse, AnErrorAtTheEndHasAnEmptyToken) {
    const ParseOutcome outcome = parse("SELECT * FROM");
    ASSERT_TRUE(outcome.error);
    EXPECT_EQ(outcome.error->message, "syntax error at end of input");
    EXPECT_EQ(outcome.error->offset, 13U);
    EXPECT_TRUE(outcome.error->token.empty());
}

TEST(Parse, KnowsPostgres17) {
    for (const std::string_view sql :
         {"SELECT 1_000, 0x1F", "SELECT * FROM JSON_TABLE('[]', '$[*]' COLUMNS (a int PATH '$.a')) t",
          "MERGE INTO t USING s ON t.a = s.a WHEN MATCHED THEN DELETE RETURNING t.*", "SELECT '1' IS JSON"}) {
        EXPECT_TRUE(parse(sql).tree) << sql;
    }
}

TEST(Caps, OperatorChainsAreNotUnderstood) {
    const ParseOutcome chain = parse("SELECT 1" + repeat("+1", 30'000));
    ASSERT_TRUE(chain.error);
    EXPECT_TRUE(chain.error->not_understood);
    EXPECT_NE(chain.error->message.find("20,000 operators"), std::string::npos);
    const ParseOutcome set = parse("SELECT 1" + repeat(" UNION SELECT 1", 21'000));
    ASSERT_TRUE(set.error);
    EXPECT_TRUE(set.error->not_understood);
}

TEST(Caps, DeepTreesAreNotUnderstood) {
    EXPECT_TRUE(parse("SELECT 1" + repeat("+1", 500)).tree);
    const ParseOutcome chain = parse("SELECT 1" + repeat("+1", 3'000));
    ASSERT_TRUE(chain.error);
    EXPECT_EQ(chain.error->message, "the SQL statement is nested deeper than 2,000 levels");
    for (const std::string& sql :
         {"SELECT 1" + repeat("+1", 19'000), "SELECT 1" + repeat("::int", 15'000), "SELECT 1" + repeat(" UNION SELECT 1", 15'000),
          "SELECT " + repeat("(", 100'000), "SELECT " + repeat("NOT ", 15'000) + "true", "SELECT " + repeat("ARRAY[", 5'000)}) {
        const ParseOutcome outcome = parse(sql);
        ASSERT_TRUE(outcome.error) << sql.substr(0, 40);
        EXPECT_TRUE(outcome.error->not_understood || sql.ends_with("(") || sql.ends_with("["))
            << sql.substr(0, 40) << outcome.error->message;
    }
}

TEST(Caps, LongListsAreFine) {
    EXPECT_TRUE(parse("SELECT 1 WHERE a IN (1" + repeat(", 1", 30'000) + ")").tree);
    EXPECT_TRUE(parse("INSERT INTO t VALUES (1)" + repeat(", (1)", 20'000)).tree);
}

TEST(Caps, LargeAndOddTextsAreNotUnderstood) {
    for (const std::string& sql :
         {"SELECT '" + std::string(1024 * 1024, 'x') + "'", std::string("SELECT 1\0, 2", 12), std::string("SELECT '\xff\xfe'")}) {
        const ParseOutcome outcome = parse(sql);
        ASSERT_TRUE(outcome.error);
        EXPECT_TRUE(outcome.error->not_understood);
    }
}

TEST(Parse, TreesAreReadByManyThreads) {
    const ParseOutcome shared = parse("SELECT a FROM t");
    std::vector<std::thread> threads;
    std::vector<int> good(4, 0);
    for (std::size_t index = 0; index < good.size(); ++index) {
        threads.emplace_back([&, index] {
            for (int round = 0; round < 200; ++round) {
                const ParseOutcome own = parse("SELECT b, c FROM u WHERE d = " + std::to_string(round));
                const Node& table = *(*shared.tree->statements()[0].node)["fromClause"].items().at(0);
                if (own.tree && table["relname"].string() == "t") ++good[index];
            }
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(good, std::vector<int>(4, 200));
}

}  // namespace
}  // namespace rowtype::sql
