#include "lsp/cli/terminal_text.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "lsp/cli/display_width.h"
#include "lsp/cli/text_diff.h"

namespace rowtype::cli {
namespace {

TEST(DisplayWidth, CountsColumns) {
    EXPECT_EQ(display_width("abc"), 3);
    EXPECT_EQ(display_width("世界"), 4);
    EXPECT_EQ(display_width("e\xCC\x81"), 1) << "a combining accent";
    EXPECT_EQ(display_width("🎉"), 2);
    EXPECT_EQ(display_width("ü"), 1);
    EXPECT_EQ(display_width("한글"), 4);
    EXPECT_EQ(display_width("\xFF"), 1);
}

// What the caret line marks, column by column.
std::string marked(std::string_view line, Span mark, int width = 80) {
    const SourceLine rendered = render_source_line(line, mark, width);
    return rendered.text + "|" + std::string(static_cast<std::size_t>(rendered.mark_begin), ' ') +
           std::string(static_cast<std::size_t>(rendered.mark_width), '^');
}

TEST(SourceLine, MarksBytesAtTheirColumns) {
    EXPECT_EQ(marked("name: str", {0, 4}), "name: str|^^^^");
    EXPECT_EQ(marked("x = 世界(y)", {10, 13}), "x = 世界(y)|        ^^^");
    EXPECT_EQ(marked("\tid: int", {1, 3}), "    id: int|    ^^");
    EXPECT_EQ(marked("a\tb", {2, 3}), "a   b|    ^");
    EXPECT_EQ(marked("世界", {3, 6}), "世界|  ^^");
}

TEST(SourceLine, EmptyAndOutsideMarksShowOneCaret) {
    EXPECT_EQ(marked("abc", {3, 3}), "abc|   ^");
    EXPECT_EQ(marked("abc", {7, 9}), "abc|   ^");
    EXPECT_EQ(marked("", {0, 0}), "|^");
}

TEST(SourceLine, HostileTextIsEscapedAndStillMarked) { EXPECT_EQ(marked("\x1b[2J x", {5, 6}), "\\x1b[2J x|        ^"); }

TEST(SourceLine, LongLinesAreCutAroundTheMark) {
    const std::string line = std::string(300, 'a') + "MARK" + std::string(300, 'b');
    const SourceLine rendered = render_source_line(line, {300, 304}, 60);
    EXPECT_LE(display_width(rendered.text), 60);
    EXPECT_EQ(rendered.mark_width, 4);
    // "…" is three bytes and one column.
    EXPECT_EQ(rendered.text.substr(static_cast<std::size_t>(rendered.mark_begin) + 2, 4), "MARK");
    EXPECT_TRUE(rendered.text.starts_with("…"));
    EXPECT_TRUE(rendered.text.ends_with("…"));
    const SourceLine first = render_source_line(line, {0, 3}, 60);
    EXPECT_EQ(first.mark_begin, 0);
    EXPECT_LE(display_width(first.text), 60);
}

// However long the line, what is shown is what stands around the mark.
TEST(SourceLine, VeryLongLinesLookLikeLongOnes) {
    const auto around = [](std::size_t before, std::size_t behind, const std::string& letter) {
        std::string line;
        for (std::size_t i = 0; i < before; ++i) line += letter;
        const auto at = static_cast<std::uint32_t>(line.size());
        line += "MARK";
        for (std::size_t i = 0; i < behind; ++i) line += letter;
        return marked(line, {at, at + 4}, 60);
    };
    for (const std::string letter : {"a", "é", "世"}) {
        EXPECT_EQ(around(300'000, 300'000, letter), around(75, 75, letter)) << letter;
        EXPECT_EQ(around(0, 300'000, letter), around(0, 75, letter)) << letter;
        EXPECT_EQ(around(300'000, 0, letter), around(75, 0, letter)) << letter;
    }
}

TEST(SourceLine, MarkNeverLeavesTheShownText) {
    const std::string line(500, 'a');
    for (std::uint32_t begin = 0; begin < 500; begin += 7) {
        const SourceLine rendered = render_source_line(line, {begin, 500}, 50);
        EXPECT_LE(rendered.mark_begin + rendered.mark_width, 51) << begin;
        EXPECT_GE(rendered.mark_begin, 0) << begin;
    }
}

TEST(Texts, CountsAndPads) {
    EXPECT_EQ(counted(1, "error"), "1 error");
    EXPECT_EQ(counted(0, "error"), "0 errors");
    EXPECT_EQ(counted(2, "query", "queries"), "2 queries");
    EXPECT_EQ(padded("世", 4), "世  ");
    EXPECT_EQ(shortened("abcdef", 4), "abc…");
    EXPECT_EQ(shortened("世界世", 4), "世…");
    EXPECT_EQ(shortened("abc", 3), "abc");
    EXPECT_EQ(sized(999), "999 B");
    EXPECT_EQ(sized(3'400'000), "3.4 MB");
}

class Colors : public ::testing::Test {
protected:
    Colors() {
        for (const char* name : {"NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"}) ::unsetenv(name);
        ::setenv("TERM", "xterm", 1);
    }
    ~Colors() override {
        for (const char* name : {"NO_COLOR", "CLICOLOR", "CLICOLOR_FORCE"}) ::unsetenv(name);
    }
};

TEST_F(Colors, OnlyOnATerminal) {
    EXPECT_TRUE(make_style(ColorChoice::Automatic, true).enabled());
    EXPECT_FALSE(make_style(ColorChoice::Automatic, false).enabled());
    EXPECT_TRUE(make_style(ColorChoice::Always, false).enabled());
    EXPECT_FALSE(make_style(ColorChoice::Never, true).enabled());
}

TEST_F(Colors, EnvironmentIsHonoured) {
    ::setenv("CLICOLOR_FORCE", "1", 1);
    EXPECT_TRUE(make_style(ColorChoice::Automatic, false).enabled());
    ::setenv("NO_COLOR", "1", 1);
    EXPECT_FALSE(make_style(ColorChoice::Automatic, true).enabled());
    EXPECT_TRUE(make_style(ColorChoice::Always, true).enabled()) << "the option is the user's last word";
    ::unsetenv("NO_COLOR");
    ::unsetenv("CLICOLOR_FORCE");
    ::setenv("TERM", "dumb", 1);
    EXPECT_FALSE(make_style(ColorChoice::Automatic, true).enabled());
}

TEST(Diff, ShowsChangesWithContext) {
    const std::string before = "1\n2\n3\n4\n5\n6\n7\n8\n9\n";
    const std::string after = "1\n2\n3\n4\nfive\n6\n7\n8\n9\nten\n";
    EXPECT_EQ(unified_diff(before, after, "a", "b"),
              "--- a\n+++ b\n@@ -2,8 +2,9 @@\n 2\n 3\n 4\n-5\n+five\n 6\n 7\n 8\n 9\n+ten\n");
    EXPECT_EQ(unified_diff(before, before, "a", "b"), "");
}

TEST(Diff, FarChangesGetHunksOfTheirOwn) {
    std::string before;
    for (int i = 1; i <= 30; ++i) before += std::to_string(i) + "\n";
    std::string after = before;
    after.replace(after.find("3\n"), 2, "three\n");
    after.replace(after.find("28\n"), 3, "");
    EXPECT_EQ(unified_diff(before, after, "a", "b"),
              "--- a\n+++ b\n@@ -1,6 +1,6 @@\n 1\n 2\n-3\n+three\n 4\n 5\n 6\n@@ -25,6 +25,5 @@\n 25\n 26\n 27\n-28\n 29\n 30\n");
}

TEST(Diff, NewFileAndMissingLineEnd) {
    EXPECT_EQ(unified_diff("", "a\n", "/dev/null", "b"), "--- /dev/null\n+++ b\n@@ -0,0 +1 @@\n+a\n");
    EXPECT_EQ(unified_diff("a\n", "a", "a", "b"), "--- a\n+++ b\n@@ -1 +1 @@\n-a\n+a\n\\ No newline at end of file\n");
}

}  // namespace
}  // namespace rowtype::cli
