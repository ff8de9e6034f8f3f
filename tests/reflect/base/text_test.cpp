#include "reflect/base/text.h"

#include <string>

#include <gtest/gtest.h>

namespace rowtype {
namespace {

TEST(Span, KnowsWhatItHolds) {
    const Span span{2, 5};
    EXPECT_EQ(span.size(), 3U);
    EXPECT_TRUE(span.contains(2));
    EXPECT_FALSE(span.contains(5));
    EXPECT_TRUE(span.touches({5, 6}));
    EXPECT_FALSE(span.touches({6, 7}));
    EXPECT_EQ(span.shifted(3), (Span{5, 8}));
    EXPECT_TRUE((Span{4, 4}).empty());
}

TEST(Slice, ClampsToTheText) {
    EXPECT_EQ(slice("abcdef", {1, 3}), "bc");
    EXPECT_EQ(slice("abc", {2, 9}), "c");
    EXPECT_EQ(slice("abc", {7, 9}), "");
    EXPECT_EQ(slice("abc", {2, 1}), "");
}

TEST(LineIndex, EndsLinesAtEachKindOfLineBreak) {
    const std::string_view text = "a\nb\r\nc\rd\n";
    const LineIndex index(text);
    EXPECT_EQ(index.line_count(), 5U);
    EXPECT_EQ(index.line_start(2), 5U);
    EXPECT_EQ(index.line_of(0), 0U);
    EXPECT_EQ(index.line_of(4), 1U);
    EXPECT_EQ(index.line_of(7), 3U);
    EXPECT_EQ(index.line_of(9), 4U);
    EXPECT_EQ(slice(text, index.line_span(text, 1)), "b");
    EXPECT_EQ(slice(text, index.line_span(text, 3)), "d");
    EXPECT_EQ(index.line_span(text, 4), (Span{9, 9}));
}

TEST(LineIndex, ClampsLinesAndOffsets) {
    const LineIndex index("ab\ncd");
    EXPECT_EQ(index.line_of(99), 1U);
    EXPECT_EQ(index.line_start(99), 3U);
    EXPECT_EQ(LineIndex().line_count(), 1U);
    EXPECT_EQ(LineIndex().line_of(5), 0U);
}

TEST(LineIndex, CountsColumnsInCodePointsFromOne) {
    const std::string_view text = "x\nä€\U0001F600z";
    const LineIndex index(text);
    EXPECT_EQ(index.line_column(text, 0), (LineColumn{1, 1}));
    EXPECT_EQ(index.line_column(text, 2), (LineColumn{2, 1}));
    EXPECT_EQ(index.line_column(text, 4), (LineColumn{2, 2}));
    EXPECT_EQ(index.line_column(text, 11), (LineColumn{2, 4}));
    EXPECT_EQ(index.line_column(text, 12), (LineColumn{2, 5}));
    EXPECT_EQ(index.line_column(text, 500), (LineColumn{2, 5}));
}

TEST(Utf8, AcceptsWellFormedTextOnly) {
    for (const std::string_view good : {"", "abc", "ä€\U0001F600", "\xEE\x80\x80", "\xF4\x8F\xBF\xBF"})
        EXPECT_TRUE(is_valid_utf8(good)) << good;
    for (const std::string_view bad : {"\x80", "\xC0\xAF", "\xE0\x80\x80", "\xED\xA0\x80", "\xF4\x90\x80\x80",
                                       "\xF8\x88\x80\x80\x80", "\xC3", "\xE2\x82", "a\xFF"}) {
        EXPECT_FALSE(is_valid_utf8(bad));
    }
}

TEST(Utf8, AtAnyPlaceInAscii) {
    for (std::size_t place = 0; place < 24; ++place) {
        const std::string before(place, 'a');
        EXPECT_TRUE(is_valid_utf8(before + "\xC3\xA4" + std::string(24 - place, 'a'))) << place;
        EXPECT_FALSE(is_valid_utf8(before + "\xC3" + std::string(24 - place, 'a'))) << place;
        EXPECT_FALSE(is_valid_utf8(before + "\xC3")) << place;
    }
}

TEST(Utf8, BytesThatAreNotUtf8CountOneEach) {
    EXPECT_EQ(count_code_points("a\xFF\xC3z"), 4U);
    EXPECT_EQ(count_code_points("\xE2\x82\xAC"), 1U);
    EXPECT_EQ(count_code_points("\xE2\x82"), 2U);
    EXPECT_EQ(utf8_length("\xF0\x9F\x98\x80", 0), 4U);
    EXPECT_EQ(utf8_length("\x80", 0), 1U);
}

}  // namespace
}  // namespace rowtype
