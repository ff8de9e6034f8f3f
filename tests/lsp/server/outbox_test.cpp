#include "lsp/server/outbox.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

namespace rowtype::server {
namespace {

using testing::ElementsAre;

std::vector<std::string> emptied(Outbox& outbox) {
    std::vector<std::string> messages;
    while (auto message = outbox.pop()) messages.push_back(std::move(*message));
    return messages;
}

TEST(Outbox, KeepsTheOrder) {
    Outbox outbox;
    outbox.push("one");
    outbox.push_latest("a", "two");
    outbox.push_droppable("three");
    EXPECT_EQ(outbox.bytes(), 11U);
    EXPECT_THAT(emptied(outbox), ElementsAre("one", "two", "three"));
    EXPECT_EQ(outbox.bytes(), 0U);
    EXPECT_TRUE(outbox.empty());
}

TEST(Outbox, TheLatestOfAKeyTakesThePlaceOfTheOneBefore) {
    Outbox outbox;
    outbox.push_latest("a", "a1");
    outbox.push("reply");
    outbox.push_latest("b", "b1");
    outbox.push_latest("a", "a2 is longer");
    EXPECT_THAT(emptied(outbox), ElementsAre("a2 is longer", "reply", "b1"));
    outbox.push_latest("a", "a3");
    EXPECT_THAT(emptied(outbox), ElementsAre("a3")) << "what was sent is not replaced";
}

TEST(Outbox, ManyDiagnosticsOfOneDocumentTakeThePlaceOfOne) {
    Outbox outbox;
    for (int index = 0; index < 100'000; ++index) outbox.push_latest("a", std::string(1000, 'x'));
    EXPECT_EQ(outbox.bytes(), 1000U);
}

TEST(Outbox, DropsLogLinesFirstAndGivesUpLast) {
    Outbox outbox;
    outbox.push(std::string(Outbox::kDroppingBytes, 'x'));
    outbox.push_droppable("log");
    EXPECT_EQ(outbox.bytes(), Outbox::kDroppingBytes);
    EXPECT_FALSE(outbox.is_hopeless());
    outbox.push(std::string(Outbox::kGivingUpBytes, 'x'));
    EXPECT_TRUE(outbox.is_hopeless());
    EXPECT_EQ(emptied(outbox).size(), 2U);
}

}  // namespace
}  // namespace rowtype::server
