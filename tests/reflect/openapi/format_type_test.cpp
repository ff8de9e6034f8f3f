#include "reflect/openapi/format_type.h"

#include <gtest/gtest.h>

namespace rowtype::openapi {
namespace {

using catalog::Type;

Type builtin(const char* name, std::vector<std::int32_t> modifiers = {}, std::uint8_t dimensions = 0) {
    return {{"pg_catalog", name}, std::move(modifiers), dimensions};
}

TEST(FormatType, ReadsBuiltInTypes) {
    EXPECT_EQ(parse_format_type("integer"), builtin("int4"));
    EXPECT_EQ(parse_format_type("character varying"), builtin("varchar"));
    EXPECT_EQ(parse_format_type("timestamp with time zone"), builtin("timestamptz"));
    EXPECT_EQ(parse_format_type("timestamp(3) with time zone"), builtin("timestamptz", {3}));
    EXPECT_EQ(parse_format_type("time without time zone"), builtin("time"));
    EXPECT_EQ(parse_format_type("numeric(10,2)"), builtin("numeric", {10, 2}));
    EXPECT_EQ(parse_format_type("bit varying"), builtin("varbit"));
    EXPECT_EQ(parse_format_type("\"char\""), builtin("char"));
    EXPECT_EQ(parse_format_type("jsonb"), builtin("jsonb"));
    EXPECT_EQ(parse_format_type("integer[]"), builtin("int4", {}, 1));
    EXPECT_EQ(parse_format_type("character varying(30)[]"), builtin("varchar", {30}, 1));
    Type interval = builtin("interval", {3}, 1);
    interval.fields = catalog::IntervalFields::DayToSecond;
    EXPECT_EQ(parse_format_type("interval day to second(3)[]"), interval);
}

TEST(FormatType, ReadsQualifiedNames) {
    EXPECT_EQ(parse_format_type("public.mood"), (Type{{"public", "mood"}, {}, 0}));
    EXPECT_EQ(parse_format_type("public.mood[]"), (Type{{"public", "mood"}, {}, 1}));
    EXPECT_EQ(parse_format_type("\"Odd Schema\".\"a.b\"\"c\""), (Type{{"Odd Schema", "a.b\"c"}, {}, 0}));
    EXPECT_EQ(parse_format_type("extensions.vector(1536)"), (Type{{"extensions", "vector"}, {1536}, 0}));
    EXPECT_EQ(parse_format_type("public.geometry(Point,4326)"), (Type{{"public", "geometry"}, {}, 0}));
    EXPECT_EQ(parse_format_type("public.\"odd(1)\""), (Type{{"public", "odd(1)"}, {}, 0}));
}

// A bare name stood on a search path that the text does not tell.
TEST(FormatType, ABareNameOfOthersIsUnknown) {
    EXPECT_EQ(parse_format_type("mood"), (Type{{"", "mood"}, {}, 0}));
    EXPECT_EQ(parse_format_type(""), (Type{{"", ""}, {}, 0}));
    EXPECT_FALSE(parse_format_type("a.b.c").is_known());
}

}  // namespace
}  // namespace rowtype::openapi
