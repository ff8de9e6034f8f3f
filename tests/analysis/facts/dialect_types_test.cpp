// What load_dialect_impl() of a TypeDecorator gives for PostgreSQL.
#include <gtest/gtest.h>

#include <string>

#include "analysis/facts/text_facts.h"
#include "tests/analysis/facts/facts_of.h"

namespace rowtype::facts {
namespace {

// The method's results; "entered" where nothing is told.
std::string loaded(const std::string& body, const std::string& head = "def load_dialect_impl(self, dialect):") {
    const StatementFacts facts = test::statement_of("class Kind(TypeDecorator):\n    impl = String\n    " + head + "\n" + body);
    const Function& method = facts.functions.at(0);
    if (method.body_scope != 0) return "entered";
    std::string text;
    for (const Value& result : method.results) text += test::describe(result);
    return text;
}

TEST(DialectTypes, TheBranchOfPostgres) {
    EXPECT_EQ(loaded("        if dialect.name == \"postgresql\":\n            return dialect.type_descriptor(UUID())\n"
                     "        else:\n            return dialect.type_descriptor(CHAR(36))\n"),
              "Call(Name UUID)");
    EXPECT_EQ(
        loaded(
            "        \"\"\"Says.\"\"\"\n        if dialect.name == 'sqlite':\n            return dialect.type_descriptor(TEXT)\n"
            "        elif dialect.name in ('postgresql', 'cockroachdb'):  # both\n            # here\n"
            "            return dialect.type_descriptor(JSONB)\n        return self.impl\n",
            "def load_dialect_impl(self, dialect: sa.Dialect) -> Any:"),
        "Name JSONB");
    EXPECT_EQ(loaded("        if dialect.name != 'postgresql':\n            return dialect.type_descriptor(TEXT)\n        return "
                     "self.impl\n"),
              "Attribute impl(Name self)");
    EXPECT_EQ(loaded("        if (\"postgresql\" == engine.name):\n            if engine.name not in [\"mysql\"]:\n              "
                     "  return INET\n",
                     "def load_dialect_impl(self, engine):"),
              "Name INET");
    EXPECT_EQ(loaded("        return dialect.type_descriptor(TEXT)\n"), "Name TEXT");
}

TEST(DialectTypes, WhatIsNotCertainIsNotTold) {
    const auto told = [](const std::string& body) { return loaded(body) != "" && loaded(body) != "entered"; };
    EXPECT_FALSE(
        told("        if self.native and dialect.name == 'postgresql':\n            return UUID()\n        return TEXT\n"));
    EXPECT_FALSE(told("        if dialect.name == NAME:\n            return UUID()\n        return TEXT\n"));
    EXPECT_FALSE(told("        if dialect.name.startswith('postgres'):\n            return UUID()\n        return TEXT\n"));
    EXPECT_FALSE(
        told("        kind = pick(dialect)\n        if dialect.name == 'postgresql':\n            return kind\n        return "
             "TEXT\n"));
    EXPECT_FALSE(told("        if dialect.name == 'sqlite':\n            return TEXT\n"));
    EXPECT_FALSE(told("        if dialect.name == 'postgresql':\n            raise ValueError\n        return TEXT\n"));
    EXPECT_FALSE(told("        for x in y:\n            return TEXT\n        return UUID\n"));
}

// A check parses less than all of a file.
TEST(DialectTypes, StandInAShorterText) {
    const std::string text =
        "class Kind(TypeDecorator):\n    impl = String\n    def load_dialect_impl(self, dialect):\n"
        "        if dialect.name == 'postgresql':\n            return dialect.type_descriptor(UUID(as_uuid=True))\n"
        "        else:\n            return dialect.type_descriptor(CHAR(36))\n";
    const FileFacts whole = test::facts_of(text);
    const TextFacts brief = facts_of_text(text);
    ASSERT_EQ(brief.facts->statements.size(), 1U);
    EXPECT_EQ(*brief.facts->statements[0].facts, *whole.statements[0].facts);
}

}  // namespace
}  // namespace rowtype::facts
