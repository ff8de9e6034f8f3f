// CHECK expressions: only what is wholly understood counts.
#include "analysis/types/check_values.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::types {
namespace {

using testing::ElementsAre;

CheckedValues read(std::string_view expression, std::string_view column = "price") {
    CheckedValues values;
    if (!read_check(expression, column, values)) values.incomplete = true;
    return values;
}

TEST(CheckValues, Comparisons) {
    EXPECT_EQ(read("price >= 0").minimum, 0);
    EXPECT_FALSE(read("price >= 0").minimum_excluded);
    EXPECT_TRUE(read("(price > (0)::numeric)").minimum_excluded);
    EXPECT_EQ(read("\"price\" < 10.5").maximum, 10.5);
    EXPECT_EQ(read("0 < price").minimum, 0);
    EXPECT_TRUE(read("0 < price").minimum_excluded);
    EXPECT_EQ(read("price >= '-5'::integer").minimum, -5);
    EXPECT_EQ(read("price > -5").minimum, -5);
}

TEST(CheckValues, Conjunctions) {
    const CheckedValues values = read("((price >= 1) AND (price <= 5))");
    EXPECT_EQ(values.minimum, 1);
    EXPECT_EQ(values.maximum, 5);
    EXPECT_FALSE(values.incomplete);
    EXPECT_EQ(read("price BETWEEN 1 AND 90").maximum, 90);
    EXPECT_EQ(read("price between 1 and 90 and price <> 3").incomplete, true);
}

TEST(CheckValues, TheTighterBoundCounts) {
    EXPECT_TRUE(read("price > 0 AND price >= 0").minimum_excluded);
    EXPECT_FALSE(read("price >= 0 AND price > -5").minimum_excluded);
    EXPECT_EQ(read("price <= 5 AND price < 9").maximum, 5);
    EXPECT_FALSE(read("price <= 5 AND price < 9").maximum_excluded);
}

TEST(CheckValues, Lists) {
    EXPECT_THAT(*read("status::text in ('a', 'b')", "status").values, ElementsAre("a", "b"));
    EXPECT_EQ(read("price::numeric between 1 and 2").maximum, 2);
    EXPECT_THAT(*read("status IN ('a', 'it''s')", "status").values, ElementsAre("a", "it's"));
    EXPECT_THAT(*read("(status = ANY (ARRAY['a'::text, 'b'::text]))", "status").values, ElementsAre("a", "b"));
    EXPECT_THAT(
        *read("((status)::text = ANY ((ARRAY['a'::character varying, 'b'::character varying])::text[]))", "status").values,
        ElementsAre("a", "b"));
    EXPECT_THAT(*read("(price = ANY (ARRAY[1, 2]))").values, ElementsAre("1", "2"));
    EXPECT_THAT(*read("status = 'a'", "status").values, ElementsAre("a"));
}

TEST(CheckValues, WhatIsNotUnderstoodClaimsNothing) {
    for (const std::string_view expression :
         {"price > cost", "price >= 0 OR price = -1", "length(price) > 3", "price ~ '^a'", "NOT (price > 3)", "price >= 0 AND",
          "price IS NOT NULL", "(((", "price > 'x'", "price = ANY (SELECT 1)", "price >= 0 ; DROP", "'unclosed"}) {
        const CheckedValues values = read(expression);
        EXPECT_TRUE(values.incomplete) << expression;
        EXPECT_FALSE(values.minimum || values.maximum || values.values) << expression;
    }
}

TEST(CheckValues, HostileDepthEnds) {
    EXPECT_TRUE(read(std::string(100000, '(')).incomplete);
    EXPECT_TRUE(read("price >= " + std::string(100000, '(') + "1").incomplete);
}

TEST(CheckValues, ChecksOfRelationAndDomains) {
    catalog::CatalogData data;
    data.schemas = {"public"};
    catalog::TypeDefinition domain;
    domain.name = {"public", "rating"};
    domain.kind = catalog::TypeKind::Domain;
    domain.base = {{"pg_catalog", "int4"}, {}, 0};
    domain.checks = {{"rating_check", "VALUE > 0"}};
    data.types = {domain};
    const catalog::Catalog catalog(data);
    catalog::Relation relation;
    relation.checks = {{"a", "stars <= 5"}, {"b", "other ~ 'x'"}};
    catalog::Column column;
    column.name = "stars";
    column.type = {{"public", "rating"}, {}, 0};
    const CheckedValues values = checked_values(catalog, &relation, column);
    EXPECT_EQ(values.minimum, 0);
    EXPECT_EQ(values.maximum, 5);
    EXPECT_FALSE(values.incomplete) << "a CHECK on another column says nothing of this one";
    relation.checks.push_back({"c", "stars < limit_of(stars)"});
    EXPECT_TRUE(checked_values(catalog, &relation, column).incomplete);
}

}  // namespace
}  // namespace rowtype::types
