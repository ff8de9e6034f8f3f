#include "reflect/postgres/repeated_texts.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::postgres {
namespace {

using ::testing::ElementsAre;

RepeatedTexts five_alike() {
    RepeatedTexts texts;
    for (std::uint32_t number = 0; number < 5; ++number) texts.add(1, "hash", {100 + number, number, 0});
    return texts;
}

std::vector<std::string> taken_over(const RepeatedTexts& texts, std::vector<std::string> known) {
    texts.take_over([&](const TextOwner& from, const TextOwner& to) {
        known[to.relation] = known[from.relation];
        return !known[from.relation].empty();
    });
    return known;
}

TEST(RepeatedTexts, AllButAFewNeedNoDeparsing) {
    EXPECT_THAT(five_alike().to_deparse(), ElementsAre(100, 101, 102));
    EXPECT_THAT(taken_over(five_alike(), {"a", "a", "a", "", ""}), ElementsAre("a", "a", "a", "a", "a"));
}

TEST(RepeatedTexts, OneThatIsLockedDoesNotKeepTheOthersFromTheirs) {
    EXPECT_THAT(taken_over(five_alike(), {"", "", "a", "", ""}), ElementsAre("", "", "a", "a", "a"));
    EXPECT_THAT(taken_over(five_alike(), {"", "", "", "", ""}), ElementsAre("", "", "", "", "")) << "unknown, and said to be";
}

TEST(RepeatedTexts, WithoutAHashEachIsDeparsed) {
    RepeatedTexts texts;
    for (std::uint32_t number = 0; number < 5; ++number) texts.add(1, "", {100 + number, number, 0});
    EXPECT_THAT(texts.to_deparse(), ElementsAre(100, 101, 102, 103, 104));
    EXPECT_THAT(taken_over(texts, {"a", "b", "c", "d", "e"}), ElementsAre("a", "b", "c", "d", "e"));
}

TEST(RepeatedTexts, OtherColumnsAndOtherTreesAreOthers) {
    RepeatedTexts texts;
    for (std::uint32_t number = 0; number < 3; ++number) {
        texts.add(1, "hash", {100 + number, number, 0});
        texts.add(2, "hash", {200 + number, number, 0});
        texts.add(1, "another", {300 + number, number, 0});
    }
    EXPECT_THAT(texts.to_deparse(), ::testing::SizeIs(9));
}

}  // namespace
}  // namespace rowtype::postgres
