#include "reflect/sql/string_literals.h"

#include <gtest/gtest.h>

namespace rowtype::sql {
namespace {

TEST(DecodeString, ReadsCEscapes) {
    EXPECT_EQ(decode_string(R"(a\tb\\c\x41\101\u00e9\U0001F600\q)", StringStyle::Escape), "a\tb\\cAA\u00e9\U0001F600q");
}

TEST(DecodeString, KeepsBrokenEscapesAsWritten) {
    EXPECT_EQ(decode_string(R"(\xZZ)", StringStyle::Escape), R"(\xZZ)");
    EXPECT_EQ(decode_string(R"(\)", StringStyle::Escape), R"(\)");
    EXPECT_EQ(decode_string(R"(\ud800 \00 \+12)", StringStyle::Unicode), R"(\ud800 \00 \+12)");
}

TEST(DecodeString, LeavesPlainStringsAlone) { EXPECT_EQ(decode_string(R"(a\n)", StringStyle::Plain), R"(a\n)"); }

TEST(DecodeString, ReadsUnicodeEscapes) {
    EXPECT_EQ(decode_string(R"(\00e9\+01F600\\)", StringStyle::Unicode), "\u00e9\U0001F600\\");
}

TEST(Fold, TouchesAsciiOnly) { EXPECT_EQ(fold("AbÉ_1"), "abÉ_1"); }

}  // namespace
}  // namespace rowtype::sql
