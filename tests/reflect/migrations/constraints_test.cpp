// Constraints and indexes in all their options.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const catalog::Relation& relation_of(const catalog::Catalog& catalog, std::string_view name) {
    static const catalog::Relation none;
    const catalog::Relation* relation = catalog.find_relation("public", name).relation;
    return relation == nullptr ? none : *relation;
}

TEST(Constraints, ExclusionsAndTheirIndexes) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (room int, during tsrange, gone int, EXCLUDE USING gist (room WITH =, during WITH &&) WHERE (room > 0),
          CONSTRAINT named EXCLUDE USING gist ((lower(during)) WITH =, (room + 1) WITH <>) DEFERRABLE INITIALLY DEFERRED,
          EXCLUDE (gone WITH =));
        COMMENT ON CONSTRAINT named ON t IS 'why'; ALTER TABLE t RENAME room TO place; ALTER TABLE t DROP COLUMN gone)");
    const catalog::Relation& table = relation_of(catalog, "t");
    ASSERT_EQ(table.exclusions.size(), 2U);
    const catalog::Exclusion& named = table.exclusions[0];
    EXPECT_EQ(named.name, "named");
    EXPECT_THAT(named.elements, ElementsAre("(lower(during))", "(place + 1)"));
    EXPECT_THAT(named.operators, ElementsAre("=", "<>"));
    EXPECT_TRUE(named.deferrable && named.initially_deferred);
    EXPECT_EQ(named.comment, "why");
    const catalog::Exclusion& unnamed = table.exclusions[1];
    EXPECT_EQ(unnamed.name, "t_room_during_excl");
    EXPECT_THAT(unnamed.elements, ElementsAre("place", "during"));
    EXPECT_EQ(unnamed.predicate, "place > 0");
    EXPECT_FALSE(unnamed.deferrable);
    ASSERT_EQ(table.indexes.size(), 2U);
    EXPECT_THAT(table.indexes[0].expressions, ElementsAre("lower(during)", "(place + 1)"));
}

TEST(Constraints, DroppingAnExclusionTakesItsIndex) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int, EXCLUDE (a WITH =)); CREATE INDEX i ON t (a);
        ALTER TABLE t DROP CONSTRAINT i; ALTER TABLE t DROP CONSTRAINT t_a_excl)");
    EXPECT_THAT(relation_of(catalog, "t").exclusions, IsEmpty());
    EXPECT_THAT(constraints_of(catalog, "t"), ElementsAre("index i btree(a)"));
}

TEST(Constraints, LikeCopiesExclusionsIdentityAndComments) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int GENERATED ALWAYS AS IDENTITY (INCREMENT BY 5) PRIMARY KEY, b int UNIQUE CHECK (b > 0), EXCLUDE (b WITH =));
        COMMENT ON CONSTRAINT t_pkey ON t IS 'key'; COMMENT ON CONSTRAINT t_b_check ON t IS 'check';
        CREATE TABLE u (LIKE t INCLUDING ALL); CREATE TABLE v (LIKE t INCLUDING INDEXES INCLUDING CONSTRAINTS))");
    const catalog::Relation& all = relation_of(catalog, "u");
    EXPECT_EQ(all.primary_key->comment, "key");
    EXPECT_EQ(all.checks.front().comment, "check");
    EXPECT_EQ(all.exclusions.front().name, "u_b_excl");
    EXPECT_EQ(catalog.find_owned_sequence({"public", "u"}, "a")->increment, 5);
    const catalog::Relation& some = relation_of(catalog, "v");
    EXPECT_EQ(some.primary_key->comment + some.checks.front().comment, "");
    EXPECT_EQ(catalog.find_owned_sequence({"public", "v"}, "a"), nullptr);
}

TEST(Constraints, KeysKnowWhenTheyAreChecked) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int PRIMARY KEY DEFERRABLE INITIALLY DEFERRED, b int UNIQUE DEFERRABLE, c int UNIQUE INITIALLY DEFERRED,
          d int REFERENCES t ON DELETE CASCADE DEFERRABLE);
        ALTER TABLE t ALTER CONSTRAINT t_d_fkey INITIALLY DEFERRED)");
    const catalog::Relation& table = relation_of(catalog, "t");
    EXPECT_TRUE(table.primary_key->deferrable && table.primary_key->initially_deferred);
    EXPECT_TRUE(table.unique_keys[0].deferrable && !table.unique_keys[0].initially_deferred);
    EXPECT_TRUE(table.unique_keys[1].deferrable && table.unique_keys[1].initially_deferred);
    EXPECT_TRUE(table.foreign_keys[0].deferrable && table.foreign_keys[0].initially_deferred);
}

