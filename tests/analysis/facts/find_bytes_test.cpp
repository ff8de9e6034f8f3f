#include "analysis/facts/find_bytes.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace rowtype::facts {
namespace {

TEST(FindBytes, AsTheStandardLibraryFindsThem) {
    std::mt19937 random(3);
    for (int round = 0; round < 20000; ++round) {
        std::string text(random() % 80, ' ');
        for (char& byte : text) byte = static_cast<char>("ab\xff"[random() % 3]);
        std::string needle(random() % 6, ' ');
        for (char& byte : needle) byte = static_cast<char>("ab\xff"[random() % 3]);
        const std::size_t from = random() % (text.size() + 3);
        ASSERT_EQ(find_bytes(text, needle, from), std::string_view(text).find(needle, from))
            << text << '|' << needle << '|' << from;
    }
}

TEST(FindBytes, AtTheEnds) {
    const std::string text(100, 'x');
    EXPECT_EQ(find_bytes("needle" + text, "needle"), 0U);
    EXPECT_EQ(find_bytes(text + "needle", "needle"), 100U);
    EXPECT_EQ(find_bytes(text + "needl", "needle"), std::string_view::npos);
    EXPECT_EQ(find_bytes("need", "needle"), std::string_view::npos);
    EXPECT_EQ(find_bytes("", "x"), std::string_view::npos);
}

}  // namespace
}  // namespace rowtype::facts
