#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>

#include "tests/analysis/facts/facts_of.h"

namespace rowtype::facts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

using test::describe;
using test::facts_of;
using test::statement_of;

TEST(Classes, MadeByACall) {
    const std::string text = R"(# rowtype: table=public.users
User = typing.TypedDict(
    "User",
    {
        "id": int,  # the key
        "full name": Optional[str],
        'it\'s': "Later",
    },
    total=False,
))";
    const StatementFacts facts = statement_of(text);
    EXPECT_THAT(facts.assignments, IsEmpty());
    ASSERT_EQ(facts.classes.size(), 1U);
    const Class& user = facts.classes[0];
    EXPECT_TRUE(user.is_called);
    EXPECT_EQ(user.name, "User");
    EXPECT_EQ(slice(text, user.name_span), "User");
    EXPECT_EQ(slice(text, user.span), text.substr(text.find("User =")));
    EXPECT_TRUE(user.body_span.empty());
    EXPECT_NE(user.body_scope, 0U);
    EXPECT_EQ(user.table_directive, "public.users");
    ASSERT_EQ(user.bases.size(), 1U);
    EXPECT_EQ(user.bases[0].dotted(), "typing.TypedDict");
    ASSERT_EQ(user.keywords.size(), 1U);
    EXPECT_EQ(user.keywords[0].keyword, "total");
    ASSERT_EQ(user.fields.size(), 3U);
    EXPECT_EQ(slice(text, user.fields[0].name_span), "id");
    EXPECT_EQ(slice(text, user.fields[0].span), "\"id\": int");
    EXPECT_EQ(user.fields[1].name, "full name");
    EXPECT_EQ(describe(*user.fields[1].annotation), "Subscript(Name Optional, Name str)");
    EXPECT_EQ(user.fields[2].name, "it's");
    EXPECT_EQ(slice(text, user.fields[2].name_span), "it\\'s");
}

TEST(Classes, ANamedTupleMadeByACall) {
    const StatementFacts facts = statement_of(R"(Point = NamedTuple("Point", (("x", int), ("y", list[int]))))");
    ASSERT_EQ(facts.classes.size(), 1U);
    ASSERT_EQ(facts.classes[0].fields.size(), 2U);
    EXPECT_EQ(facts.classes[0].fields[1].name, "y");
    EXPECT_EQ(describe(*facts.classes[0].fields[1].annotation), "Subscript(Name list, Name int)");
}

TEST(Classes, CallsThatDoNotWriteTheFieldsOutAreValuesLikeOthers) {
    for (const char* text :
         {"A = TypedDict('A', fields)", "A = TypedDict('A', {'x': int, **more})", "A = TypedDict('A', {KEY: int})",
          "A = TypedDict('A')", "A = NamedTuple('A', {'x': int})", "A = NamedTuple('A', [('x', int, 1)])",
          "A = NamedTuple('A', [('x', int) for x in y])", "A = TypedDict('A', {'x': int}, **more)", "A = namedtuple('A', ['x'])",
          "A = B = TypedDict('A', {'x': int})"}) {
        const StatementFacts facts = statement_of(text);
        EXPECT_THAT(facts.classes, IsEmpty()) << text;
        EXPECT_FALSE(facts.assignments.empty()) << text;
    }
}

