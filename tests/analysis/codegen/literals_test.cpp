#include "analysis/codegen/literals.h"

#include <gtest/gtest.h>

namespace rowtype::codegen {
namespace {

TEST(StringLiteral, PrefersDoubleQuotesUnlessTheyNeedMoreEscapes) {
    EXPECT_EQ(string_literal("plain"), "\"plain\"");
    EXPECT_EQ(string_literal("it's"), "\"it's\"");
    EXPECT_EQ(string_literal("say \"hi\""), "'say \"hi\"'");
    EXPECT_EQ(string_literal("'\""), "\"'\\\"\"");
    EXPECT_EQ(string_literal("\"\"'"), "'\"\"\\''");
}

TEST(StringLiteral, EscapesWhatCannotBeSeen) {
    EXPECT_EQ(string_literal("a\nb\r\t\\"), "\"a\\nb\\r\\t\\\\\"");
    EXPECT_EQ(string_literal(std::string_view("\0\x1b\x7f", 3)), "\"\\x00\\x1b\\x7f\"");
    EXPECT_EQ(string_literal("\xE2\x80\xAE\xEF\xBB\xBF"), "\"\\u202e\\ufeff\"");
    EXPECT_EQ(string_literal("\xF3\xA0\x81\x81"), "\"\\U000e0041\"");
    EXPECT_EQ(string_literal("größe 名"), "\"größe 名\"");
}

TEST(StringLiteral, ReplacesBytesThatAreNotUtf8) {
    EXPECT_EQ(string_literal("a\xFF\xC3"), "\"a\xEF\xBF\xBD\xEF\xBF\xBD\"");
    EXPECT_EQ(string_literal("\xED\xA0\x80"), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

TEST(Docstring, IndentsFurtherLinesAndClosesOnItsOwn) {
    EXPECT_EQ(docstring("One line.", "    "), "\"\"\"One line.\"\"\"");
    EXPECT_EQ(docstring("  First\n\n  second \r\n", "    "), "\"\"\"First\n\n    second\n    \"\"\"");
    EXPECT_EQ(docstring(" \n ", "    "), "");
}

TEST(Docstring, CannotBeEndedFromInside) {
    EXPECT_EQ(docstring("a\"\"\"b", ""), "\"\"\"a\\x22\\x22\\x22b\"\"\"");
    EXPECT_EQ(docstring("\"x\"", ""), "\"\"\"\\x22x\\x22\"\"\"");
    EXPECT_EQ(docstring("end\\", ""), "\"\"\"end\\\\\"\"\"");
    EXPECT_EQ(docstring("say \"hi\" now", ""), "\"\"\"say \"hi\" now\"\"\"");
}

TEST(CommentText, IsOneHarmlessLine) {
    EXPECT_EQ(comment_text("public.geometry(Point,4326)"), "public.geometry(Point,4326)");
    EXPECT_EQ(comment_text("type: ignore"), "\"type: ignore\"");
    EXPECT_EQ(comment_text("x\nimport os"), "\"x\\nimport os\"");
}

TEST(DisplayWidth, KnowsWhatFormattersAgreeOn) {
    EXPECT_EQ(display_width("abc é").least, 5U);
    EXPECT_EQ(display_width("abc é").most, 5U);
    EXPECT_EQ(display_width("名前").least, 4U);
    EXPECT_EQ(display_width("名前").most, 4U);
    EXPECT_LT(display_width("नमस्ते").least, display_width("नमस्ते").most);
}

}  // namespace
}  // namespace rowtype::codegen
