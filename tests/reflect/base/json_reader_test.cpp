#include "reflect/base/json_reader.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

#include "reflect/base/text.h"

namespace rowtype {
namespace {

bool accepts(std::string_view text) {
    JsonReader reader(text, 128);
    reader.skip();
    reader.finish();
    return reader.ok();
}

// nlohmann is the oracle for what is JSON. It looks at UTF-8 as well, which read_snapshot does before this reader.
TEST(JsonReader, AcceptsWhatAnotherReaderAccepts) {
    for (const char* text : {"1",
                             "-0",
                             "01",
                             "1.",
                             ".5",
                             "+1",
                             "1e5",
                             "1e",
                             "1E+05",
                             "-",
                             "true",
                             "tru",
                             "truex",
                             "null",
                             "nul",
                             "\"a\"",
                             "\"a",
                             "\"\\u00e9\"",
                             "\"\\u12\"",
                             "\"\\ud83d\\ude00\"",
                             "\"\\ud83d\"",
                             "\"\\ude00\"",
                             "\"\\ud83dx\"",
                             "[]",
                             "[1,]",
                             "[,1]",
                             "[1 2]",
                             "{}",
                             "{\"a\":1}",
                             "{\"a\" 1}",
                             "{a:1}",
                             "{\"a\":1,}",
                             "[[],{}]",
                             "]",
                             "}",
                             "[}",
                             "{]",
                             "",
                             " ",
                             "1 1",
                             "\t[ 1 , 2 ]\r\n",
                             "\"\t\"",
                             "\"\\/\"",
                             "\"\\q\"",
                             "[1",
                             "{\"a\":",
                             "// x",
                             "NaN"}) {
        EXPECT_EQ(accepts(text), nlohmann::json::accept(std::string(text))) << text;
    }
}

TEST(JsonReader, AgreesOnRandomTexts) {
    constexpr std::string_view kPieces[] = {
        "{",     "}",    "[", "]",  ",",  ":", "\"a\"",   "\"\\u0041\"",       "\"\\", "1", "-", "0", ".5", "e3", "true",
        "false", "null", " ", "\n", "\"", "x", "\\ud800", "\"\\ud800\\udc00\""};
    std::mt19937 random(3);
    int accepted = 0;
    for (int round = 0; round < 30'000; ++round) {
        std::string text;
        for (auto length = random() % 8 + 1; length > 0; --length) text += kPieces[random() % std::size(kPieces)];
        ASSERT_EQ(accepts(text), nlohmann::json::accept(text)) << text;
        accepted += accepts(text) ? 1 : 0;
    }
    EXPECT_GT(accepted, 300);
}

TEST(JsonReader, TellsTheDepthFromMistakes) {
    const auto is_too_deep = [](std::string_view text) {
        JsonReader reader(text, 3);
        reader.skip();
        reader.finish();
        EXPECT_FALSE(reader.ok()) << text;
        return reader.is_too_deep();
    };
    EXPECT_TRUE(is_too_deep("[[[[1]]]]"));
    EXPECT_TRUE(is_too_deep("[1,{\"a\":{\"b\":[}]}]"));
    EXPECT_FALSE(is_too_deep("[[[1,]]]"));
    EXPECT_FALSE(is_too_deep("[[[1]]]]"));
}

TEST(JsonReader, DecodesEscapes) {
    JsonReader reader(R"("\u00e9\ud83d\ude00\b\f\n\r\t\/\\\"\u0000")", 8);
    EXPECT_EQ(reader.string(), std::string("\xC3\xA9\xF0\x9F\x98\x80\b\f\n\r\t/\\\"\0", 15));
    EXPECT_TRUE(reader.ok()) << reader.problem();
}

TEST(JsonReader, GivesAValueAsItIsWritten) {
    JsonReader reader(R"( {"a": [1.50 , "x\u0041"], "b": "text"} )", 8);
    std::string first;
    reader.object([&](std::string_view key) {
        if (key == "a") {
            EXPECT_TRUE(reader.next_is('['));
            first = reader.raw();
        } else {
            EXPECT_FALSE(reader.next_is('{'));
            EXPECT_TRUE(reader.next_is('"'));
            reader.skip();
        }
    });
    reader.finish();
    EXPECT_TRUE(reader.ok()) << reader.problem();
    EXPECT_EQ(first, R"([1.50 , "x\u0041"])");
}

TEST(JsonReader, TheFirstFailureStays) {
    JsonReader reader("[1, x, y]", 8);
    int items = 0;
    reader.array([&] {
        ++items;
        static_cast<void>(reader.integer(0, 9));
    });
    EXPECT_EQ(items, 2);
    EXPECT_EQ(reader.problem_offset(), 4U);
    const std::string problem = reader.problem();
    static_cast<void>(reader.string());
    EXPECT_EQ(reader.problem(), problem);
    EXPECT_EQ(reader.problem_offset(), 4U);
}

TEST(JsonReader, NumbersOutsideTheirRangeFail) {
    for (const char* text : {"256", "-1", "1.0", "1e2", "\"1\"", "9223372036854775808"}) {
        JsonReader reader(text, 8);
        static_cast<void>(reader.integer(0, 255));
        EXPECT_FALSE(reader.ok()) << text;
    }
}

}  // namespace
}  // namespace rowtype
