// Strings, brackets and statements around a place, in text that need not be Python yet.
#include "analysis/features/lexical_place.h"

#include <gtest/gtest.h>

#include "tests/analysis/features/annotated.h"

namespace rowtype::features {
namespace {

// "STATEMENT-BEGIN BRACKETS STRING": brackets with ":" where a colon came; the string's content up to its close.
std::string place_in(const std::string& text) {
    const test::Annotated given = test::annotated(text);
    const LexicalPlace place = lexical_place(given.code, given.cursor);
    std::string said = std::to_string(place.statement_begin) + " ";
    for (const OpenBracket& open : place.brackets) said += std::string(1, open.bracket) + (open.after_colon ? ":" : "");
    if (!place.string) return said + " -";
    const std::uint32_t end = place.string->close.value_or(static_cast<std::uint32_t>(given.code.size()));
    said += " " + std::string(place.string->quotes) + given.code.substr(place.string->content, end - place.string->content);
    return said + (place.string->close ? "!" : "");
}

TEST(LexicalPlace, StringsClosedAndOpen) {
    EXPECT_EQ(place_in("f('a^b')"), "0 ( 'ab!");
    EXPECT_EQ(place_in("f('^"), "0 ( '");
    EXPECT_EQ(place_in("f('')^"), "0  -");
    EXPECT_EQ(place_in("f(^'')"), "0 ( -");
    EXPECT_EQ(place_in("f('^')"), "0 ( '!");
    EXPECT_EQ(place_in("f('a\\'^b')"), "0 ( 'a\\'b!");
    EXPECT_EQ(place_in("f('open\n^)"), "0 ( -") << "a line ends a string of one quote";
    EXPECT_EQ(place_in("f('''a\n^b''')"), "0 ( '''a\nb!");
    EXPECT_EQ(place_in("f(\"\"\"a\n^b"), "0 ( \"\"\"a\nb");
    EXPECT_EQ(place_in("# it's\nf('^"), "7 ( '");
}

TEST(LexicalPlace, Brackets) {
    EXPECT_EQ(place_in("f({'a': '^'})"), "0 ({: '!");
    EXPECT_EQ(place_in("f({'a': 1, '^'})"), "0 ({ '!");
    EXPECT_EQ(place_in("f([1, (2, 3), '^'])"), "0 ([ '!");
    EXPECT_EQ(place_in("f(')', '^')"), "0 ( '!");
    EXPECT_EQ(place_in(")) f('^"), "0 ( '");
}

TEST(LexicalPlace, StatementsAtTheMargin) {
    EXPECT_EQ(place_in("a = 1\nb = f('^"), "6 ( '");
    EXPECT_EQ(place_in("def f():\n    x = g('^"), "0 ( '");
    EXPECT_EQ(place_in("x = (1,\n2, f('^"), "0 (( '") << "an open bracket goes on at the margin";
    EXPECT_EQ(place_in("x = (1,\n\ndef f():\n    g('^"), "9 ( '") << "but no expression has a def in it";
    EXPECT_EQ(place_in("@a\n@b(1)\ndef f(): g('^"), "0 ( '");
    EXPECT_EQ(place_in("try:\n    a\nexcept E:\n    g('^"), "0 ( '");
    EXPECT_EQ(place_in("'''\ndef f():\n''' + g('^"), "0 ( '");
}

TEST(LexicalPlace, PrefixesOfStrings) {
    EXPECT_TRUE(lexical_place("f(f'", 4).string->is_formatted);
    EXPECT_TRUE(lexical_place("f(rb'", 5).string->is_bytes);
    EXPECT_TRUE(lexical_place("f(rb'", 5).string->is_raw);
    EXPECT_FALSE(lexical_place("f'", 2).string->is_raw);
    EXPECT_FALSE(lexical_place("(elf'", 5).string->is_formatted) << "the end of a name is no prefix";
}

TEST(LexicalPlace, WhereAStatementEnds) {
    const std::string text = "a = f('\nb = 1\ndef c():\n    d\n";
    EXPECT_EQ(statement_end(text, 6), 14U);
    EXPECT_EQ(statement_end("a = 1\nb = 2\n", 2), 6U);
    EXPECT_EQ(statement_end("a = 1\n", 2), 6U);
    EXPECT_EQ(statement_end("def f():\n    a\n\n    b\nc = 1\n", 12), 22U);
}

}  // namespace
}  // namespace rowtype::features
