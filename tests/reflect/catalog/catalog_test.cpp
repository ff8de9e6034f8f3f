#include "reflect/catalog/catalog.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::catalog {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

Relation relation(const std::string& schema, const std::string& name) {
    Relation made;
    made.name = {schema, name};
    return made;
}

Function function(const std::string& name, const std::string& argument_type) {
    Function made;
    made.name = {"public", name};
    Argument argument;
    argument.type = {{"pg_catalog", argument_type}, {}, 0};
    made.arguments.push_back(argument);
    return made;
}

CatalogData two_schemas() {
    CatalogData data;
    data.schemas = {"public", "app", "app"};
    data.search_path = {"app", "public"};
    data.relations = {relation("public", "users"), relation("app", "users"), relation("public", "Orders"),
                      relation("app", "items")};
    return data;
}

TEST(FindRelation, BySchemaAndBySearchPath) {
    const Catalog catalog(two_schemas());
    EXPECT_EQ(catalog.find_relation("public", "users").relation->name.schema, "public");
    EXPECT_EQ(catalog.find_relation("", "users").relation->name.schema, "app");
    EXPECT_EQ(catalog.find_relation("", "Orders").relation->name.schema, "public");
    EXPECT_EQ(catalog.find_relation("", "orders").relation, nullptr);
    EXPECT_EQ(catalog.find_relation("public", "items").relation, nullptr);
}

TEST(FindRelation, AbsentIsNotUnknown) {
    const Catalog catalog(two_schemas());
    EXPECT_FALSE(catalog.find_relation("public", "nothing").unknown);
    EXPECT_FALSE(catalog.find_relation("", "nothing").unknown);
}

TEST(FindRelation, SystemUnreadAndIncompleteSchemasAreUnknown) {
    CatalogData data = two_schemas();
    data.incomplete_schemas = {"app"};
    const Catalog catalog(data);
    EXPECT_TRUE(catalog.find_relation("information_schema", "tables").unknown);
    EXPECT_TRUE(catalog.find_relation("pg_catalog", "pg_class").unknown);
    EXPECT_TRUE(catalog.find_relation("", "pg_class").unknown);
    EXPECT_TRUE(catalog.find_relation("elsewhere", "x").unknown);
    EXPECT_TRUE(catalog.find_relation("app", "nothing").unknown);
    EXPECT_TRUE(catalog.find_relation("", "nothing").unknown);
    EXPECT_FALSE(catalog.find_relation("public", "nothing").unknown);
    EXPECT_TRUE(catalog.is_incomplete("app"));
    data.incomplete_schemas = {"*"};
    EXPECT_TRUE(Catalog(data).find_relation("public", "nothing").unknown);
}

TEST(RelationNames, AreSortedAndVisible) {
    const Catalog catalog(two_schemas());
    EXPECT_THAT(catalog.relation_names(""), ElementsAre("Orders", "items", "users"));
    EXPECT_THAT(catalog.relation_names("app"), ElementsAre("items", "users"));
    EXPECT_THAT(catalog.relation_names("nowhere"), IsEmpty());
    EXPECT_EQ(catalog.relations_named("users").size(), 2U);
    EXPECT_THAT(catalog.schemas(), ElementsAre("app", "public"));
    EXPECT_TRUE(catalog.has_schema("app"));
}

TEST(FindFunctions, GivesAllOverloads) {
    CatalogData data;
    data.schemas = {"public"};
    data.functions = {function("f", "text"), function("g", "int4"), function("f", "int4")};
    const Catalog catalog(data);
    ASSERT_EQ(catalog.find_functions("", "f").size(), 2U);
    EXPECT_EQ(catalog.find_functions("public", "f")[0]->arguments[0].type.name.name, "int4");
    EXPECT_THAT(catalog.find_functions("app", "f"), IsEmpty());
}

TypeDefinition domain(const std::string& name, Type base, bool not_null) {
    TypeDefinition made;
    made.name = {"public", name};
    made.kind = TypeKind::Domain;
    made.base = std::move(base);
    made.not_null = not_null;
    return made;
}

TEST(BaseType, WalksDomainsAndAddsDimensions) {
    CatalogData data;
    data.types = {domain("inner", {{"pg_catalog", "varchar"}, {20}, 1}, true),
                  domain("outer", {{"public", "inner"}, {}, 0}, false)};
    const Catalog catalog(data);
    EXPECT_EQ(catalog.base_type({{"public", "outer"}, {}, 1}), (Type{{"pg_catalog", "varchar"}, {20}, 2}));
    EXPECT_EQ(catalog.base_type({{"pg_catalog", "text"}, {}, 0}), (Type{{"pg_catalog", "text"}, {}, 0}));
    EXPECT_TRUE(catalog.domain_is_not_null({{"public", "outer"}, {}, 0}));
    EXPECT_FALSE(catalog.domain_is_not_null({{"public", "outer"}, {}, 1}));
    EXPECT_FALSE(catalog.domain_is_not_null({{"pg_catalog", "text"}, {}, 0}));
}

TEST(BaseType, EndsOnAHostileCircle) {
    CatalogData data;
    data.types = {domain("a", {{"public", "b"}, {}, 1}, false), domain("b", {{"public", "a"}, {}, 1}, false)};
    const Catalog catalog(data);
    EXPECT_EQ(catalog.base_type({{"public", "a"}, {}, 0}).name.schema, "public");
    EXPECT_FALSE(catalog.domain_is_not_null({{"public", "a"}, {}, 0}));
}

TEST(SystemSchemas, ArePostgresOwn) {
    for (const std::string_view name : {"pg_catalog", "information_schema", "pg_toast", "pg_temp_3", "pg_toast_temp_1"}) {
        EXPECT_TRUE(is_system_schema(name)) << name;
    }
    for (const std::string_view name : {"public", "pgmq", "pgsodium", "pg", ""}) EXPECT_FALSE(is_system_schema(name)) << name;
}

TEST(Catalog, AnOutlineHidesFunctionsUnlessAllIsListed) {
    CatalogData data;
    data.schemas = {"api", "public"};
    data.outline_schemas = {"api"};
    data.incomplete_schemas = {"api", "public"};
    const Catalog catalog(data);
    EXPECT_TRUE(catalog.is_outline("api"));
    EXPECT_FALSE(catalog.is_outline("public"));
    EXPECT_TRUE(catalog.may_hide_functions("api"));
    EXPECT_FALSE(catalog.may_hide_functions("public"));
    data.incomplete_schemas.clear();
    EXPECT_FALSE(Catalog(data).may_hide_functions("api"));
}

TEST(Catalog, AColumnWhoseDefaultIsNotToldIsOptionalOnInsert) {
    Column column;
    column.nullability = Nullability::NotNull;
    EXPECT_FALSE(column.is_optional_on_insert());
    column.default_known = false;
    EXPECT_TRUE(column.is_optional_on_insert());
}

}  // namespace
}  // namespace rowtype::catalog
