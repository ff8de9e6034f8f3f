#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "tests/analysis/facts/facts_of.h"

namespace rowtype::facts {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

using test::describe;
using test::facts_of;
using test::statement_of;

std::string describe_import(const Import& import) {
    return std::string(import.level, '.') + import.module + " " + import.name + " as " + import.bound;
}

std::vector<std::string> imports_of(std::string_view text) {
    std::vector<std::string> imports;
    for (const Import& import : statement_of(text).imports) imports.push_back(describe_import(import));
    return imports;
}

TEST(Imports, EveryForm) {
    EXPECT_THAT(imports_of("import a.b as c, d.e, f\n"), ElementsAre("a.b  as c", "d.e  as d", "f  as f"));
    EXPECT_THAT(imports_of("from a.b import c as d, e\n"), ElementsAre("a.b c as d", "a.b e as e"));
    EXPECT_THAT(imports_of("from ..a import (\n    b,  # why\n    c,\n)\n"), ElementsAre("..a b as b", "..a c as c"));
    EXPECT_THAT(imports_of("from . import a\n"), ElementsAre(". a as a"));
    EXPECT_THAT(imports_of("from a import *\n"), ElementsAre("a * as "));
    EXPECT_THAT(imports_of("from __future__ import annotations\n"), ElementsAre("__future__ annotations as annotations"));
    EXPECT_THAT(imports_of("import a . b \\\n  . c\n"), ElementsAre("a.b.c  as a"));
}

TEST(Imports, InsideBranchesAndFunctions) {
    const StatementFacts branch = statement_of("try:\n    import a\nexcept ImportError:\n    a = None\n");
    ASSERT_EQ(branch.imports.size(), 1U);
    EXPECT_EQ(branch.imports[0].scope, 0U);
    EXPECT_TRUE(branch.assignments.at(0).conditional);
    const StatementFacts function = statement_of("def f():\n    from a import b\n    b.table('x')\n");
    ASSERT_EQ(function.imports.size(), 1U);
    EXPECT_EQ(function.scopes.at(function.imports[0].scope).name, "f");
}

TEST(Statements, HaveOffsetsAndLengths) {
    const std::string text = "import a\n\n\nx = 1  # why\ny = (\n    2\n)\n";
    const FileFacts file = facts_of(text);
    std::vector<std::string> statements;
    for (const PlacedStatement& placed : file.statements) {
        statements.emplace_back(slice(text, {placed.offset, placed.offset + placed.facts->length}));
    }
    EXPECT_THAT(statements, ElementsAre("import a", "x = 1  # why", "y = (\n    2\n)"));
}

TEST(Statements, OwnTheCommentLinesRightAboveThem) {
    const std::string text = "x = 1\n# about y\n# more\ny = 2\n# apart\n\nz = 3\n";
    const FileFacts file = facts_of(text);
    ASSERT_EQ(file.statements.size(), 3U);
    EXPECT_EQ(file.statements[1].offset, 6U);
    EXPECT_EQ(file.statements[1].facts->assignments.at(0).target_span, (Span{17, 18}));
    EXPECT_EQ(file.statements[2].offset, static_cast<std::uint32_t>(text.find("z")));
}

TEST(Statements, WithoutFactsAreLeftOut) {
    EXPECT_THAT(facts_of("'docstring'\nprint(1)\nf()\n# comment\npass\n").statements, IsEmpty());
}

TEST(Statements, WithErrorsSaySo) {
    const FileFacts file = facts_of("x = 1\ny = = 2\nz = 3\n");
    EXPECT_TRUE(file.has_error);
    ASSERT_GE(file.statements.size(), 2U);
    EXPECT_FALSE(file.statements.front().facts->has_error);
    EXPECT_FALSE(file.statements.back().facts->has_error);
    EXPECT_FALSE(facts_of("x = 1\n").has_error);
}

TEST(Statements, HalfTypedCallsAreLeftOut) {
    for (const std::string text : {"c.table('users').select('a\n", "c.table('users').select(\n", "q = c.execute('SELECT 1\n"}) {
        for (const PlacedStatement& placed : facts_of(text).statements) {
            EXPECT_THAT(placed.facts->sql_calls, IsEmpty()) << text;
            for (const Chain& chain : placed.facts->chains) {
                for (const ChainCall& call : chain.calls) EXPECT_NE(call.method, "select") << text;
            }
        }
    }
}

TEST(Assignments, TargetsValuesAndAnnotations) {
    const StatementFacts chained = statement_of("a = b.c = 'x'\n");
    ASSERT_EQ(chained.assignments.size(), 2U);
    EXPECT_EQ(chained.assignments[0].target, "a");
    EXPECT_EQ(chained.assignments[1].target, "b.c");
    EXPECT_EQ(describe(*chained.assignments[1].value), "String x");
    const StatementFacts annotated = statement_of("a: 'Client' = f()\n");
    EXPECT_EQ(describe(*annotated.assignments.at(0).annotation), "String Client");
    EXPECT_FALSE(statement_of("a: int\n").assignments.at(0).value.has_value());
    EXPECT_TRUE(statement_of("a += 'b'\n").assignments.at(0).augmented);
    EXPECT_EQ(statement_of("type A = int | None\n").assignments.at(0).target, "A");
}

TEST(Assignments, UnpackedTargetsAreOpaque) {
    const StatementFacts facts = statement_of("a, (b, *c), d.e, f[g] = h\n");
    EXPECT_THAT(facts.assignments, IsEmpty());
    EXPECT_THAT(facts.scopes.at(0).opaque_names, UnorderedElementsAre("a", "b", "c"));
}

TEST(Assignments, SayWhetherTheyAreCertainToRun) {
    const auto conditional = [](std::string_view text) { return statement_of(text).assignments.at(0).conditional; };
    EXPECT_FALSE(conditional("a = 1\n"));
    EXPECT_FALSE(conditional("with x:\n    a = 1\n"));
    EXPECT_TRUE(conditional("if x: a = 1\n"));
    EXPECT_TRUE(conditional("if x:\n    pass\nelse:\n    a = 1\n"));
    EXPECT_TRUE(conditional("for x in y:\n    a = 1\n"));
    EXPECT_TRUE(conditional("while x:\n    a = 1\n"));
    EXPECT_TRUE(conditional("try:\n    a = 1\nfinally:\n    pass\n"));
    EXPECT_TRUE(conditional("match x:\n    case 1:\n        a = 1\n"));
    // A with statement is none, and makes no branch below it one that always runs.
    const StatementFacts below = statement_of(
        "def f():\n    with open('x') as y:\n        a = one()\n    if y:\n        a = two()\n    "
        "client.table(a).select('id').execute()\n");
    EXPECT_EQ(below.scopes.at(1).suites.size(), 1U);
    EXPECT_NE(below.assignments.at(0).block, below.assignments.at(1).block);
}

TEST(Scopes, NestAndListTheirParameters) {
    const StatementFacts facts =
        statement_of("class A:\n    def f(self, a, b: int = 1, *args, c=2, **kw):\n        def g(d): return self.c.table('x')\n");
    ASSERT_EQ(facts.scopes.size(), 4U);
    EXPECT_EQ(facts.scopes[1].kind, ScopeKind::Class);
    EXPECT_EQ(facts.scopes[2].name, "f");
    EXPECT_EQ(facts.scopes[2].parent, 1U);
    EXPECT_EQ(facts.scopes[3].parent, 2U);
    EXPECT_THAT(facts.scopes[2].opaque_names, UnorderedElementsAre("args", "kw", "g"));
    std::vector<std::string> parameters;
    for (const Parameter& parameter : facts.parameters) parameters.push_back(parameter.name);
    EXPECT_THAT(parameters, ElementsAre("self", "a", "b", "c", "d"));
    EXPECT_EQ(describe(*facts.parameters[2].annotation), "Name int");
    EXPECT_EQ(describe(*facts.parameters[2].default_value), "Integer 1");
    EXPECT_EQ(facts.chains.at(0).scope, 3U);
}

TEST(Scopes, OpaqueNames) {
    const StatementFacts facts = statement_of(R"(def f(c):
    for a, b in x: pass
    with y as d, z as (e, g): pass
    try: pass
    except E as h: pass
    if (i := 1): pass
    del j
    [k for k in c.table('t').select()]
    lambda l: c.table(l)
    match m:
        case [n]: pass
    def o(): pass
)");
    EXPECT_THAT(facts.scopes.at(1).opaque_names,
                UnorderedElementsAre("a", "b", "d", "e", "g", "h", "i", "j", "k", "l", "n", "o"));
    EXPECT_EQ(facts.scopes.at(1).loops.size(), 1U);
}

TEST(Scopes, GlobalNamesAreTheModules) {
    EXPECT_THAT(statement_of("def f():\n    global a, b\n    a = 1\n").scopes.at(0).opaque_names,
                UnorderedElementsAre("f", "a", "b"));
    const StatementFacts nonlocal =
        statement_of("def f(c):\n    x = 'a'\n    def g():\n        nonlocal x\n        x = 'b'\n    c.table(x)\n");
    EXPECT_THAT(nonlocal.scopes.at(1).opaque_names, UnorderedElementsAre("g", "x"));
}

TEST(Scopes, FunctionsWithoutCallsOfInterestAreOnlyNames) {
    const StatementFacts facts = statement_of("def f(a):\n    b = 1\n    return 1 + b\n");
    EXPECT_THAT(facts.scopes.at(0).opaque_names, ElementsAre("f"));
    EXPECT_THAT(facts.assignments, IsEmpty());
}

TEST(Functions, SayWhatTheyGive) {
    const StatementFacts facts = statement_of(
        "class A:\n    @property\n    def t(self): return 'users'\n    def c(self) -> Client: return x\n"
        "    def d(self):\n        if y:\n            return a.b\n        return make(1)\n"
        "    def e(self):\n        if y: return 'a'\n        return 'b'\n");
    ASSERT_EQ(facts.functions.size(), 4U);
    EXPECT_TRUE(facts.functions[0].is_property);
    ASSERT_EQ(facts.functions[0].results.size(), 1U);
    EXPECT_EQ(test::describe(facts.functions[0].results[0]), "String users");
    EXPECT_FALSE(facts.functions[1].is_property);
    EXPECT_EQ(test::describe(*facts.functions[1].returns), "Name Client");
    EXPECT_THAT(facts.functions[1].results, IsEmpty());
    ASSERT_EQ(facts.functions[2].results.size(), 2U);
    EXPECT_EQ(test::describe(facts.functions[2].results[0]), "Attribute b(Name a)");
    EXPECT_EQ(test::describe(facts.functions[2].results[1]), "Call(Name make, Integer 1)");
    EXPECT_THAT(facts.functions[3].results, IsEmpty());
}

// What changes the entries of dictionaries: "target: keys", with "-" where they are taken away and "…" for further ones; values that are literals stand behind "=".
TEST(ItemChanges, OfEveryKind) {
    const StatementFacts facts = statement_of(
        "def f(c, d):\n    c.table('t')\n    d['a'] = 1\n    self.d[k] = 2\n    d.update({'b': 1, **e}, g=2)\n    "
        "d.setdefault('h', 1)\n"
        "    del d['i'], e.f['j']\n    d.pop('l', None)\n    d.clear()\n    make()['x'] = 1\n    d['m'] += 1\n    d.append({'n': "
        "1})\n    d |= {'o': 1}\n    d |= e\n");
    std::vector<std::string> said;
    for (const ItemChange& change : facts.item_changes) {
        std::string text = change.target + (change.removes ? " -" : " +");
        for (std::size_t index = 0; index < change.keys.size(); ++index) {
            text += " " + change.keys[index].text;
            if (!change.values[index].is(ValueKind::Unknown)) text += "=" + change.values[index].text;
        }
        said.push_back(text + (change.has_others ? " …" : ""));
    }
    EXPECT_THAT(said, ElementsAre("d + a=1", "self.d + …", "d + b=1 g=2 …", "d + h", "d - i", "e.f - j", "d - l", "d - …",
                                  "d + m", "d + n=1", "d + o=1"));
}

TEST(Scopes, AClassWithQueriesShowsAllItsMethods) {
    const StatementFacts facts = statement_of(
        "class A:\n    def __init__(self):\n        self.name = 'users'\n\n    def f(self):\n        self.c.table(self.name)\n");
    ASSERT_EQ(facts.assignments.size(), 1U);
    EXPECT_EQ(facts.assignments[0].target, "self.name");
}

}  // namespace
}  // namespace rowtype::facts
