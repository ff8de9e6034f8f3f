#include "reflect/catalog/types.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::catalog {
namespace {

using testing::ElementsAre;

Type builtin(const std::string& name, std::vector<std::int32_t> modifiers = {}, std::uint8_t dimensions = 0) {
    return {{"pg_catalog", name}, std::move(modifiers), dimensions};
}

TEST(TypeToString, PrintsAsFormatTypeDoes) {
    EXPECT_EQ(builtin("int4").to_string(), "integer");
    EXPECT_EQ(builtin("int8", {}, 2).to_string(), "bigint[][]");
    EXPECT_EQ(builtin("numeric", {10, 2}).to_string(), "numeric(10,2)");
    EXPECT_EQ(builtin("varchar", {30}).to_string(), "character varying(30)");
    EXPECT_EQ(builtin("varchar").to_string(), "character varying");
    EXPECT_EQ(builtin("bpchar", {4}).to_string(), "character(4)");
    EXPECT_EQ(builtin("bpchar").to_string(), "bpchar");
    EXPECT_EQ(builtin("char").to_string(), "\"char\"");
    EXPECT_EQ(builtin("timestamptz").to_string(), "timestamp with time zone");
    EXPECT_EQ(builtin("timestamp", {3}, 1).to_string(), "timestamp(3) without time zone[]");
    EXPECT_EQ(builtin("timetz", {0}).to_string(), "time(0) with time zone");
    EXPECT_EQ(builtin("interval", {2}).to_string(), "interval(2)");
    EXPECT_EQ(builtin("varbit", {5}).to_string(), "bit varying(5)");
    EXPECT_EQ(builtin("bit", {3}).to_string(), "bit(3)");
    EXPECT_EQ(builtin("float8").to_string(), "double precision");
    EXPECT_EQ(builtin("uuid").to_string(), "uuid");
}

TEST(TypeToString, NamesTheSchemaOfOtherTypes) {
    const Type mood{{"app", "mood"}, {}, 1};
    EXPECT_EQ(mood.to_string(), "app.mood[]");
    EXPECT_EQ(mood.to_string("app"), "mood[]");
    EXPECT_EQ((Type{{"public", "mood"}, {}, 0}).to_string(), "mood");
    EXPECT_EQ((Type{{"", "nowhere"}, {}, 0}).to_string(), "nowhere");
}

TEST(Type, IsUnknownWithoutASchema) {
    EXPECT_FALSE((Type{{"", "mood"}, {}, 0}).is_known());
    EXPECT_TRUE(builtin("text").is_known());
    EXPECT_TRUE(builtin("text").is_builtin("text"));
    EXPECT_FALSE((Type{{"public", "text"}, {}, 0}).is_builtin("text"));
}

TEST(BuiltinTypeName, KnowsEverySpelling) {
    for (const auto& [spelling, name] :
         std::vector<std::pair<std::string, std::string>>{{"integer", "int4"},
                                                          {"INT", "int4"},
                                                          {"int4", "int4"},
                                                          {"serial", "int4"},
                                                          {"bigserial", "int8"},
                                                          {"smallint", "int2"},
                                                          {"double precision", "float8"},
                                                          {"float", "float8"},
                                                          {"real", "float4"},
                                                          {"decimal", "numeric"},
                                                          {"character varying", "varchar"},
                                                          {"character", "bpchar"},
                                                          {"bpchar", "bpchar"},
                                                          {"timestamp", "timestamp"},
                                                          {"timestamp with time zone", "timestamptz"},
                                                          {"time with time zone", "timetz"},
                                                          {"boolean", "bool"},
                                                          {"bool", "bool"},
                                                          {"bit varying", "varbit"},
                                                          {"jsonb", "jsonb"},
                                                          {"uuid", "uuid"},
                                                          {"xml", "xml"},
                                                          {"xid8", "xid8"},
                                                          {"tstzrange", "tstzrange"},
                                                          {"name", "name"},
                                                          {"money", "money"},
                                                          {"pg_lsn", "pg_lsn"}}) {
        EXPECT_EQ(builtin_type_name(spelling), name) << spelling;
    }
    for (const std::string_view other : {"", "mood", "vector", "citext", "integer[]", "varchar(3)"}) {
        EXPECT_EQ(builtin_type_name(other), std::nullopt) << other;
    }
}

TEST(Column, MayBeLeftOutOfAnInsert) {
    Column column;
    column.nullability = Nullability::NotNull;
    EXPECT_FALSE(column.is_optional_on_insert());
    column.default_expression = "now()";
    EXPECT_TRUE(column.is_optional_on_insert());
    column.default_expression.reset();
    column.identity = Identity::ByDefault;
    EXPECT_TRUE(column.is_optional_on_insert());
    column.identity = Identity::None;
    column.generated = Generated::Stored;
    EXPECT_TRUE(column.is_optional_on_insert());
    column.generated = Generated::None;
    column.nullability = Nullability::Unknown;
    EXPECT_TRUE(column.is_optional_on_insert());
}

TEST(Relation, FindsItsColumns) {
    Relation relation;
    relation.columns.resize(2);
    relation.columns[0].name = "id";
    relation.columns[1].name = "Name";
    EXPECT_EQ(relation.find_column("Name"), &relation.columns[1]);
    EXPECT_EQ(relation.find_column("name"), nullptr);
    EXPECT_THAT(relation.column_names(), ElementsAre("id", "Name"));
    relation.kind = RelationKind::MaterializedView;
    EXPECT_TRUE(relation.is_view());
}

TEST(Type, IntervalsMayBeRestrictedToFields) {
    Type type{{"pg_catalog", "interval"}, {}, 0};
    EXPECT_EQ(type.to_string(), "interval");
    type.fields = IntervalFields::HourToMinute;
    EXPECT_EQ(type.to_string(), "interval hour to minute");
    type.fields = IntervalFields::DayToSecond;
    type.modifiers = {3};
    type.array_dimensions = 1;
    EXPECT_EQ(type.to_string(), "interval day to second(3)[]");
    EXPECT_EQ(interval_fields("Year To Month"), IntervalFields::YearToMonth);
    EXPECT_EQ(interval_fields(""), IntervalFields::All);
    EXPECT_EQ(interval_fields("century"), std::nullopt);
    for (int fields = 0; fields <= static_cast<int>(IntervalFields::MinuteToSecond); ++fields) {
        const auto each = static_cast<IntervalFields>(fields);
        EXPECT_EQ(interval_fields(word_of(each)), each);
    }
}

}  // namespace
}  // namespace rowtype::catalog
