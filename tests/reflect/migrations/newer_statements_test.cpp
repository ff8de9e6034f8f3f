// Clauses of PostgreSQL 18, which the parser does not know.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(NewerStatements, VirtualColumns) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int, b int GENERATED ALWAYS AS (a * 2) VIRTUAL NOT NULL, c int GENERATED ALWAYS AS (a * (3)),
          d int GENERATED ALWAYS AS (a) STORED, e int GENERATED ALWAYS AS IDENTITY (START 3)))");
    EXPECT_THAT(columns_of(catalog, "t"),
                ElementsAre("a integer", "b integer not null generated a * 2", "c integer generated a * (3)",
                            "d integer generated a", "e integer not null identity always"));
    const catalog::Relation* table = catalog.find_relation("public", "t").relation;
    EXPECT_EQ(table->columns[1].generated, catalog::Generated::Virtual);
    EXPECT_EQ(table->columns[2].generated, catalog::Generated::Virtual);
    EXPECT_EQ(table->columns[3].generated, catalog::Generated::Stored);
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(NewerStatements, ConstraintsThatAreNotEnforced) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int PRIMARY KEY, b int CHECK (b > 0) NOT ENFORCED, c int CHECK (c > 0) ENFORCED,
          d int CONSTRAINT fk REFERENCES t NOT ENFORCED, CONSTRAINT later FOREIGN KEY (d) REFERENCES t DEFERRABLE);
        ALTER TABLE t ALTER CONSTRAINT later NOT ENFORCED; ALTER TABLE t ALTER CONSTRAINT fk ENFORCED)");
    const catalog::Relation* table = catalog.find_relation("public", "t").relation;
    EXPECT_FALSE(table->checks[0].enforced || table->checks[0].validated);
    EXPECT_TRUE(table->checks[1].enforced && table->checks[1].validated);
    EXPECT_TRUE(table->foreign_keys[0].enforced);
    EXPECT_FALSE(table->foreign_keys[1].enforced);
    EXPECT_TRUE(table->foreign_keys[1].deferrable);
}

TEST(NewerStatements, TemporalKeysAndNotNullConstraints) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE p (a int, during tsrange, b int, CONSTRAINT b_there NOT NULL b, PRIMARY KEY (a, during WITHOUT OVERLAPS));
        CREATE TABLE t (NOT NULL x NO INHERIT, x int, during tsrange, FOREIGN KEY (x, PERIOD during) REFERENCES p (a, PERIOD during));
        ALTER TABLE t ADD CONSTRAINT d_there NOT NULL during)");
    const catalog::Relation* table = catalog.find_relation("public", "p").relation;
    EXPECT_TRUE(table->primary_key->without_overlaps);
    EXPECT_THAT(columns_of(catalog, "p"), ElementsAre("a integer not null", "during tsrange not null", "b integer not null"));
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("x integer not null", "during tsrange not null"));
    EXPECT_THAT(constraints_of(catalog, "t"), ElementsAre("fk t_x_during_fkey(x,during) -> public.p(a,during)"));
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

}  // namespace
}  // namespace rowtype::migrations