TEST(Classes, HeaderFieldsAndMethods) {
    const std::string text = R"(@dataclass
@register("x")
class User(BaseModel, Generic[T], table=True):
    """A user."""

    id: int
    name: Optional[str] = Field(None, alias="full_name")  # shown
    a = b = 1

    @field_validator("name", mode="before")
    @classmethod
    def check(cls, value): return value

    async def load(self): ...

    class Config:
        extra = "forbid"
)";
    const StatementFacts facts = statement_of(text);
    ASSERT_EQ(facts.classes.size(), 2U);
    const Class& user = facts.classes[0];
    EXPECT_EQ(user.name, "User");
    EXPECT_EQ(slice(text, user.name_span), "User");
    EXPECT_EQ(slice(text, user.span).substr(0, 11), "class User(");
    EXPECT_TRUE(slice(text, user.body_span).starts_with("\"\"\"A user."));
    EXPECT_EQ(user.docstring, "A user.");
    ASSERT_EQ(user.bases.size(), 2U);
    EXPECT_EQ(describe(user.bases[1]), "Subscript(Name Generic, Name T)");
    ASSERT_EQ(user.keywords.size(), 1U);
    EXPECT_EQ(user.keywords[0].keyword, "table");
    ASSERT_EQ(user.decorators.size(), 2U);
    EXPECT_EQ(describe(user.decorators[1]), "Call(Name register, String x)");
    ASSERT_EQ(user.fields.size(), 4U);
    EXPECT_EQ(slice(text, user.fields[1].span), "name: Optional[str] = Field(None, alias=\"full_name\")");
    EXPECT_EQ(slice(text, user.fields[1].name_span), "name");
    EXPECT_EQ(describe(*user.fields[1].annotation), "Subscript(Name Optional, Name str)");
    EXPECT_EQ(describe(*user.fields[1].default_value), "Call(Name Field, None None, alias=String full_name)");
    EXPECT_FALSE(user.fields[0].default_value.has_value());
    EXPECT_EQ(user.fields[2].name, "a");
    EXPECT_EQ(user.fields[3].name, "b");
    EXPECT_EQ(describe(*user.fields[3].default_value), "Integer 1");
    EXPECT_THAT(user.methods, ElementsAre("check", "load"));
    ASSERT_EQ(user.method_decorators.size(), 2U);
    EXPECT_EQ(describe(user.method_decorators[0]), "Call(Name field_validator, String name, mode=String before)");
    const Class& config = facts.classes[1];
    EXPECT_EQ(config.scope, user.body_scope);
    EXPECT_EQ(config.fields.at(0).name, "extra");
}

TEST(Classes, WithoutBodyOrBases) {
    const StatementFacts facts = statement_of("class A: pass\n");
    ASSERT_EQ(facts.classes.size(), 1U);
    EXPECT_THAT(facts.classes[0].bases, IsEmpty());
    EXPECT_THAT(facts.classes[0].fields, IsEmpty());
    EXPECT_EQ(facts.classes[0].docstring, "");
}

TEST(Classes, FieldsOnOneLine) {
    const StatementFacts facts = statement_of("class A(B): x: int; y: str = 'a'\n");
    ASSERT_EQ(facts.classes.at(0).fields.size(), 2U);
    EXPECT_EQ(facts.classes[0].fields[1].name, "y");
}

TEST(Classes, InsideFunctionsAndBranches) {
    EXPECT_EQ(statement_of("if x:\n    class A(B):\n        c: int\n").classes.at(0).scope, 0U);
    const StatementFacts facts = statement_of("def f():\n    class A(B):\n        c: int\n    return A\n");
    EXPECT_EQ(facts.scopes.at(facts.classes.at(0).scope).name, "f");
}

std::string directive_of(const std::string& text) {
    const FileFacts file = facts_of(text);
    for (const PlacedStatement& placed : file.statements) {
        for (const Class& definition : placed.facts->classes) {
            if (definition.table_directive.empty()) continue;
            // The span names the same bytes.
            EXPECT_EQ(slice(text, definition.table_directive_span.shifted(placed.offset)), definition.table_directive);
            return definition.name + " " + definition.table_directive;
        }
    }
    return "none";
}

TEST(TableDirectives, OnTheClassOrRightAboveIt) {
    EXPECT_EQ(directive_of("class A(B):  # rowtype: table=public.users\n    x: int\n"), "A public.users");
    EXPECT_EQ(directive_of("# rowtype: table=users\nclass A(B):\n    x: int\n"), "A users");
    EXPECT_EQ(directive_of("# rowtype: table = users\n# more\n@dec\nclass A(B):\n    x: int\n"), "A users");
    EXPECT_EQ(directive_of("x = 1\n#rowtype:table=a.b  # noqa\nclass A(B):\n    x: int\n"), "A a.b");
    EXPECT_EQ(directive_of("# rowtype: table=public.\"Odd Name\"\nclass A: pass\n"), "A public.\"Odd Name\"");
    EXPECT_EQ(directive_of("class O:\n    # rowtype: table=inner\n    class A(B):\n        x: int\n"), "A inner");
}

TEST(TableDirectives, ElsewhereMeanNothing) {
    EXPECT_EQ(directive_of("# rowtype: table=users\n\nclass A(B):\n    x: int\n"), "none");
    EXPECT_EQ(directive_of("x = 1  # rowtype: table=users\nclass A(B):\n    x: int\n"), "none");
    EXPECT_EQ(directive_of("# rowtype: tables=users\nclass A(B):\n    x: int\n"), "none");
    EXPECT_EQ(directive_of("# table=users\nclass A(B):\n    x: int\n"), "none");
    EXPECT_EQ(directive_of("class A(B):\n    x: int\n    y = 1  # rowtype: table=users\n"), "none");
}

}  // namespace
}  // namespace rowtype::facts
