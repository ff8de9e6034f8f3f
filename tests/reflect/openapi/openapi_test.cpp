// Documents as PostgREST writes them: the definitions stand in its own tests (test/spec/Feature/OpenApi/OpenApiSpec.hs).
#include "reflect/openapi/openapi.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::openapi {
namespace {

using namespace catalog;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

Catalog read(const std::string& definitions, const std::string& paths, const Options& options = {}) {
    const std::string text = R"({"swagger":"2.0","info":{"version":"14.8"},"host":"x:3000","definitions":{)" + definitions +
                             R"(},"paths":{)" + paths + "}}";
    Result<CatalogData> data = read_openapi(text, "openapi.json", options);
    EXPECT_TRUE(data.ok()) << data.error().to_string();
    return Catalog(data ? std::move(*data) : CatalogData{});
}

constexpr const char* kWritable = R"({"get":{},"post":{},"delete":{},"patch":{}})";

std::string path_of(const std::string& name, const std::string& operations = kWritable) {
    return "\"/" + name + "\":" + operations;
}

constexpr const char* kChild = R"("child_entities": {
    "type": "object", "description": "child_entities comment",
    "properties": {
        "id": {"description": "child_entities id comment\n\nNote:\nThis is a Primary Key.<pk/>", "format": "int32", "type": "integer"},
        "name": {"description": "child_entities name comment", "format": "text", "type": "string"},
        "parent_id": {"description": "Note:\nThis is a Foreign Key to `entities.id`.<fk table='entities' column='id'/>",
                      "format": "int32", "type": "integer"}},
    "required": ["id"]},
  "entities": {"type": "object", "properties": {"id": {"format": "bigint", "description": "Note:\nThis is a Primary Key.<pk/>"}},
               "required": ["id"]})";

std::string child_paths() { return path_of("child_entities") + "," + path_of("entities"); }

TEST(OpenApi, ReadsATable) {
    const Catalog catalog = read(kChild, child_paths());
    const Relation* child = catalog.find_relation("public", "child_entities").relation;
    ASSERT_NE(child, nullptr);
    EXPECT_EQ(child->kind, RelationKind::Table);
    EXPECT_EQ(child->comment, "child_entities comment");
    EXPECT_THAT(child->column_names(), ElementsAre("id", "name", "parent_id"));
    const Column& id = child->columns[0];
    EXPECT_EQ(id.type.to_string(), "integer");
    EXPECT_EQ(id.nullability, Nullability::NotNull);
    EXPECT_EQ(id.comment, "child_entities id comment");
    EXPECT_TRUE(id.is_optional_on_insert()) << "an identity, a sequence or now() is not told";
    EXPECT_EQ(child->columns[1].nullability, Nullability::Nullable);
    EXPECT_EQ(child->columns[2].comment, "");
    ASSERT_TRUE(child->primary_key);
    EXPECT_THAT(child->primary_key->columns, ElementsAre("id"));
    ASSERT_EQ(child->foreign_keys.size(), 1U);
    EXPECT_THAT(child->foreign_keys[0].columns, ElementsAre("parent_id"));
    EXPECT_EQ(child->foreign_keys[0].referenced_relation, (QualifiedName{"public", "entities"}));
    EXPECT_THAT(child->foreign_keys[0].referenced_columns, ElementsAre("id"));
    EXPECT_TRUE(child->columns_complete) << "PostgREST lists every column, whatever the role may read";
}

TEST(OpenApi, TellsAViewByItsKeyOrItsMethods) {
    const std::string key = R"("properties":{"id":{"format":"integer","description":"Note:\nThis is a Primary Key.<pk/>"},
                                             "name":{"format":"text"}})";
    const Catalog catalog = read("\"updatable\":{" + key + "},\"fixed\":{" + key + R"(,"required":["id"]},
                                 "keyless":{"properties":{"a":{"format":"text"},"b":{"format":"text"}},"required":["a"]})",
                                 path_of("updatable") + "," + path_of("fixed", R"({"get":{}})") + "," + path_of("keyless"));
    for (const char* view : {"updatable", "fixed"}) {
        const Relation* relation = catalog.find_relation("public", view).relation;
        ASSERT_NE(relation, nullptr);
        EXPECT_EQ(relation->kind, RelationKind::View) << view;
        EXPECT_FALSE(relation->primary_key) << view;
        EXPECT_EQ(relation->find_column("name")->nullability, Nullability::Unknown) << view;
    }
    // A table without a key, or a view with a column of a domain that is NOT NULL: nothing says which.
    const Relation* keyless = catalog.find_relation("public", "keyless").relation;
    EXPECT_EQ(keyless->find_column("a")->nullability, Nullability::NotNull);
    EXPECT_EQ(keyless->find_column("b")->nullability, Nullability::Unknown);
}

