// Text of strangers in pop-ups: it stays text whatever it holds.
#include "analysis/features/markup.h"

#include <gtest/gtest.h>

namespace rowtype::features {
namespace {

TEST(Markup, CodeBlocksCannotBeLeft) {
    Markup markup(MarkupKind::Markdown);
    markup.code_block("a ``` b\n````\n[x](command:y)");
    EXPECT_EQ(markup.take(), "`````sql\na ``` b\n````\n[x](command:y)\n`````");
}

TEST(Markup, CodeSpansCannotBeLeft) {
    const Markup markup(MarkupKind::Markdown);
    EXPECT_EQ(markup.code("plain"), "`plain`");
    EXPECT_EQ(markup.code("a`b"), "`` a`b ``");
    EXPECT_EQ(markup.code("``"), "``` `` ```");
    EXPECT_EQ(markup.code("two\nlines"), "`two\\nlines`");
    EXPECT_EQ(markup.code(""), "");
}

TEST(Markup, ProseHoldsNoMarkup) {
    const Markup markup(MarkupKind::Markdown);
    EXPECT_EQ(markup.prose("[a](command:b) <img src=x> *b* _c_ `d` &amp; ~e~ | !"),
              "\\[a\\](command:b) \\<img src=x\\> \\*b\\* \\_c\\_ \\`d\\` \\&amp; \\~e\\~ \\| \\!");
    EXPECT_EQ(markup.prose("# a\n- b\n    c\n1. d\n12) e\n+ f\n==="),
              "\\# a  \n\\- b  \nc  \n1\\. d  \n12\\) e  \n\\+ f  \n\\===");
    EXPECT_EQ(markup.prose("\x1b[31m\u202e\xff"), "\\\\x1b\\[31m\\\\u202e\\\\xff");
    EXPECT_EQ(markup.prose("a\r\nb"), "a  \nb");
}

TEST(Markup, LongProseIsCutBetweenCharacters) {
    const Markup markup(MarkupKind::PlainText);
    std::string text = "x";
    for (int count = 0; count < 3000; ++count) text += "é";
    const std::string shown = markup.prose(text);
    EXPECT_EQ(shown.size(), 3999 + std::string(" …").size());
    EXPECT_EQ(shown.find('\\'), std::string::npos) << "no half character was escaped";
}

TEST(Markup, PlainTextIsPlain) {
    Markup markup(MarkupKind::PlainText);
    markup.code_block("table a\nb");
    markup.paragraph(markup.prose("*c*") + " " + markup.code("`d`"));
    EXPECT_EQ(markup.take(), "table a\nb\n\n*c* `d`");
}

}  // namespace
}  // namespace rowtype::features
