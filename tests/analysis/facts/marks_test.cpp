#include "analysis/facts/marks.h"

#include <gtest/gtest.h>

#include <random>
#include <string>

namespace rowtype::facts {
namespace {

// Looks at each by its index, which a Mark's text gives.
template <std::size_t... kIndexes>
void expect_as_found(std::string_view text, std::index_sequence<kIndexes...>) {
    const Marks marks(text);
    const auto expect = [&](Mark mark) {
        EXPECT_EQ(marks.hold(mark), text.find(mark.text()) != std::string_view::npos) << mark.text() << " in " << text;
    };
    (expect(Mark(kMarkedTexts[kIndexes])), ...);
}
void expect_as_found(std::string_view text) { expect_as_found(text, std::make_index_sequence<kMarkedTexts.size()>()); }

TEST(Marks, AreFoundWhereverTheyStand) {
    for (const std::string_view mark : kMarkedTexts) {
        for (std::size_t before = 0; before < 12; ++before) {
            const std::string text = std::string(before, 'x') + std::string(mark);
            expect_as_found(text);
            expect_as_found(text + "x");
            expect_as_found(text.substr(0, text.size() - 1));
            expect_as_found(text.substr(1));
        }
    }
    expect_as_found("");
    expect_as_found("key");
}

TEST(Marks, AsTheStandardLibraryFindsThem) {
    std::mt19937 random(7);
    for (int round = 0; round < 3000; ++round) {
        std::string text;
        while (text.size() < 60) {
            const std::string_view mark = kMarkedTexts[random() % kMarkedTexts.size()];
            text += mark.substr(0, random() % (mark.size() + 1));
            text += static_cast<char>(random() % 256);
        }
        expect_as_found(text);
    }
}

}  // namespace
}  // namespace rowtype::facts