TEST(OpenApi, ReadsTypesInTheWordsOfAllVersions) {
    const Catalog catalog = read(R"json("types":{"properties":{
        "new_small":{"format":"int32","type":"integer"}, "new_big":{"format":"int64","type":"integer"},
        "old_small":{"format":"smallint","type":"integer"}, "old_big":{"format":"bigint","type":"integer"},
        "name":{"format":"character varying","maxLength":30,"type":"string"}, "letter":{"format":"character","maxLength":1},
        "bits":{"format":"bit varying","maxLength":16}, "at":{"format":"timestamp with time zone"}, "document":{"format":"jsonb"},
        "list":{"format":"integer[]","type":"array","items":{"type":"integer"}},
        "mood":{"format":"public.mood","enum":["sad","it's \"ok\""],"type":"string"},
        "moods":{"format":"public.mood[]","type":"array"}, "vector":{"format":"extensions.vector(3)"},
        "home":{"format":"public.address"}}})json",
                                 path_of("types"));
    std::vector<std::string> types;
    for (const Column& column : catalog.find_relation("public", "types").relation->columns) {
        types.push_back((column.type.is_known() ? "" : "? ") + column.type.to_string());
    }
    EXPECT_THAT(types, ElementsAre("integer", "bigint", "smallint", "bigint", "character varying(30)", "character(1)",
                                   "bit varying(16)", "timestamp with time zone", "jsonb", "integer[]", "mood", "mood[]",
                                   "? extensions.vector(3)", "? public.address"));
    ASSERT_EQ(catalog.types().size(), 1U);
    EXPECT_EQ(catalog.types()[0].kind, TypeKind::Enum);
    EXPECT_THAT(catalog.types()[0].labels, ElementsAre("sad", "it's \"ok\""));
}

TEST(OpenApi, ReadsDefaultsThatAreTold) {
    const Catalog catalog = read(R"("defaults":{"properties":{
        "text":{"default":"draft","format":"text"}, "number":{"default":42.50,"format":"numeric"}, "truth":{"default":false,"format":"boolean"},
        "nothing":{"default":null,"format":"text"}, "silent":{"format":"uuid"}}})",
                                 path_of("defaults"));
    std::vector<std::string> defaults;
    std::vector<bool> known;
    for (const Column& column : catalog.find_relation("public", "defaults").relation->columns) {
        defaults.push_back(column.default_expression.value_or("-"));
        known.push_back(column.default_known);
    }
    EXPECT_THAT(defaults, ElementsAre("draft", "42.50", "false", "-", "-"));
    EXPECT_THAT(known, ElementsAre(true, true, true, false, false));
}

TEST(OpenApi, ReadsFunctions) {
    const Catalog catalog = read(kChild, child_paths() + R"(,
        "/rpc/search": {"get": {"parameters": [{"name": "words", "in": "query", "required": true, "type": "string"}]},
            "post": {"summary": "Finds", "parameters": [
                {"name": "args", "in": "body", "required": true, "schema": {"type": "object", "description": "Finds\n\nthings",
                    "required": ["words"], "properties": {"words": {"format": "text", "type": "string"},
                                                          "most": {"format": "int32", "type": "integer"},
                                                          "kinds": {"format": "mood[]"}, "row": {"format": "entities"}}}},
                {"$ref": "#/parameters/preferParams"}]}},
        "/rpc/ping": {"post": {"parameters": []}})");
    const auto found = catalog.find_functions("public", "search");
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0]->comment, "Finds\n\nthings");
    std::vector<std::string> arguments;
    for (const Argument& argument : found[0]->arguments) {
        arguments.push_back(argument.name + " " + (argument.type.is_known() ? argument.type.to_string() : "?") +
                            (argument.has_default ? " =" : ""));
    }
    EXPECT_THAT(arguments, ElementsAre("words text", "most integer =", "kinds ? =", "row entities ="));
    EXPECT_FALSE(found[0]->result.is_known());
    EXPECT_EQ(catalog.find_functions("public", "ping").size(), 1U);
}

TEST(OpenApi, AForeignKeyToWhatIsNotDescribedIsLeftOut) {
    const Catalog catalog = read(R"("orders":{"properties":{"user_id":{"format":"uuid",
        "description":"Note:\nThis is a Foreign Key to `users.id`.<fk table='users' column='id'/>"}}})",
                                 path_of("orders"));
    EXPECT_THAT(catalog.find_relation("public", "orders").relation->foreign_keys, IsEmpty());
}

TEST(OpenApi, WhatIsNotListedIsUnknownUntilTheUserSaysThatAllIs) {
    const Catalog usual = read(kChild, child_paths());
    EXPECT_TRUE(usual.find_relation("public", "nowhere").unknown);
    EXPECT_TRUE(usual.find_relation("", "nowhere").unknown);
    EXPECT_TRUE(usual.may_hide_functions("public"));
    const Catalog complete = read(kChild, child_paths(), {.schema = "public", .complete = true});
    EXPECT_FALSE(complete.find_relation("public", "nowhere").unknown);
    EXPECT_FALSE(complete.find_relation("", "nowhere").unknown);
    EXPECT_FALSE(complete.may_hide_functions("public"));
    EXPECT_TRUE(complete.is_outline("public")) << "keys and the like stay unknown";
    EXPECT_TRUE(complete.find_relation("billing", "nowhere").unknown);
}

TEST(OpenApi, AnotherSchemaThanPublicLeavesPublicUnknown) {
    const Catalog catalog = read(kChild, child_paths(), {.schema = "api", .complete = true});
    EXPECT_NE(catalog.find_relation("api", "entities").relation, nullptr);
    EXPECT_NE(catalog.find_relation("", "entities").relation, nullptr);
    EXPECT_TRUE(catalog.find_relation("", "nowhere").unknown) << "SQL may mean a table of public";
    EXPECT_FALSE(catalog.find_relation("api", "nowhere").unknown);
}

}  // namespace
}  // namespace rowtype::openapi
