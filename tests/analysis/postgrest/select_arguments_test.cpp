#include "analysis/postgrest/select_arguments.h"

#include <gtest/gtest.h>

#include "analysis/postgrest/select.h"

namespace rowtype::postgrest {
namespace {

SelectText normalise(std::vector<std::string_view> arguments) { return normalise_select_arguments(arguments); }

TEST(SelectArguments, NoArgumentMeansEverything) { EXPECT_EQ(normalise({}).text(), "*"); }

TEST(SelectArguments, AreJoinedByCommas) {
    EXPECT_EQ(normalise({"id", "title"}).text(), "id,title");
    EXPECT_EQ(normalise({"", ""}).text(), ",");
    EXPECT_EQ(normalise({""}).text(), "");
}

TEST(SelectArguments, LoseWhiteSpaceOutsideQuotes) {
    EXPECT_EQ(normalise({"id, first name,\n\t posts ( * )"}).text(), "id,firstname,posts(*)");
    EXPECT_EQ(normalise({"\"first name\", id "}).text(), "\"first name\",id");
    EXPECT_EQ(normalise({"a\xC2\xA0"
                         "b\xE3\x80\x80\x1C"})
                  .text(),
              "ab");
    EXPECT_EQ(normalise({"\xE2\x80\x8B x"}).text(), "\xE2\x80\x8Bx");  // U+200B is no white space in Python
}

TEST(SelectArguments, TheStateOfTheQuotesRunsOnIntoTheNextArgument) {
    EXPECT_EQ(normalise({"\"a ", " b", " c\" d"}).text(), "\"a , b, c\"d");
}

TEST(SelectArguments, OffsetsLeadBackIntoTheArgument) {
    const std::vector<std::string_view> arguments{" id ,  title", "author : users ( name )"};
    const SelectText sent = normalise_select_arguments(arguments);
    ASSERT_EQ(sent.text(), "id,title,author:users(name)");
    const SelectResult parsed = parse_select(sent.text());
    ASSERT_TRUE(parsed.ok());
    const auto original = [&](Span span) {
        const ArgumentSpan place = sent.origin(span);
        return std::to_string(place.argument) + ":" + std::string(slice(arguments[place.argument], place.span));
    };
    EXPECT_EQ(original(parsed.value[0].name.span), "0:id");
    EXPECT_EQ(original(parsed.value[1].name.span), "0:title");
    EXPECT_EQ(original(parsed.value[2].alias->span), "1:author");
    EXPECT_EQ(original(parsed.value[2].name.span), "1:users");
    EXPECT_EQ(original(parsed.value[2].items[0].span), "1:name");
    EXPECT_EQ(original(parsed.value[2].span), "1:author : users ( name )");
    EXPECT_EQ(original({0, 8}), "0:id ,  title");
}

TEST(SelectArguments, EmptySpansStandBehindTheByteBefore) {
    const SelectText sent = normalise({"id , posts( ", "x"});
    ASSERT_EQ(sent.text(), "id,posts(,x");
    EXPECT_EQ(sent.origin({0, 0}), (ArgumentSpan{0, {0, 0}}));
    EXPECT_EQ(sent.origin({2, 2}), (ArgumentSpan{0, {2, 2}}));
    EXPECT_EQ(sent.origin({9, 9}), (ArgumentSpan{0, {11, 11}}));
    EXPECT_EQ(sent.origin({10, 10}), (ArgumentSpan{1, {0, 0}}));
    EXPECT_EQ(sent.origin({11, 11}), (ArgumentSpan{1, {1, 1}}));
}

TEST(SelectArguments, ASpanOverTwoArgumentsEndsWithTheFirst) {
    const SelectText sent = normalise({"posts(id", "title)"});
    EXPECT_EQ(sent.origin({0, 15}), (ArgumentSpan{0, {0, 8}}));
    EXPECT_EQ(sent.origin({9, 14}), (ArgumentSpan{1, {0, 5}}));
}

TEST(SelectArguments, NamesThatLostABlankAreTold) {
    const SelectText sent = normalise({"first name, id , \"last name\""});
    ASSERT_EQ(sent.text(), "firstname,id,\"last name\"");
    EXPECT_TRUE(sent.lost_white_space({0, 9}));
    EXPECT_FALSE(sent.lost_white_space({10, 12}));
    EXPECT_FALSE(sent.lost_white_space({13, 24}));
    EXPECT_FALSE(sent.lost_white_space({3, 3}));
}

TEST(SelectArguments, TheDefaultHasNoPlace) { EXPECT_EQ(normalise({}).origin({0, 1}), ArgumentSpan{}); }

}  // namespace
}  // namespace rowtype::postgrest
