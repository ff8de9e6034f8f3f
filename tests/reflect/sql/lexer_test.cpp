#include "reflect/sql/lexer.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::sql {
namespace {

using testing::ElementsAre;

std::vector<std::string> values(std::string_view sql) {
    std::vector<std::string> found;
    for (const Token& token : lex(sql)) found.push_back(token.value);
    return found;
}

std::vector<TokenKind> kinds(std::string_view sql) {
    std::vector<TokenKind> found;
    for (const Token& token : lex(sql)) found.push_back(token.kind);
    return found;
}

std::vector<std::string> statements(std::string_view sql) {
    std::vector<std::string> found;
    for (const Span& span : split_statements(sql)) found.emplace_back(slice(sql, span));
    return found;
}

TEST(Lexer, FoldsUnquotedAndKeepsQuotedIdentifiers) {
    EXPECT_THAT(values(R"(SELECT Foo."Bar""Baz" FROM Ünï)"), ElementsAre("select", "foo", ".", "Bar\"Baz", "from", "Ünï"));
    EXPECT_THAT(kinds(R"(a "b")"), ElementsAre(TokenKind::Identifier, TokenKind::QuotedIdentifier));
}

TEST(Lexer, GivesExactRangesWithQuotes) {
    const std::vector<Token> tokens = lex(R"(  "a b" = 'it''s')");
    ASSERT_EQ(tokens.size(), 3U);
    EXPECT_EQ(tokens[0].span, (Span{2, 7}));
    EXPECT_EQ(tokens[2].span, (Span{10, 17}));
    EXPECT_EQ(tokens[2].value, "it's");
}

TEST(Lexer, CutsNamesAt63BytesAsPostgresDoes) {
    const std::string name(70, 'x');
    EXPECT_EQ(lex(name)[0].value.size(), 63U);
    EXPECT_EQ(lex(name)[0].span, (Span{0, 70}));
    const std::string accents = std::string(62, 'x') + "é";  // the two-byte letter would be cut in half
    EXPECT_EQ(lex(accents)[0].value, std::string(62, 'x'));
}

TEST(Lexer, ReadsEveryKindOfString) {
    EXPECT_THAT(values(R"(E'a\nb\'c' 'a\nb' B'101' X'1F' N'n' U&'d\0061t\+000061')"),
                ElementsAre("a\nb'c", "a\\nb", "101", "1F", "n", "data"));
    EXPECT_THAT(values("$$a 'b' $1$$ $tag$ $$ $tag$"), ElementsAre("a 'b' $1", " $$ "));
    EXPECT_THAT(values("'a'\n  'b' 'c'"), ElementsAre("ab", "c"));
}

TEST(Lexer, ReadsNumbersOfEveryForm) {
    EXPECT_THAT(values("1 1.5 .5 1e10 1.5E-3 1_000 0x1F 0b101 0o17"),
                ElementsAre("1", "1.5", ".5", "1e10", "1.5E-3", "1_000", "0x1F", "0b101", "0o17"));
    EXPECT_THAT(values("1..10"), ElementsAre("1", "..", "10"));
    EXPECT_THAT(values("1e"), ElementsAre("1", "e"));
}

TEST(Lexer, SplitsOperatorsByPostgresRules) {
    EXPECT_THAT(values("a->>'b'"), ElementsAre("a", "->>", "b"));
    EXPECT_THAT(values("a<-1"), ElementsAre("a", "<", "-", "1"));
    EXPECT_THAT(values("a@-1"), ElementsAre("a", "@-", "1"));
    EXPECT_THAT(values("a=--x\n1"), ElementsAre("a", "=", "1"));
    EXPECT_THAT(values("a*/*c*/b"), ElementsAre("a", "*", "b"));
    EXPECT_THAT(values("x::int y:=1 z=>2 t[1:2]"),
                ElementsAre("x", "::", "int", "y", ":=", "1", "z", "=>", "2", "t", "[", "1", ":", "2", "]"));
}

TEST(Lexer, TellsParametersFromDollarQuotesAndNames) {
    EXPECT_THAT(kinds("$1 a$1 $x$1$x$ $"),
                ElementsAre(TokenKind::Parameter, TokenKind::Identifier, TokenKind::String, TokenKind::Unknown));
}

TEST(Lexer, LeavesOutNestedCommentsAndReportsOpenOnes) {
    EXPECT_THAT(values("a /* b /* c */ d */ e -- f\n g"), ElementsAre("a", "e", "g"));
    for (const std::string_view open : {"a /* b /* c */", "a 'b", "a \"b", "a $x$ b $y$", "a E'b\\'"}) {
        const std::vector<Token> tokens = lex(open);
        ASSERT_EQ(tokens.size(), 2U) << open;
        EXPECT_EQ(tokens[1].kind, TokenKind::Unknown) << open;
        EXPECT_EQ(tokens[1].span, (Span{2, static_cast<std::uint32_t>(open.size())})) << open;
    }
}

TEST(Lexer, NeverFailsOnAnyByte) {
    for (int first = 0; first < 256; ++first) {
        for (int second = 0; second < 256; ++second) {
            const std::string text = {static_cast<char>(first), static_cast<char>(second), 'x'};
            std::uint32_t end = 0;
            for (const Token& token : lex(text)) {
                ASSERT_GE(token.span.begin, end);
                ASSERT_LT(token.span.begin, token.span.end);
                end = token.span.end;
            }
            ASSERT_LE(end, 3U);
        }
    }
}

TEST(Lexer, ReadsOneTokenFromAnOffset) {
    EXPECT_EQ(lex_one("select /* x */ a", 6).value, "a");
    EXPECT_TRUE(lex_one("select", 6).span.empty());
    EXPECT_TRUE(lex_one("select", 60).span.empty());
}

TEST(SkipSpace, StopsAtTheFirstTokenAndAtTheEnd) {
    EXPECT_EQ(skip_space(" -- a\n /* b */ c", 0), 15U);
    EXPECT_EQ(skip_space("a  ", 1), 3U);
    EXPECT_EQ(skip_space("/* open", 0), 7U);
}

TEST(SplitStatements, SplitsAtTopLevelSemicolonsOnly) {
    EXPECT_THAT(statements("select ';'; -- a;\n select $$;$$ ; select (1;2);;\n"),
                ElementsAre("select ';'", "select $$;$$", "select (1;2)"));
    EXPECT_THAT(statements(""), ElementsAre());
    EXPECT_THAT(statements(" ; -- nothing"), ElementsAre());
}

TEST(SplitStatements, KeepsSqlFunctionBodiesWhole) {
    const std::string function = "CREATE FUNCTION f() RETURNS int BEGIN ATOMIC SELECT CASE WHEN true THEN 1 END; SELECT 2; END";
    EXPECT_THAT(statements(function + "; SELECT 3"), ElementsAre(function, "SELECT 3"));
    EXPECT_THAT(statements("BEGIN; SELECT 1; END; SELECT 2"), ElementsAre("BEGIN", "SELECT 1", "END", "SELECT 2"));
}

}  // namespace
}  // namespace rowtype::sql
