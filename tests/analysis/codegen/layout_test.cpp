// Line breaks of expressions. That they are those of ruff and black is asked of these two by the tests of whole modules.
#include "analysis/codegen/layout.h"

#include <gtest/gtest.h>

namespace rowtype::codegen {
namespace {

Expression field(Expression name) {
    Expression column = Expression::call(
        "sa_column=sa.Column",
        {std::move(name), Expression::call("sa.Numeric", {Expression::atom("10, 2")}), Expression::atom("nullable=False")});
    return Expression::call("Field", {std::move(column)});
}

// Whatever that does to the lines: one, several, or, where a name has no place in any, "# fmt: skip".
TEST(Layout, APlaceholderIsLaidOutAsTheNameThatIsGivenForIt) {
    const Expression alike = field(Expression::placeholder());
    for (const std::string& letter : {std::string("a"), std::string("ü"), std::string("名"), std::string("🏳️‍🌈")}) {
        std::string name;
        for (int length = 0; length < 100; ++length) {
            std::string text = "before\n";
            lay_out(text, "value: Decimal", alike, "    ", name);
            EXPECT_EQ(text, "before\n" + laid_out("value: Decimal", field(Expression::atom(name)), "    ")) << name;
            name += letter;
        }
    }
}

// What a statement's line is behind its name serves other names: it is the line of the whole statement, or none where that is broken up.
TEST(Layout, ARestOfALineIsLaidOutAsItsStatementWhereThatIsOneLine) {
    for (const std::string letter : {"n", "\xC3\xA9", "\xE2\x80\xA6", "\xE6\x97\xA5"}) {
        std::string name = "n";
        for (int length = 0; length < 100; ++length) {
            const Statement statement{name + ": Decimal", "Field", {"max_digits=10", "decimal_places=2"}, {}};
            const std::string whole = "    " + one_line(statement) + "\n";
            const std::string laid = laid_out(statement, "    ");
            std::string text = "before\n";
            const bool is_line = lay_out_line(text, name, one_line(statement).substr(name.size()), "    ");
            EXPECT_EQ(is_line, laid == whole) << name;
            EXPECT_EQ(text, is_line ? "before\n" + whole : "before\n") << name;
            name += letter;
        }
    }
}

}  // namespace
}  // namespace rowtype::codegen