TEST(Constraints, ForeignKeysInAllTheirOptions) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE p (a int, b int, PRIMARY KEY (a, b)); CREATE TABLE t (x int, y int, z int);
        ALTER TABLE t ADD CONSTRAINT f FOREIGN KEY (x, y) REFERENCES p ON DELETE SET NULL (y),
          ADD CONSTRAINT g FOREIGN KEY (x, z) REFERENCES p NOT VALID, ADD CONSTRAINT h FOREIGN KEY (y, z) REFERENCES p NOT VALID;
        ALTER TABLE t VALIDATE CONSTRAINT h; ALTER TABLE t RENAME y TO yy; COMMENT ON CONSTRAINT g ON t IS 'old rows')");
    const std::vector<catalog::ForeignKey>& keys = relation_of(catalog, "t").foreign_keys;
    ASSERT_EQ(keys.size(), 3U);
    EXPECT_THAT(keys[0].set_columns, ElementsAre("yy"));
    EXPECT_TRUE(keys[0].validated && !keys[1].validated && keys[2].validated);
    EXPECT_EQ(keys[1].comment, "old rows");
}

TEST(Constraints, ChecksReachChildrenUnlessTheyMayNot) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE a (x int, CONSTRAINT own CHECK (x > 0) NO INHERIT); CREATE TABLE b () INHERITS (a); CREATE TABLE c () INHERITS (b);
        ALTER TABLE a ADD CONSTRAINT all_of_them CHECK (x < 9) NOT VALID, ADD CONSTRAINT only_here CHECK (x <> 5) NO INHERIT;
        ALTER TABLE a RENAME CONSTRAINT all_of_them TO small; ALTER TABLE a VALIDATE CONSTRAINT small)");
    EXPECT_THAT(constraints_of(catalog, "a"), ElementsAre("check only_here: x <> 5", "check own: x > 0", "check small: x < 9"));
    EXPECT_THAT(constraints_of(catalog, "c"), ElementsAre("check small: x < 9"));
    EXPECT_FALSE(relation_of(catalog, "a").checks[0].inherited);
    EXPECT_TRUE(relation_of(catalog, "c").checks[0].validated);
    EXPECT_THAT(relation_of(catalog, "c").inherits, ElementsAre(catalog::QualifiedName{"public", "b"}));
    EXPECT_THAT(relation_of(catalog, "a").inherits, IsEmpty());
}

TEST(Constraints, ValidityOfChecksIsKept) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int); ALTER TABLE t ADD CHECK (a > 0) NOT VALID;
        CREATE DOMAIN d AS text COLLATE "C"; ALTER DOMAIN d ADD CONSTRAINT short CHECK (length(VALUE) < 9) NOT VALID;
        ALTER DOMAIN d ADD CONSTRAINT long CHECK (length(VALUE) > 1) NOT VALID; ALTER DOMAIN d VALIDATE CONSTRAINT long;
        COMMENT ON CONSTRAINT long ON DOMAIN d IS 'at least two')");
    EXPECT_FALSE(relation_of(catalog, "t").checks.front().validated);
    const catalog::TypeDefinition* domain = catalog.find_type({"public", "d"});
    EXPECT_EQ(domain->collation, "C");
    ASSERT_FALSE(domain->checks.empty());
    EXPECT_TRUE(domain->checks.front().validated);
    EXPECT_EQ(domain->checks.front().comment, "at least two");
}

TEST(Keys, OfSeveralSubCommandsAreNotMerged) {
    EXPECT_THAT(constraints_of(read_sql("CREATE TABLE t (a int); ALTER TABLE t ADD UNIQUE (a), ADD PRIMARY KEY (a);"), "t"),
                ElementsAre("pk t_pkey(a)", "unique t_a_key(a)"));
    EXPECT_THAT(constraints_of(read_sql("CREATE TABLE t (a int); ALTER TABLE t ADD UNIQUE (a), ADD UNIQUE (a);"), "t"),
                ElementsAre("unique t_a_key(a)", "unique t_a_key1(a)"));
    EXPECT_THAT(constraints_of(read_sql("CREATE TABLE t (a int); ALTER TABLE t ADD b int UNIQUE PRIMARY KEY;"), "t"),
                ElementsAre("pk t_pkey(b)"));
    EXPECT_THAT(constraints_of(read_sql("CREATE TABLE t (a int UNIQUE, PRIMARY KEY (a));"), "t"), ElementsAre("pk t_pkey(a)"));
}

