#include "analysis/fixes/verify_edits.h"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "analysis/syntax/syntax_tree.h"

namespace rowtype::fixes {
namespace {

using findings::TextEdit;

const std::string kText =
    "import os\n"
    "\n"
    "class User(Base):\n"
    "    name: Mapped[str] = mapped_column(String(20))  # the name\n"
    "    age: Mapped[int]; size = 1\n"
    "    texts = Column(\n"
    "        ARRAY(Text),  # all\n"
    "        nullable=False,\n"
    "    )\n"
    "\n"
    "    def first(self):\n"
    "        if self.texts: return self.texts[0]\n"
    "        return None\n"
    "\n"
    "x = User()\n";

TextEdit insertion(const std::string& behind, const std::string& text) {
    const auto at = static_cast<std::uint32_t>(kText.find(behind) + behind.size());
    return {{at, at}, text};
}

TextEdit replacement(const std::string& old_text, const std::string& text) {
    const auto at = static_cast<std::uint32_t>(kText.find(old_text));
    return {{at, at + static_cast<std::uint32_t>(old_text.size())}, text};
}

std::string objection(const std::vector<TextEdit>& edits, const std::string& text = kText) {
    const syntax::ParseOutcome outcome = syntax::parse(text);
    const std::string quick = objection_to(text, edits, outcome.tree->root());
    EXPECT_EQ(quick, objection_to(text, edits));
    return quick;
}

const std::string kBroken = "the result would have a syntax error";

TEST(VerifyEdits, InsideOfAStatement) {
    EXPECT_EQ(objection({insertion("String(20)", ", unique=True")}), "");
    EXPECT_EQ(objection({insertion("age: Mapped[int]", " = mapped_column(unique=True)")}), "");
    EXPECT_EQ(objection({insertion("ARRAY(Text)", ", unique=True")}), "");
    EXPECT_EQ(objection({replacement("self.texts[0]", "self.texts[1]")}), "");
    EXPECT_EQ(objection({replacement("str", "str | None"), replacement("20", "30"), replacement("False", "True")}), "");
}

TEST(VerifyEdits, WhatBreaksAStatementBreaksTheText) {
    EXPECT_EQ(objection({insertion("String(20)", ")")}), kBroken);
    EXPECT_EQ(objection({insertion("age: Mapped[int]", " = f(")}), kBroken);
    EXPECT_EQ(objection({replacement("nullable=False", "nullable=False unique=True")}), kBroken);
    EXPECT_EQ(objection({insertion("String(20)", ", unique=True"), replacement("self.texts[0]", "self.texts[0")}), kBroken);
}

TEST(VerifyEdits, WhatReachesBeyondAStatementIsJudgedWithWhatIsAroundIt) {
    EXPECT_EQ(objection({insertion("age: Mapped[int]", " # why")}), "");
    EXPECT_EQ(objection({insertion("ARRAY(Text)", " # why")}), kBroken);
    EXPECT_EQ(objection({insertion("size = 1", " \\")}), kBroken);
    EXPECT_EQ(objection({replacement("import os\n", "import os\nimport re\n"), insertion("String(20)", ", index=True")}), "");
    EXPECT_EQ(objection({insertion("ize = 1", "; class A: b = 2")}), kBroken);
}

TEST(VerifyEdits, EditsThatOverlap) {
    EXPECT_EQ(objection({replacement("Mapped[str]", "int"), replacement("str", "int")}), "the edits would overlap");
}

TEST(VerifyEdits, AMistakeElsewhereIsNoObjection) {
    EXPECT_EQ(objection({insertion("String(20)", ", unique=True")}, kText + "def (:\n"), "");
}

// Whatever is put wherever: the tree is only there to be quicker.
TEST(VerifyEdits, TheTreeChangesNoVerdict) {
    const std::vector<std::string> kPieces = {"",   " ",  ",",   "(", ")",     "\"", "\"\"\"", "a",      "a=1", ", a",
                                              "\n", "\\", "# a", ";", ": int", "=",  "if a: ", "return", "[0]"};
    std::mt19937 random(7);
    for (int round = 0; round < 4000; ++round) {
        const auto begin = static_cast<std::uint32_t>(random() % kText.size());
        const auto end = std::min(begin + static_cast<std::uint32_t>(random() % 3), static_cast<std::uint32_t>(kText.size()));
        const std::vector<TextEdit> edits = {{{begin, end}, kPieces[random() % kPieces.size()]}};
        ASSERT_EQ(objection(edits).empty(), !syntax::parse(apply_edits(kText, edits)).tree->root().has_error())
            << apply_edits(kText, edits);
    }
}

}  // namespace
}  // namespace rowtype::fixes
