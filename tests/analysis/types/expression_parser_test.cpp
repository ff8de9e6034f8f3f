// Annotations written as strings.
#include "analysis/types/expression_parser.h"

#include <gtest/gtest.h>

namespace rowtype::types {
namespace {

using facts::Value;
using facts::ValueKind;

TEST(ExpressionParser, Forms) {
    EXPECT_EQ(parse_annotation_text("int").dotted(), "int");
    EXPECT_EQ(parse_annotation_text(" datetime.datetime ").dotted(), "datetime.datetime");
    EXPECT_EQ(parse_annotation_text("None").kind, ValueKind::None);
    const Value both = parse_annotation_text("int | str | None");
    ASSERT_EQ(both.kind, ValueKind::BitOr);
    EXPECT_EQ(both.items[1].kind, ValueKind::None);
    EXPECT_EQ(both.items[0].kind, ValueKind::BitOr);
    const Value mapping = parse_annotation_text("dict[str, list['User']]");
    ASSERT_EQ(mapping.kind, ValueKind::Subscript);
    ASSERT_EQ(mapping.items.size(), 3U);
    EXPECT_EQ(mapping.items[2].items[1].kind, ValueKind::String);
    EXPECT_EQ(mapping.items[2].items[1].text, "User");
    EXPECT_EQ(parse_annotation_text("tuple[int, ...]").items.size(), 3U);
    EXPECT_EQ(parse_annotation_text("Literal['a', -1, True]").items[2].text, "-1");
}

TEST(ExpressionParser, WhatIsNoAnnotationIsUnknown) {
    for (const std::string_view text :
         {"", "int |", "list[", "list[int", "a b", "f(x)", "1 +", "'x", "a..b", "]", "x[1:2]", "-"}) {
        EXPECT_EQ(parse_annotation_text(text).kind, ValueKind::Unknown) << text;
    }
}

TEST(ExpressionParser, HostileTextsEnd) {
    EXPECT_EQ(parse_annotation_text(std::string(4000, '[')).kind, ValueKind::Unknown);
    EXPECT_EQ(parse_annotation_text(std::string(1000000, 'a')).kind, ValueKind::Unknown);
    std::string nested;
    for (int depth = 0; depth < 500; ++depth) nested += "list[";
    EXPECT_EQ(parse_annotation_text(nested).kind, ValueKind::Unknown);
}

}  // namespace
}  // namespace rowtype::types