// Work that grew with the cube of these numbers would not end today.
TEST(Names, OfManyObjectsOfOneTable) {
    std::string indexes = "CREATE TABLE w (a int);";
    for (int count = 0; count < 900; ++count) indexes += "CREATE INDEX ON w (a);";
    EXPECT_EQ(read_sql(indexes).find_relation("public", "w").relation->indexes.back().name, "w_a_idx99");
    std::string columns = "CREATE TABLE w (a int";
    for (int count = 0; count < 1500; ++count) {
        const std::string name = "c" + std::to_string(count);
        columns += ", " + name + " int UNIQUE CHECK (" + name + " > 0)";
    }
    const catalog::Catalog catalog = read_sql(columns + ")");
    EXPECT_EQ(catalog.find_relation("public", "w").relation->unique_keys.size(), 1500U);
    EXPECT_EQ(catalog.find_relation("public", "w").relation->checks.size(), 1500U);
}

TEST(Names, OfAChainOfCopies) {
    std::string chain =
        "CREATE TABLE t0 (id serial PRIMARY KEY, a int UNIQUE CHECK (a > 0)); CREATE INDEX ON t0 (lower(a::text));";
    for (int count = 1; count <= 300; ++count) {
        chain += "CREATE TABLE t" + std::to_string(count) + " (LIKE t" + std::to_string(count - 1) + " INCLUDING ALL, x" +
                 std::to_string(count) + " int UNIQUE);";
    }
    const catalog::Catalog catalog = read_sql(chain);
    EXPECT_EQ(catalog.find_relation("public", "t300").relation->unique_keys.size(), 301U);
}

TEST(Indexes, OrdersAndOperatorClasses) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int, b text, c jsonb);
        CREATE INDEX i1 ON t (a DESC, b NULLS FIRST, (a + 1) DESC NULLS LAST); CREATE INDEX i2 ON t (a ASC NULLS LAST, b text_ops);
        CREATE INDEX i3 ON t (lower(b) text_pattern_ops, a); CREATE INDEX i4 ON t USING gin (c jsonb_path_ops);
        CREATE INDEX i5 ON t USING gin (c jsonb_ops); CREATE INDEX i6 ON t USING gin (b gin_trgm_ops);
        CREATE INDEX i7 ON t ((a), (lower(b)), (b || 'x') ) INCLUDE (c) WITH (fillfactor = 70) WHERE a > 1 AND b IS NOT NULL)");
    const std::vector<catalog::Index>& indexes = relation_of(catalog, "t").indexes;
    using Order = catalog::IndexOrder;
    EXPECT_THAT(indexes[0].orders, ElementsAre(Order::Descending, Order::AscendingNullsFirst, Order::DescendingNullsLast));
    EXPECT_THAT(indexes[0].operator_classes, IsEmpty());
    EXPECT_THAT(indexes[1].orders, IsEmpty());
    EXPECT_THAT(indexes[1].operator_classes, IsEmpty());
    EXPECT_THAT(indexes[2].operator_classes, ElementsAre("text_pattern_ops", ""));
    EXPECT_THAT(indexes[3].operator_classes, ElementsAre("jsonb_path_ops"));
    EXPECT_THAT(indexes[4].operator_classes, IsEmpty());
    EXPECT_THAT(indexes[5].operator_classes, ElementsAre("gin_trgm_ops"));
    EXPECT_THAT(indexes[6].columns, ElementsAre("a", "", ""));
    EXPECT_THAT(indexes[6].expressions, ElementsAre("lower(b)", "(b || 'x')"));
    EXPECT_EQ(indexes[6].predicate, "a > 1 AND b IS NOT NULL");
}

TEST(Types, MultirangesAreNamedAsPostgresNamesThem) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TYPE weightrange AS RANGE (subtype = float8); CREATE TYPE span AS RANGE (subtype = float8);
        CREATE TYPE r AS RANGE (subtype = float8, multirange_type_name = many); CREATE TYPE gone AS RANGE (subtype = int4);
        ALTER TYPE many RENAME TO lots; DROP TYPE gone)");
    EXPECT_EQ(catalog.find_type({"public", "weightrange"})->multirange.name, "weightmultirange");
    EXPECT_EQ(catalog.find_type({"public", "span"})->multirange.name, "span_multirange");
    EXPECT_EQ(catalog.find_type({"public", "r"})->multirange.name, "lots");
    EXPECT_EQ(catalog.find_type({"public", "gone_multirange"}), nullptr);
}

}  // namespace
}  // namespace rowtype::migrations
