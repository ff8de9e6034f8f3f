#include "lsp/server/json_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>
#include <string>

namespace rowtype::server {
namespace {

std::string prepared(std::string text) {
    const Status status = prepare_json(text);
    return status.ok() ? text : "!" + status.error().message;
}

TEST(JsonText, LeavesGoodTextAlone) {
    const std::string text = "{\"a\":[1,\"\xC3\xA4 \\\"[{ \\\\\",null],\"b\":\"\\ud83d\\ude00\"}";
    EXPECT_EQ(prepared(text), text);
}

TEST(JsonText, AllowsDepthUpToTheCapAndRefusesMore) {
    const auto nested = [](std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); };
    EXPECT_EQ(prepared(nested(kMaximumJsonDepth)), nested(kMaximumJsonDepth));
    EXPECT_THAT(prepared(nested(kMaximumJsonDepth + 1)), testing::HasSubstr("deeper than 128"));
    EXPECT_THAT(prepared(std::string(200'000, '[')), testing::HasSubstr("deeper than 128"));
    EXPECT_THAT(prepared(std::string(200'000, '{')), testing::HasSubstr("deeper than 128"));
}

TEST(JsonText, BracketsInsideOfStringsDoNotNest) {
    const std::string text = "\"" + std::string(1000, '[') + "\\\"" + std::string(1000, '{') + "\"";
    EXPECT_EQ(prepared(text), text);
}

TEST(JsonText, SiblingsDoNotNest) {
    std::string text = "[";
    for (int index = 0; index < 1000; ++index) text += "[],";
    text += "0]";
    EXPECT_EQ(prepared(text), text);
}

TEST(JsonText, LoneSurrogatesBecomeTheReplacementCharacter) {
    EXPECT_EQ(prepared("\"\\ud83d\""), "\"\\ufffd\"");
    EXPECT_EQ(prepared("\"\\uDE00x\""), "\"\\ufffdx\"");
    EXPECT_EQ(prepared("\"\\ud83d\\ud83d\\ude00\""), "\"\\ufffd\\ud83d\\ude00\"");
    EXPECT_EQ(prepared("\"\\ude00\\ud83d\""), "\"\\ufffd\\ufffd\"");
    // An escaped backslash before a u is no escape of a unit.
    EXPECT_EQ(prepared("\"\\\\ud83d\""), "\"\\\\ud83d\"");
}

TEST(JsonText, BytesThatAreNotUtf8BecomeTheReplacementCharacter) {
    EXPECT_EQ(prepared("\"a\xFF\xC3z\""), "\"a\xEF\xBF\xBD\xEF\xBF\xBDz\"");
    EXPECT_EQ(prepared("\"\xED\xA0\x80\""), "\"\xEF\xBF\xBD\xEF\xBF\xBD\xEF\xBF\xBD\"");
}

// Whatever comes, the parser behind can take what the preparation lets through.
TEST(JsonText, TheParserTakesOrRefusesWhateverIsLeft) {
    std::mt19937 random(7);
    const std::vector<std::string> parts = {"{",    "}",     "[",    "]",    "\"",      ":",        ",",
                                            "\\",   "\\u",   "d83d", "de00", "\\ud83d", "\xF0\x9F", "\xFF",
                                            "null", "1e999", "-",    "0",    "\"a\":",  "\\\"",     std::string(1, '\0'),
                                            "\n"};
    for (int round = 0; round < 50'000; ++round) {
        std::string text;
        for (int count = static_cast<int>(random() % 16); count > 0; --count) text += parts[random() % parts.size()];
        if (!prepare_json(text).ok()) continue;
        const auto value = nlohmann::json::parse(text, nullptr, false);
        if (!value.is_discarded()) {
            EXPECT_NO_THROW((void)value.dump()) << text;
        }
    }
}

}  // namespace
}  // namespace rowtype::server
