// Models of queries' rows, whose types are planned while the text is written.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <memory>

#include "analysis/codegen/query_model.h"
#include "reflect/catalog/catalog.h"

namespace rowtype::codegen {
namespace {

using testing::HasSubstr;

std::string model_of(const QueryShape& shape, const std::string& style) {
    const catalog::Catalog catalog{catalog::CatalogData{}};
    Settings settings;
    settings.generate.style = style;
    return query_model(shape, "PostsRecord", {}, catalog, settings, {}, AccessProfile::Json).classes;
}

QueryField embedding(std::string key, std::vector<QueryField> fields) {
    QueryField field;
    field.key = std::move(key);
    field.is_nullable = false;
    field.embedded = std::make_shared<const QueryShape>(QueryShape{std::move(fields)});
    return field;
}

// What is kept of a type's line is that type's own: an embedded model's types are dropped when its class is written, and those of the
// classes behind it come to stand where they stood.
TEST(QueryModel, FieldsOfEmbeddedModelsSayNothingOfThoseBehindThem) {
    constexpr int kCount = 12;
    for (const char* style : {"pydantic", "pydantic-v1", "typeddict", "dataclass"}) {
        QueryShape shape;
        for (int index = 0; index < kCount; ++index) {
            const std::string key = "part" + std::to_string(index);
            shape.fields.push_back(embedding(key, {embedding("left", {embedding("inner", {})}), embedding("right", {})}));
        }
        const std::string text = model_of(shape, style);
        for (int index = 0; index < kCount; ++index) {
            const std::string name = "PostsPart" + std::to_string(index);
            EXPECT_THAT(text, HasSubstr("    part" + std::to_string(index) + ": " + name + "Record\n")) << style;
            EXPECT_THAT(text, HasSubstr("    left: " + name + "LeftRecord\n")) << style;
            EXPECT_THAT(text, HasSubstr("    right: " + name + "RightRecord\n")) << style;
            EXPECT_THAT(text, HasSubstr("    inner: " + name + "LeftInnerRecord\n")) << style;
        }
    }
}

}  // namespace
}  // namespace rowtype::codegen
