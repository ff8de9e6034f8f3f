#include "reflect/base/printable.h"

#include <gtest/gtest.h>

namespace rowtype {
namespace {

TEST(Printable, LeavesTextAlone) { EXPECT_EQ(printable("grüße 世界 🎉"), "grüße 世界 🎉"); }

TEST(Printable, ShowsWhatWouldSteerTheTerminal) {
    EXPECT_EQ(printable("\x1b[31mred"), "\\x1b[31mred");
    EXPECT_EQ(printable("a\nb\rc\td"), "a\\nb\\rc\\td");
    EXPECT_EQ(printable("\xC2\x9B"
                        "31m"),
              "\\x9b31m")
        << "the C1 form of ESC [";
    EXPECT_EQ(printable("abc\xE2\x80\xAE"
                        "def"),
              "abc\\u202edef")
        << "right-to-left override";
    EXPECT_EQ(printable("\xE2\x81\xA6x\xE2\x81\xA9"), "\\u2066x\\u2069");
    EXPECT_EQ(printable("\xFF\xC0\xAF"), "\\xff\\xc0\\xaf");
    EXPECT_EQ(printable("\x7F"), "\\x7f");
    EXPECT_EQ(printable(std::string_view("a\0b", 3)), "a\\x00b");
    EXPECT_EQ(printable("cut \xE4\xB8"), "cut \\xe4\\xb8");
}

}  // namespace
}  // namespace rowtype
