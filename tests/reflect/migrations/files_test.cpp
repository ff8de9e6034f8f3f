// Several files: order, includes, search path, origins.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

MigrationCatalog read(const std::vector<SqlFile>& files) {
    Options options;
    options.platform = Platform::Plain;
    return read_migrations(files, options).value();
}

TEST(Files, NoFilesIsAnError) {
    const Result<MigrationCatalog> result = read_migrations({});
    ASSERT_FALSE(result.ok());
    EXPECT_EQ(result.error().kind, Error::Kind::SchemaUnavailable);
}

TEST(Files, AreAppliedInTheOrderGiven) {
    const catalog::Catalog catalog(read({{"1.sql", "CREATE TABLE t (a int);"}, {"2.sql", "ALTER TABLE t ADD b int;"}}).data);
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer", "b integer"));
}

TEST(Files, EachHasASessionOfItsOwn) {
    const catalog::Catalog catalog(
        read({{"1.sql", "CREATE SCHEMA app; SET search_path = app;"}, {"2.sql", "CREATE TABLE t (a int);"}}).data);
    EXPECT_NE(catalog.find_relation("public", "t").relation, nullptr);
}

TEST(Files, IncludedOnesAreAppliedWhereTheyAreIncluded) {
    const catalog::Catalog catalog(
        read({{"db/a_tables.sql", "CREATE TABLE t (m mood);"},
              {"db/all.sql", "CREATE TYPE mood AS ENUM ('x');\n\\ir ./a_tables.sql\nALTER TABLE t ADD b int;"}})
            .data);
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("m mood", "b integer"));
}

TEST(Files, AMissingIncludeMakesEverythingUnknown) {
    const catalog::Catalog catalog(read({{"all.sql", "CREATE TABLE t (a int);\n\\i gone.sql\n"}}).data);
    EXPECT_TRUE(catalog.find_relation("public", "other").unknown);
    EXPECT_FALSE(catalog.find_relation("public", "t").relation->columns_complete);
    EXPECT_THAT(notes_of(catalog), ElementsAre(HasSubstr("all.sql:2: the included file gone.sql")));
}

TEST(Files, IncludesInACircleEnd) {
    const catalog::Catalog catalog(
        read({{"a.sql", "\\i b.sql\nCREATE TABLE t (a int);"}, {"b.sql", "\\i c.sql\n"}, {"c.sql", "\\i b.sql\n"}}).data);
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer"));
}

TEST(Files, OriginsNameFileAndLine) {
    const MigrationCatalog result = read({{"1.sql", "\nCREATE TABLE t (\n  a int,\n  b int);\nCREATE TYPE mood AS ENUM ('x');"},
                                          {"2.sql", "ALTER TABLE t\n  ADD c int;"}});
    const catalog::QualifiedName table{"public", "t"};
    EXPECT_THAT(result.origins,
                ElementsAre(Origin{{"public", "mood"}, "", "1.sql", 5}, Origin{table, "", "1.sql", 2},
                            Origin{table, "a", "1.sql", 3}, Origin{table, "b", "1.sql", 4}, Origin{table, "c", "2.sql", 2}));
}

TEST(Files, DownSectionsAreLeftOut) {
    const catalog::Catalog catalog(
        read({{"1.sql", "-- +goose Up\nCREATE TABLE t (a int);\n-- +goose Down\nDROP TABLE t;"}}).data);
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer"));
}

TEST(Files, EqualInputGivesAnEqualCatalog) {
    const std::vector<SqlFile> files = {
        {"1.sql", "CREATE TABLE b (a int PRIMARY KEY); CREATE TABLE a (b int REFERENCES b, UNIQUE (b));"}};
    EXPECT_EQ(catalog::Catalog(read(files).data).fingerprint(), catalog::Catalog(read(files).data).fingerprint());
}

}  // namespace
}  // namespace rowtype::migrations
