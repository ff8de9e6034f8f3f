#include "reflect/base/encoding.h"

#include <gtest/gtest.h>

namespace rowtype {
namespace {

using namespace std::string_view_literals;

TEST(Encoding, Utf16InEitherOrder) {
    EXPECT_EQ(utf8_of_utf16("\xFF\xFE"
                            "a\0\xE9\0\xAC\x20\x3D\xD8\x00\xDE"sv),
              "aé€😀");
    EXPECT_EQ(utf8_of_utf16("\xFE\xFF\0a\0\xE9\x20\xAC\xD8\x3D\xDE\x00"sv), "aé€😀");
    EXPECT_EQ(utf8_of_utf16("\xFF\xFE"sv), "");
}

TEST(Encoding, BrokenUtf16LosesNothingElse) {
    EXPECT_EQ(utf8_of_utf16("\xFF\xFE\x3D\xD8"
                            "a\0"sv),
              "\xEF\xBF\xBD"
              "a")
        << "half a pair";
    EXPECT_EQ(utf8_of_utf16("\xFF\xFE\x00\xDE"
                            "a\0"sv),
              "\xEF\xBF\xBD"
              "a")
        << "the other half";
    EXPECT_EQ(utf8_of_utf16("\xFF\xFE"
                            "a\0b"sv),
              "a\xEF\xBF\xBD")
        << "half a unit";
    EXPECT_EQ(utf8_of_utf16("\xFF\xFE\x3D\xD8"sv), "\xEF\xBF\xBD");
}

TEST(Encoding, WithoutAMarkNothingIsGuessed) {
    EXPECT_EQ(utf8_of_utf16("a\0b\0"sv), std::nullopt);
    EXPECT_EQ(utf8_of_utf16(""), std::nullopt);
    EXPECT_FALSE(has_utf16_mark("\xEF\xBB\xBF"));
}

}  // namespace
}  // namespace rowtype
