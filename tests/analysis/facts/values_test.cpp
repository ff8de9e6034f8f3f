#include <gtest/gtest.h>

#include "analysis/facts/value.h"
#include "tests/analysis/facts/facts_of.h"

namespace rowtype::facts {
namespace {

using test::describe;
using test::value_of;

TEST(Values, EachKind) {
    EXPECT_EQ(describe(value_of("None")), "None None");
    EXPECT_EQ(describe(value_of("True")), "Boolean True");
    EXPECT_EQ(describe(value_of("1_000")), "Integer 1_000");
    EXPECT_EQ(describe(value_of("-1.5")), "Float -1.5");
    EXPECT_EQ(describe(value_of("+2")), "Integer +2");
    EXPECT_EQ(describe(value_of("~2")), "Unknown");
    EXPECT_EQ(describe(value_of("-x")), "Unknown");
    EXPECT_EQ(describe(value_of("b'a\\xff'")), "Bytes a\xff");
    EXPECT_EQ(describe(value_of("a.b.c")), "Attribute c(Attribute b(Name a))");
    EXPECT_EQ(describe(value_of("a[1, b]")), "Subscript(Name a, Integer 1, Name b)");
    EXPECT_EQ(describe(value_of("a[1:2]")), "Subscript(Name a, Unknown)");
    EXPECT_EQ(describe(value_of("[1, *a]")), "List(Integer 1, Starred *(Name a))");
    EXPECT_EQ(describe(value_of("1, 2")), "Tuple(Integer 1, Integer 2)");
    EXPECT_EQ(describe(value_of("()")), "Tuple");
    EXPECT_EQ(describe(value_of("{1, 2}")), "Set(Integer 1, Integer 2)");
    EXPECT_EQ(describe(value_of("{'a': 1, **b}")), "Dictionary(String a, Integer 1, Unknown, Name b)");
    EXPECT_EQ(describe(value_of("a + b")), "Add(Name a, Name b)");
    EXPECT_EQ(describe(value_of("a % b")), "Modulo(Name a, Name b)");
    EXPECT_EQ(describe(value_of("a | None")), "BitOr(Name a, None None)");
    EXPECT_EQ(describe(value_of("a - b")), "Unknown");
    EXPECT_EQ(describe(value_of("a if c else b")), "Conditional c(Name a, Name b)");
    EXPECT_EQ(describe(value_of("...")), "Unknown ...");
    EXPECT_EQ(describe(value_of("lambda: 1")), "Unknown");
    EXPECT_EQ(describe(value_of("[i for i in y]")), "Comprehension(Name i, Name i, Name y)");
    EXPECT_EQ(describe(value_of("a and b")), "Unknown");
}

TEST(Values, CallsWithAllKindsOfArguments) {
    EXPECT_EQ(describe(value_of("f(1, *a, k=2, **b)")),
              "Call(Name f, Integer 1, Starred *(Name a), k=Integer 2, Starred **(Name b))");
    EXPECT_EQ(describe(value_of("f(i for i in y)")), "Call(Name f, Comprehension(Name i, Name i, Name y))");
}

TEST(Values, ParenthesesAndAwaitLeaveNoTrace) {
    EXPECT_EQ(describe(value_of("(await (a))")), "Name a");
    EXPECT_EQ(value_of("(  a )").span, (Span{7, 8}));
}

TEST(Values, PositionalArgumentsBehindAStarHaveNoPlace) {
    const Value call = value_of("f(a, *b, c, k=d)");
    EXPECT_TRUE(call.positional(0)->is_name("a"));
    EXPECT_EQ(call.positional(1), nullptr);
    EXPECT_TRUE(call.keyword("k")->is_name("d"));
    EXPECT_EQ(call.keyword("l"), nullptr);
    EXPECT_TRUE(value_of("f(**b, k=c)").keyword("k")->is_name("c"));
    EXPECT_EQ(value_of("f(**b)").positional(0), nullptr);
}

TEST(Values, DottedPaths) {
    EXPECT_EQ(value_of("a.b.c").dotted(), "a.b.c");
    EXPECT_EQ(value_of("a().b").dotted(), "");
    EXPECT_EQ(value_of("'a'").dotted(), "");
}

TEST(Values, VeryDeepOrLongOnesAreUnknown) {
    std::string deep = "1";
    for (int level = 0; level < 400; ++level) deep = "[" + deep + "]";
    Value value = value_of(deep);
    std::size_t levels = 0;
    for (const Value* inner = &value; inner->is(ValueKind::List); inner = &inner->items.front()) ++levels;
    EXPECT_EQ(levels, 100U);

    std::string list = "[";
    for (int item = 0; item < 5000; ++item) list += "1,";
    EXPECT_EQ(describe(value_of(list + "]")), "Unknown");
}

TEST(Values, CommentsAndJoinedLinesInsideAreSkipped) {
    EXPECT_EQ(describe(value_of("[  # first\n    1,\n    # second\n    2, \\\n    3]")), "List(Integer 1, Integer 2, Integer 3)");
}

TEST(Annotations, EveryForm) {
    const auto annotation = [](std::string_view text) {
        const StatementFacts statement = test::statement_of("x: " + std::string(text));
        return describe(statement.assignments.front().annotation.value());
    };
    EXPECT_EQ(annotation("int"), "Name int");
    EXPECT_EQ(annotation("Optional[str]"), "Subscript(Name Optional, Name str)");
    EXPECT_EQ(annotation("dict[str, list[int]]"), "Subscript(Name dict, Name str, Subscript(Name list, Name int))");
    EXPECT_EQ(annotation("list[int] | None"), "BitOr(Subscript(Name list, Name int), None None)");
    EXPECT_EQ(annotation("'User'"), "String User");
    EXPECT_EQ(annotation("Annotated[int, Field(gt=0)]"), "Subscript(Name Annotated, Name int, Call(Name Field, gt=Integer 0))");
    EXPECT_EQ(annotation("Literal['a', 'b']"), "Subscript(Name Literal, String a, String b)");
    EXPECT_EQ(annotation("uuid.UUID"), "Attribute UUID(Name uuid)");
    EXPECT_EQ(annotation("typing.Optional[datetime.date]"),
              "Subscript(Attribute Optional(Name typing), Attribute date(Name datetime))");
}

}  // namespace
}  // namespace rowtype::facts
