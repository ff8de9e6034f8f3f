#include "analysis/syntax/input_limits.h"

#include <gtest/gtest.h>

#include <chrono>
#include <string>

#include "analysis/syntax/syntax_tree.h"

namespace rowtype::syntax {
namespace {

std::string repeated(std::string_view part, std::size_t times) {
    std::string text;
    for (std::size_t index = 0; index < times; ++index) text.append(part);
    return text;
}

std::string nested_ifs(std::size_t depth, std::string_view innermost) {
    std::string text;
    for (std::size_t level = 0; level < depth; ++level) text.append(level, ' ').append("if 1:\n");
    return text.append(depth, ' ').append(innermost).append("\n");
}

TEST(InputLimits, OrdinaryTextMayBeParsed) {
    const LimitCheck check = check_limits("class User:\n    name: str = \"((((\"  # ...\n");
    EXPECT_EQ(check.reason, "");
    EXPECT_GT(check.headroom, 200U);
}

TEST(InputLimits, EmptyTextMayBeParsed) { EXPECT_EQ(check_limits("").reason, ""); }

TEST(InputLimits, FileSize) {
    EXPECT_EQ(check_limits(repeated("x = 1\n", kMaximumFileBytes / 6)).reason, "");
    EXPECT_EQ(check_limits(repeated("x = 1\n", kMaximumFileBytes / 6 + 1)).reason,
              "the file has 2097156 bytes; at most 2097152 are analysed");
}

TEST(InputLimits, IndentDepth) {
    EXPECT_EQ(check_limits(nested_ifs(500, "pass")).reason, "");
    EXPECT_EQ(check_limits(nested_ifs(501, "pass")).reason, "blocks are nested more than 500 deep");
}

TEST(InputLimits, IndentationInsideStringsAndBracketsDoesNotCount) {
    std::string stairs;
    for (std::size_t level = 0; level < 900; ++level) stairs.append(level, ' ').append("x\n");
    EXPECT_EQ(check_limits("text = \"\"\"\n" + stairs + "\"\"\"\n").reason, "");
    EXPECT_EQ(check_limits("numbers = [\n" + stairs + "]\n").reason, "");
}

TEST(InputLimits, BracketDepth) {
    EXPECT_EQ(check_limits("x = " + repeated("(", 1000)).reason, "");
    EXPECT_EQ(check_limits("x = " + repeated("(", 1001)).reason, "brackets are nested more than 1000 deep");
    EXPECT_EQ(check_limits("x = '" + repeated("(", 2000) + "'\n# " + repeated("(", 2000)).reason, "");
    EXPECT_EQ(check_limits(repeated("f('(')\n", 3000)).reason, "");
}

TEST(InputLimits, LoneBackslashesAndDots) {
    EXPECT_EQ(check_limits(repeated("\\\n", 1000)).reason, "");
    EXPECT_NE(check_limits(repeated("\\\n", 1001)).reason, "");
    EXPECT_NE(check_limits(repeated(".", 1001)).reason, "");
    EXPECT_NE(check_limits(repeated(". \\\n", 501)).reason, "");
    EXPECT_EQ(check_limits("x = '" + repeated(".", 5000) + "'\n").reason, "");
    EXPECT_EQ(check_limits(repeated("a.b\\\n", 5000)).reason, "");
}

TEST(InputLimits, ARunInsideAStringLeavesNoHeadroom) {
    EXPECT_EQ(check_limits("x = '" + repeated(".", 5000) + "'\n").headroom, 0U);
}

// The inputs that crash or stall the parser, as it was measured; none may reach it, or it has to cope.
TEST(HostileInput, EndsSoonWithATreeOrAReason) {
    const std::string inputs[] = {
        repeated("(", 65535),
        repeated("[", 200000),
        repeated("\\\n", 60000),
        repeated(".", 125000),
        nested_ifs(511, "'x'"),
        nested_ifs(499, "'x'"),
        repeated("-", 200000) + "1",
        "x = 1" + repeated("+1", 200000),
        repeated("lambda x: ", 50000) + "1",
        repeated("not ", 100000) + "x",
        repeated("@", 100000),
        repeated("class A(", 20000),
        repeated("def f[", 20000),
        std::string(100000, '\0'),
        repeated("\xff\xfe\x80", 30000),
        repeated("f'{", 1000),
        repeated("x.a().b(", 900),
        "x" + repeated(".a()", 100000),
    };
    for (const std::string& input : inputs) {
        const auto start = std::chrono::steady_clock::now();
        const ParseOutcome outcome = parse(input);
        const std::chrono::duration<double> taken = std::chrono::steady_clock::now() - start;
        EXPECT_NE(outcome.tree.has_value(), !outcome.not_analysed.empty()) << input.substr(0, 20);
        EXPECT_LT(taken.count(), 30.0) << input.substr(0, 20);  // without a limit: minutes
    }
}

}  // namespace
}  // namespace rowtype::syntax
