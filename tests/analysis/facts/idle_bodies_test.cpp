#include "analysis/facts/idle_bodies.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/facts/extract.h"
#include "analysis/facts/text_facts.h"
#include "analysis/syntax/syntax_tree.h"
#include "tests/support/paths.h"

namespace rowtype::facts {
namespace {

using ::testing::IsEmpty;

// The statements that the shorter text has other facts of than the whole; where both parse.
std::vector<std::string> different_statements(std::string_view text) {
    const TextFacts quick = facts_of_text(text);
    const syntax::ParseOutcome whole = syntax::parse(text);
    if (!whole.tree || whole.tree->root().has_error()) return {};
    const FileFacts expected = extract_facts(*whole.tree, text);
    std::vector<std::string> different;
    if (expected.statements.size() != quick.facts->statements.size()) different.emplace_back("their number");
    for (std::size_t at = 0; different.empty() && at < expected.statements.size(); ++at) {
        const PlacedStatement& statement = expected.statements[at];
        const PlacedStatement& found = quick.facts->statements[at];
        if (statement.offset != found.offset || *statement.facts != *found.facts)
            different.emplace_back(text.substr(statement.offset, statement.facts->length));
    }
    return different;
}

std::string shortened(std::string_view text) { return blank_idle_bodies(text, {}).text; }

// A body that is worth the while, of lines further in.
std::string body(std::string_view indent) {
    return std::string(indent) + "total = left + right * 3\n" + std::string(indent) + "print(total, \"and what follows\")\n";
}

// What stands in place of a body.
std::string blank(std::string body) {
    std::ranges::replace_if(
        body, [](char byte) { return byte != '\n'; }, ' ');
    body.front() = '(';
    body.back() = ')';
    return body;
}

TEST(IdleBodies, AreBlankedToTheirLastByte) {
    const std::string first = "left = a + 1  # why\n\n    print(\"left\", left, [\n        2,\n    ])";
    EXPECT_EQ(shortened("def f(a):\n    " + first + "\n    # said\nx = 1\n"),
              "def f(a):\n    " + blank(first) + "\n    # said\nx = 1\n");
    const std::string second = "total = a + 1\n        print(total, 'and what follows')";
    EXPECT_EQ(shortened("class A:\n    async def f(self):\n        " + second + "  # why\n\n    x: int\n"),
              "class A:\n    async def f(self):\n        " + blank(second) + "  # why\n\n    x: int\n");
}

TEST(IdleBodies, KeepAReturnAtTheEnd) {
    const std::string begin = "total = left + 1\n  print(total, \"and what follows\")";
    EXPECT_EQ(shortened("def f(left, right) -> int:\n  " + begin + "\n  return total\n"),
              "def f(left, right) -> int:\n  " + blank(begin) + "\n  return total\n");
    // What an unannotated function returns may be followed.
    EXPECT_EQ(shortened("def f(left, right):\n" + body("  ") + "  return total\n"), "");
    EXPECT_NE(shortened("def f(left, right):\n" + body("  ") + "  return None\n"), "");
    EXPECT_EQ(shortened("def f(left, right) -> int:\n" + body("  ") + "  left = 1; return total\n"), "");
}

TEST(IdleBodies, AreNoneWhereSomethingMatters) {
    const std::vector<std::string> lines = {
        "db.table(\"users\").select(\"id\")",
        "cursor.execute(query)",
        "rows = session.query(User).all()",
        "global seen",
        "q = \"SELECT 1 FROM users\"",
        "run(USERS_SQL)",
        "x = 1  # rowtype: ignore",
        "class Inner: pass",
        "find_users(\"users\")",
    };
    for (const std::string& line : lines) {
        EXPECT_EQ(shortened("def f(left, right):\n" + body("    ") + "    " + line + "\n"), "") << line;
    }
    EXPECT_EQ(shortened("class A:\n    def __init__(self):\n" + body("        ")), "");
    EXPECT_EQ(shortened("class A:\n    def f(self):\n" + body("        ") + "    def g(self):\n        self.db.table('users')\n"),
              "");
    EXPECT_EQ(shortened("class A:\n    @declared_attr\n    def f(cls) -> int:\n" + body("        ") + "        return 1\n"), "");
    EXPECT_EQ(shortened("if True:\n    def f(left, right):\n" + body("        ")), "");
}

TEST(IdleBodies, AreLeftWhereTheLinesAreInDoubt) {
    const std::string function = "def f(left, right):\n" + body("    ");
    const std::vector<std::string> doubts = {
        "x = (1\n",
        "x = 1)\n",
        "x = 'open\n",
        "x = \"\"\"open\n",
        "  x = 1\n",
        "x = f\"{d[\"a\"]}\"\n",
        "x = 1\rx = 2\n",
        "\fx = 1\n",
        "x = 1 \\ \n",
        "if x:\n    y = 1\n  z = 2\n",
        std::string("x = '\0'\n", 8),
    };
    EXPECT_NE(shortened(function), "");
    for (const std::string& doubt : doubts) EXPECT_EQ(shortened(function + doubt), "") << doubt;
}

TEST(IdleBodies, MakeNoDifferenceToFacts) {
    const std::vector<std::string> texts = {
        "class A(Base):\n    x: int = 1\n\n    @property\n    def name(self) -> list[str]:\n" + body("        ") +
            "        return 'users'\n        # behind\n\n    y = Column(Integer)\n",
        "def f(left, right) -> dict:\n" + body("    ") + "    return {'a': 1}\n\n\nUSERS = 'users'\n# a comment\n",
        "def f(left, right):\n    \"\"\"It says\n  much.\n    \"\"\"\n\n    # more\n    if left:\n        print(\"\"\"\nat the "
        "begin\"\"\")\n    else:\n"
        "        print('that is enough of this')\n    # behind\n  # further out\nx = 1\n",
        "async def f(left=(1,\n  2), *, right: Callable[[int], str] = lambda: 3):\n    async with left as a:\n        await "
        "a.post(f\"{a!r:>{right}}\")\n"
        "        raise ValueError('so long')\n",
        "def f(left):\n    print(left, 'é', \"that is enough\", \\\n  1)\n    if left: return 3\n@x\ndef g():\n    pass\n",
        "def f(left):\r\n    print(left, 'that is enough of it')\r\n    print(left)\r\nx = 1\r\n",
    };
    for (const std::string& text : texts) {
        EXPECT_FALSE(blank_idle_bodies(text, {}).functions.empty()) << text;
        EXPECT_FALSE(facts_of_text(text).is_whole) << text;
        EXPECT_THAT(different_statements(text), IsEmpty()) << text;
    }
}

TEST(IdleBodies, MakeNoDifferenceToFactsOfTheFilesThatAreThere) {
    std::size_t with_idle = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(testing::source_folder() + "/tests")) {
        if (!entry.is_regular_file() || (entry.path().extension() != ".py" && entry.path().extension() != ".bench")) continue;
        std::stringstream text;
        text << std::ifstream(entry.path(), std::ios::binary).rdbuf();
        if (!blank_idle_bodies(text.str(), {}).functions.empty()) ++with_idle;
        EXPECT_THAT(different_statements(text.str()), IsEmpty()) << entry.path();
    }
    EXPECT_GT(with_idle, 10U);
}

// How the parser goes on behind a mistake depends on what stands around it.
TEST(TextFacts, AreThoseOfTheWholeTextWhereItHasAMistake) {
    const std::string text = "def f(left, right):\n" + body("    ") + "def g(:\n    x = = 1\n";
    const TextFacts facts = facts_of_text(text);
    EXPECT_TRUE(facts.is_whole);
    EXPECT_TRUE(facts.facts->has_error);
}

TEST(TextFacts, SayWhyNothingWasAnalysed) {
    EXPECT_NE(facts_of_text(std::string("x = 1\0\n", 7)).not_analysed, "");
    const std::string deep = "def f(left, right):\n    print('that is enough of it', " + std::string(1100, '(') +
                             std::string(1100, ')') + ")\n    x = 2\n";
    EXPECT_NE(facts_of_text(deep).not_analysed, "");
    EXPECT_TRUE(facts_of_text(deep).facts->statements.empty());
}

}  // namespace
}  // namespace rowtype::facts
