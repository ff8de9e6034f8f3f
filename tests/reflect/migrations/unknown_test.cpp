// What cannot be evaluated is unknown, never absent, and never loses the rest of the file.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

TEST(Unknown, ABrokenStatementDoesNotLoseTheRest) {
    const catalog::Catalog catalog = read_sql("CREATE TABLE a (x int);\nCREATE TABLE b (x int,);\nCREATE TABLE c (x int);");
    EXPECT_THAT(columns_of(catalog, "a"), ElementsAre("x integer"));
    EXPECT_THAT(columns_of(catalog, "c"), ElementsAre("x integer"));
    const catalog::Relation* broken = catalog.find_relation("public", "b").relation;
    ASSERT_NE(broken, nullptr);
    EXPECT_FALSE(broken->columns_complete);
    EXPECT_THAT(notes_of(catalog),
                ElementsAre(HasSubstr("schema.sql:2: this statement is not understood (syntax error at or near \")\")")));
}

TEST(Unknown, AnOpenParenthesisOrQuoteDoesNotLoseTheRest) {
    const catalog::Catalog parenthesis = read_sql("CREATE TABLE a (x int;\nCREATE TABLE b (x int);\nCREATE TABLE c (y int);");
    EXPECT_THAT(columns_of(parenthesis, "c"), ElementsAre("y integer"));
    EXPECT_FALSE(parenthesis.find_relation("public", "a").relation->columns_complete);
    const catalog::Catalog quote = read_sql("CREATE TABLE a (x text DEFAULT 'open);\nCREATE TABLE b (y int);");
    EXPECT_THAT(columns_of(quote, "b"), ElementsAre("y integer"));
    EXPECT_FALSE(quote.find_relation("public", "a").relation->columns_complete);
}

TEST(Unknown, TemplatesMarkWhatTheyName) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int); CREATE TABLE u (a int);
        ALTER TABLE t ADD COLUMN {{ name }} int;
        GRANT SELECT ON {{ table }} TO {{ role }};
        INSERT INTO ${schema}.t VALUES (1);
        CREATE POLICY p ON ${table} USING (true);)");
    EXPECT_FALSE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_TRUE(catalog.find_relation("public", "u").relation->columns_complete);
    EXPECT_THAT(catalog.data().incomplete_schemas, IsEmpty());
    EXPECT_EQ(catalog.notes().size(), 1U);

    for (const std::string_view create : {"CREATE TABLE ${schema}.items (id int);", "CREATE TABLE :schema.items (id int);",
                                          "CREATE TABLE {{prefix}}items (id int);", "CREATE TABLE app_${env} (id int);"}) {
        const catalog::Catalog templated = read_sql(create);
        EXPECT_TRUE(templated.find_relation("public", "anything").unknown) << create;
        EXPECT_EQ(templated.notes().size(), 1U) << create;
    }
}

TEST(Unknown, SyntaxOfANewerPostgres) {
    const catalog::Catalog catalog = read_sql("CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL);");
    EXPECT_FALSE(catalog.find_relation("public", "t").relation->columns_complete);
}

TEST(Unknown, ImportedForeignSchemas) {
    const catalog::Catalog catalog = read_sql("CREATE SCHEMA far; IMPORT FOREIGN SCHEMA public FROM SERVER s INTO far");
    EXPECT_TRUE(catalog.find_relation("far", "anything").unknown);
    EXPECT_FALSE(catalog.find_relation("public", "anything").unknown);
}

TEST(Unknown, ExtensionsBringTypesAndViews) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE EXTENSION vector; CREATE EXTENSION IF NOT EXISTS pg_stat_statements; CREATE EXTENSION hstore;
        CREATE EXTENSION "uuid-ossp"; CREATE EXTENSION pg_cron;
        CREATE TABLE t (v vector(1536), h hstore, g geometry(Point, 4326)))");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("v vector(1536)", "h hstore", "g ?"));
    EXPECT_EQ(catalog.find_type({"public", "vector"})->extension, "vector");
    const catalog::Relation* view = catalog.find_relation("public", "pg_stat_statements").relation;
    ASSERT_NE(view, nullptr);
    EXPECT_FALSE(view->columns_complete);
    EXPECT_TRUE(catalog.find_relation("cron", "job").unknown);
    EXPECT_FALSE(catalog.is_incomplete("public"));
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(Unknown, AnExtensionThatIsNotKnownMayHaveMadeAnything) {
    const catalog::Catalog catalog = read_sql("CREATE EXTENSION nobody_knows");
    EXPECT_TRUE(catalog.find_relation("public", "anything").unknown);
    EXPECT_THAT(notes_of(catalog), ElementsAre(HasSubstr("the extension nobody_knows")));
}

TEST(Unknown, ASchemaThatNoFileCreatesMayHoldMore) {
    const catalog::Catalog catalog = read_sql("CREATE TABLE billing.invoices (id int)");
    EXPECT_NE(catalog.find_relation("billing", "invoices").relation, nullptr);
    EXPECT_TRUE(catalog.find_relation("billing", "other").unknown);
}

TEST(Unknown, ForeignKeysToTablesWithoutKnownKeysAreLeftOut) {
    const catalog::Catalog catalog = read_sql("CREATE TABLE t (a int REFERENCES ghost, b int REFERENCES ghost (id))");
    EXPECT_THAT(constraints_of(catalog, "t"), ElementsAre("fk t_b_fkey(b) -> public.ghost(id)"));
    EXPECT_EQ(catalog.notes().size(), 2U);
}

TEST(Unknown, HostileTextsDoNotHurt) {
    std::string deep = "CREATE VIEW v AS SELECT 1";
    for (int count = 0; count < 30'000; ++count) deep += "+1";
    for (const std::string& text :
         {deep, std::string(1000, '('), std::string(1000, ';'), std::string("\0\0;\0", 4), std::string("\\"), std::string("\\i"),
          std::string("COPY t FROM stdin"), std::string("'"), std::string("$$"), std::string("/*"), std::string("DO"),
          std::string("\xff\xfe CREATE TABLE x (y int);")}) {
        const catalog::Catalog catalog = read_sql(text + "\n;\nCREATE TABLE after_all (a int);\n");
        EXPECT_GE(catalog.schemas().size(), 1U);
    }
}

}  // namespace
}  // namespace rowtype::migrations
