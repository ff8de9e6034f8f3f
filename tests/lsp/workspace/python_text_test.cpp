#include "lsp/workspace/python_text.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::workspace {
namespace {

using ::testing::HasSubstr;
using namespace std::string_literals;

std::string text_of(const std::string& bytes) {
    const Result<PythonText> decoded = decode_python(bytes);
    return decoded ? decoded->text : "not read: " + decoded.error().message;
}

TEST(PythonText, Utf8IsWhatItIs) {
    EXPECT_EQ(text_of("x = 'é'\n"), "x = 'é'\n");
    EXPECT_EQ(text_of("\xEF\xBB\xBFx = 'é'\n"), "\xEF\xBB\xBFx = 'é'\n");
    EXPECT_EQ(text_of("# -*- coding: utf-8 -*-\nx = 'é'\n"), "# -*- coding: utf-8 -*-\nx = 'é'\n");
    EXPECT_EQ(text_of("# vim: set fileencoding=UTF_8 :\nx = 'é'\n"), "# vim: set fileencoding=UTF_8 :\nx = 'é'\n");
}

TEST(PythonText, ACodingLineSaysWhatTheBytesAre) {
    EXPECT_EQ(text_of("# -*- coding: latin-1 -*-\nx = '\xE9'\n"), "# -*- coding: latin-1 -*-\nx = 'é'\n");
    EXPECT_EQ(text_of("#!/usr/bin/env python\r# coding=ISO_8859_15-unix\r\nx = '\xA4'\n"),
              "#!/usr/bin/env python\r# coding=ISO_8859_15-unix\r\nx = '€'\n");
    EXPECT_EQ(text_of("\n# coding: cp1252\nx = '\x80\xE9'\n"), "\n# coding: cp1252\nx = '€é'\n");
    for (const std::string bytes :
         {"# coding: latin-1\n\xE9\xFF", "# coding: latin-9\n\xA4\xA5\xBE", "# coding: cp1252\n\x80\x9F\xFF"}) {
        const Result<PythonText> decoded = decode_python(bytes);
        ASSERT_TRUE(decoded.ok());
        EXPECT_EQ(encode_python(decoded->text, decoded->encoding), bytes);
    }
}

TEST(PythonText, WhatPythonDoesNotRunIsNotRead) {
    EXPECT_THAT(text_of("x = 1\ny = '\xE9'\n"), HasSubstr("line 2 is not UTF-8, and no coding line"));
    EXPECT_THAT(text_of("# coding: ascii\nx = '\xE9'\n"), HasSubstr("line 2 is not UTF-8, which its coding line says"));
    EXPECT_THAT(text_of("x = 1\n\n# coding: latin-1\ny = '\xE9'\n"), HasSubstr("line 4")) << "in the third line it says nothing";
    EXPECT_THAT(text_of("x = 1\n# coding: latin-1\ny = '\xE9'\n"), HasSubstr("line 3")) << "nor behind code";
    EXPECT_THAT(text_of("# coding: cp1252\nx = '\x81'\n"), HasSubstr("a byte that cp1252"));
    EXPECT_THAT(text_of("\xFF\xFEx\0"s), HasSubstr("UTF-16, which Python does not run"));
    EXPECT_THAT(text_of("x\0 \0"s), HasSubstr("NUL bytes"));
}

TEST(PythonText, OtherEncodingsAreSaidWhereTheyMatter) {
    EXPECT_EQ(text_of("# coding: shift_jis\nx = 1\n"), "# coding: shift_jis\nx = 1\n");
    EXPECT_THAT(text_of("# coding: shift_jis\nx = '\x83\x5C'\n"), HasSubstr("says shift_jis, which is not read"));
}

TEST(PythonText, WideBytesCanBeLookedThrough) {
    EXPECT_EQ(text_of_wide_bytes("a\0b\0"s), "ab");
    EXPECT_EQ(text_of_wide_bytes("\xFF\xFE"
                                 "a\0"s),
              "a");
    EXPECT_EQ(text_of_wide_bytes("plain"), "");
}

}  // namespace
}  // namespace rowtype::workspace
