#include "reflect/base/result.h"

#include <memory>

#include <gtest/gtest.h>

namespace rowtype {
namespace {

Result<int> half(int value) {
    if (value % 2 != 0) return Error{Error::Kind::Invalid, "the number is odd", "give an even one", "numbers.txt", 3, 7};
    return value / 2;
}

TEST(Result, HoldsAValueOrAnError) {
    EXPECT_EQ(*half(4), 2);
    EXPECT_TRUE(half(4).ok());
    ASSERT_FALSE(half(3));
    EXPECT_EQ(half(3).error().kind, Error::Kind::Invalid);
}

TEST(Result, MovesItsValueOut) {
    Result<std::unique_ptr<int>> result = std::make_unique<int>(5);
    const std::unique_ptr<int> taken = std::move(result).value();
    EXPECT_EQ(*taken, 5);
}

TEST(Status, IsSuccessByDefault) {
    EXPECT_TRUE(Status().ok());
    const Status failed = Error{Error::Kind::Io, "the disk is full", "", "", 0, 0};
    ASSERT_FALSE(failed.ok());
    EXPECT_EQ(failed.error().message, "the disk is full");
}

TEST(Error, PrintsTheKnownPartsOnly) {
    EXPECT_EQ(half(3).error().to_string(), "numbers.txt:3:7: the number is odd (give an even one)");
    EXPECT_EQ((Error{Error::Kind::Io, "no", "", "a.sql", 4, 0}).to_string(), "a.sql:4: no");
    EXPECT_EQ((Error{Error::Kind::Io, "no", "", "a.sql", 0, 9}).to_string(), "a.sql: no");
    EXPECT_EQ((Error{Error::Kind::Io, "no", "", "", 4, 9}).to_string(), "no");
}

}  // namespace
}  // namespace rowtype
