#include <gtest/gtest.h>

#include <string>

#include "analysis/facts/value.h"
#include "tests/analysis/facts/facts_of.h"

namespace rowtype::facts {
namespace {

using test::describe;
using test::statement_of;
using test::value_of;

// The source bytes of the first place where `part` stands in the decoded text of "x = <literal>".
std::string source_of(const std::string& literal, std::string_view part) {
    const std::string text = "x = " + literal;
    const Value value = value_of(literal);
    const std::size_t found = value.text.find(part);
    if (found == std::string::npos) return "not there";
    const auto begin = static_cast<std::uint32_t>(found);
    return std::string(slice(text, source_span(value, {begin, begin + static_cast<std::uint32_t>(part.size())})));
}

TEST(StringLiterals, Escapes) {
    EXPECT_EQ(value_of(R"('a\n\t\\\'\x41\101\u00e9\U0001F600')").text, "a\n\t\\'AA\xC3\xA9\xF0\x9F\x98\x80");
    EXPECT_EQ(value_of(R"('\d\.')").text, "\\d\\.");
    EXPECT_EQ(value_of(R"('\0')").text, std::string(1, '\0'));
    EXPECT_EQ(value_of("'a\\\nb'").text, "ab");
    EXPECT_EQ(value_of("'a\\\r\nb'").text, "ab");
}

TEST(StringLiterals, EscapesThatCannotBeTold) {
    EXPECT_EQ(describe(value_of(R"('\N{DIGIT ONE}')")), "Unknown");
    EXPECT_EQ(describe(value_of(R"('\ud800')")), "Unknown");
    EXPECT_EQ(describe(value_of(R"('\x4')")), "Unknown");
}

TEST(StringLiterals, Prefixes) {
    EXPECT_EQ(value_of(R"(r'\n')").text, "\\n");
    EXPECT_EQ(value_of(R"(R"\"a")").text, "\\\"a");
    EXPECT_EQ(value_of(R"(u'a')").text, "a");
    EXPECT_TRUE(value_of(R"(b'\u0041')").is(ValueKind::Bytes));
    EXPECT_EQ(value_of(R"(b'\u0041')").text, "\\u0041");
    EXPECT_EQ(value_of(R"(Rb'\x41')").text, "\\x41");
}

TEST(StringLiterals, TripleQuotes) {
    EXPECT_EQ(value_of("\"\"\"a \"quoted\"\n b\"\"\"").text, "a \"quoted\"\n b");
    EXPECT_EQ(value_of("'''a\r\nb'''").text, "a\nb");
    EXPECT_EQ(value_of("\"\"").text, "");
    EXPECT_EQ(value_of("\"\"\"\"\"\"").text, "");
}

TEST(StringLiterals, ImplicitConcatenation) {
    EXPECT_EQ(value_of("('a' \"b\"\n    r'\\c')").text, "ab\\c");
    EXPECT_EQ(describe(value_of("'a' b'b'")), "Unknown");
    EXPECT_EQ(describe(value_of("'a' f'b{c}' 'd'")), "Format(String ab, Name c, String d)");
}

TEST(StringLiterals, FormattedOnes) {
    EXPECT_EQ(describe(value_of("f'a{b.c}d{{e}}'")), "Format(String a, Attribute c(Name b), String d{e})");
    EXPECT_EQ(describe(value_of("f'{a!r}{b:>3}{c=}{d}'")), "Format(Unknown, Unknown, Unknown, Name d)");
    EXPECT_EQ(describe(value_of("f'{a == b}'")), "Format(Unknown)");
    EXPECT_EQ(describe(value_of("rf'\\d{a}'")), "Format(String \\d, Name a)");
    EXPECT_EQ(describe(value_of("f'plain'")), "Format(String plain)");
    EXPECT_EQ(describe(value_of("f''")), "Format");
    EXPECT_EQ(describe(value_of("f'''{\n  a  # why\n}'''")), "Format(Name a)");
}

TEST(SourceSpans, ByteByByteOutsideEscapes) {
    EXPECT_EQ(source_of("'users'", "ser"), "ser");
    EXPECT_EQ(source_of("r'\\dusers'", "users"), "users");
    EXPECT_EQ(source_of("'''a\r\nusers'''", "users"), "users");
    EXPECT_EQ(source_of("'\xC3\xA9users'", "users"), "users");
}

TEST(SourceSpans, WholeEscapes) {
    EXPECT_EQ(source_of(R"('a\x41b')", "A"), R"(\x41)");
    EXPECT_EQ(source_of(R"('a\x41b')", "aA"), R"(a\x41)");
    EXPECT_EQ(source_of(R"('\u00e9x')", "\xA9x"), R"(\u00e9x)");
    EXPECT_EQ(source_of("'a\\\nbc'", "bc"), "bc");
}

TEST(SourceSpans, AcrossLiterals) {
    EXPECT_EQ(source_of("('ab' 'cd')", "bc"), "b' 'c");
    EXPECT_EQ(source_of("('ab' 'cd')", "cd"), "cd");
}

TEST(SourceSpans, EmptyRangesHaveAPlace) {
    const Value value = value_of("'a\\x41b'");
    EXPECT_EQ(source_span(value, {0, 0}), (Span{5, 5}));
    EXPECT_EQ(source_span(value, {2, 2}), (Span{10, 10}));
    EXPECT_EQ(source_span(value, {3, 3}), (Span{11, 11}));
    const Value empty = value_of("''");
    EXPECT_TRUE(source_span(empty, {0, 0}).empty());
}

TEST(SourceSpans, OfFormatPartsLieInTheLiteral) {
    const std::string text = "x = f'select {a} users'";
    const Value value = *statement_of(text).assignments.front().value;
    ASSERT_EQ(value.items.size(), 3U);
    EXPECT_EQ(slice(text, value.items[1].span), "a");
    EXPECT_EQ(slice(text, source_span(value.items[2], {1, 6})), "users");
}

}  // namespace
}  // namespace rowtype::facts
