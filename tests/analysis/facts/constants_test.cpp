#include <gtest/gtest.h>

#include <map>
#include <memory>
#include <string>

#include "analysis/facts/constants.h"
#include "analysis/facts/names.h"
#include "tests/analysis/facts/facts_of.h"

namespace rowtype::facts {
namespace {

using test::describe;
using test::facts_of;

// Modules by dotted name.
class Modules : public ImportedModules {
public:
    void add(const std::string& name, const std::string& text) {
        auto& entry = modules_[name];
        entry.facts = facts_of(text);
        entry.names = std::make_unique<ModuleNames>(entry.facts);
    }
    const ModuleNames* names_of(const ModuleNames& importing, const ModuleReference& module) override {
        (void)importing;
        const auto found = modules_.find(module.name);
        return found == modules_.end() ? nullptr : found->second.names.get();
    }

private:
    struct Module {
        FileFacts facts;
        std::unique_ptr<ModuleNames> names;
    };
    std::map<std::string, Module> modules_;
};

// What the first argument of the first "….table(…)" of the text stands for.
std::string table_in(const std::string& text, ImportedModules* modules = nullptr) {
    const FileFacts file = facts_of(text);
    const ModuleNames names(file);
    for (const PlacedStatement& placed : file.statements) {
        for (const Chain& chain : placed.facts->chains) {
            if (chain.calls.front().method != "table") continue;
            const Value* argument = chain.calls.front().positional(0);
            const auto constant = resolve_constant({argument, placed.facts.get(), placed.offset, chain.scope, &names}, modules);
            return constant ? describe(*constant->value) : "unknown";
        }
    }
    return "no table";
}

TEST(Constants, LiteralsAreThemselves) { EXPECT_EQ(table_in("c.table('users')\n"), "String users"); }

TEST(Constants, OfTheModule) {
    EXPECT_EQ(table_in("T = 'users'\nc.table(T)\n"), "String users");
    EXPECT_EQ(table_in("def f(c): c.table(T)\nT = 'users'\n"), "String users");
    EXPECT_EQ(table_in("A = 'users'\nB = A\ndef f(c): c.table(B)\n"), "String users");
    EXPECT_EQ(table_in("if x:\n    T = 'users'\ndef f(c): c.table(T)\n"), "String users");
    EXPECT_EQ(table_in("c.table(T)\n"), "unknown");
}

TEST(Constants, BoundTwiceAreUnknownToFunctions) {
    EXPECT_EQ(table_in("T = 'a'\nT = 'b'\ndef f(c): c.table(T)\n"), "unknown");
    EXPECT_EQ(table_in("T = 'a'\nT += 'b'\ndef f(c): c.table(T)\n"), "unknown");
    EXPECT_EQ(table_in("T += 'b'\ndef f(c): c.table(T)\n"), "unknown");
    EXPECT_EQ(table_in("T = 'a'\ndef g():\n    global T\n    T = 'b'\ndef f(c): c.table(T)\n"), "unknown");
    EXPECT_EQ(table_in("T = 'a'\nfor T in x: pass\ndef f(c): c.table(T)\n"), "unknown");
    EXPECT_EQ(table_in("T = 'a'\ndef T(): pass\ndef f(c): c.table(T)\n"), "unknown");
    EXPECT_EQ(table_in("T = T\nc.table(T)\n"), "unknown");
}

TEST(Constants, ModuleCodeRunsInOrder) {
    EXPECT_EQ(table_in("T = 'a'\nc.table(T)\nT = 'b'\n"), "String a");
    EXPECT_EQ(table_in("T = 'a'\nT = 'b'\nc.table(T)\n"), "String b");
    EXPECT_EQ(table_in("T = 'a'\nif x:\n    T = 'b'\nc.table(T)\n"), "unknown");
    EXPECT_EQ(table_in("T = 'a'\nif x:\n    T = 'b'\n    c.table(T)\n"), "String b");
    EXPECT_EQ(table_in("T = 'a'\nfor i in x:\n    c.table(T)\n    T = 'b'\n"), "unknown");
    EXPECT_EQ(table_in("T = 'a'\nT = c.table(T)\n"), "String a");
    EXPECT_EQ(table_in("T = 'a'\nT = 'b'\nfor i in x:\n    c.table(T)\n"), "String b");
}

TEST(Constants, OfTheFunction) {
    EXPECT_EQ(table_in("def f(c):\n    t = 'a'\n    c.table(t)\n"), "String a");
    EXPECT_EQ(table_in("def f(c):\n    if x:\n        t = 'a'\n    c.table(t)\n"), "String a");
    EXPECT_EQ(table_in("t = 'a'\ndef f(c, t):\n    c.table(t)\n"), "unknown");
    EXPECT_EQ(table_in("t = 'a'\ndef f(c):\n    for t in x:\n        c.table(t)\n"), "unknown");
    EXPECT_EQ(table_in("t = 'a'\ndef f(c):\n    [c.table(t) for t in x]\n"), "unknown");
    EXPECT_EQ(table_in("t = 'a'\ndef f(c):\n    from x import t\n    c.table(t)\n"), "unknown");
    EXPECT_EQ(table_in("t = 'a'\ndef f(c):\n    g = lambda t: c.table(t)\n"), "unknown");
    EXPECT_EQ(table_in("t = 'a'\ndef f(c, t='b'):\n    t = 'c'\n    c.table(t)\n"), "String c");
}

TEST(Constants, TheAssignmentThatAUseSeesForCertain) {
    EXPECT_EQ(table_in("def f(c):\n    t = 'a'\n    t = 'b'\n    c.table(t)\n"), "String b");
    EXPECT_EQ(table_in("def f(c):\n    t = 'a'\n    c.table(t)\n    t = 'b'\n"), "String a");
    EXPECT_EQ(table_in("def f(c):\n    t = 'a'\n    if x:\n        t = 'b'\n    c.table(t)\n"), "unknown");
    EXPECT_EQ(table_in("def f(c):\n    if x:\n        t = 'a'\n        c.table(t)\n    else:\n        t = 'b'\n"), "String a");
    EXPECT_EQ(table_in("def f(c):\n    if x:\n        t = 'a'\n    else:\n        t = 'b'\n        c.table(t)\n"), "String b");
    EXPECT_EQ(table_in("def f(c):\n    t = 'a'\n    with x:\n        t = 'b'\n    c.table(t)\n"), "String b");
    EXPECT_EQ(table_in("def f(c):\n    try:\n        t = 'a'\n        t = 'b'\n    except E:\n        c.table(t)\n"), "unknown");
    EXPECT_EQ(table_in("def f(c):\n    t = 'a'\n    t += 'b'\n    c.table(t)\n"), "unknown");
}

TEST(Constants, LoopsCarryAssignmentsBack) {
    EXPECT_EQ(table_in("def f(c):\n    t = 'a'\n    while x:\n        c.table(t)\n        t = 'b'\n"), "unknown");
    EXPECT_EQ(table_in("def f(c):\n    while x:\n        t = 'a'\n        c.table(t)\n        t = 'b'\n"), "String a");
    EXPECT_EQ(
        table_in("def f(c):\n    while x:\n        t = 'a'\n        while y:\n            c.table(t)\n            t = 'b'\n"),
        "unknown");
}

TEST(Constants, ClosuresSeeOnlyWhatNeverChanges) {
    EXPECT_EQ(table_in("def f(c):\n    t = 'a'\n    def g():\n        c.table(t)\n"), "String a");
    EXPECT_EQ(table_in("def f(c):\n    t = 'a'\n    t = 'b'\n    def g():\n        c.table(t)\n"), "unknown");
    EXPECT_EQ(table_in("def f(c):\n    t = 'a'\n    def g():\n        nonlocal t\n        t = 'b'\n    c.table(t)\n"), "unknown");
}

TEST(Constants, OfTheClass) {
    EXPECT_EQ(table_in("class A:\n    T = 'a'\n    def f(self, c): c.table(self.T)\n"), "String a");
    EXPECT_EQ(table_in("class A:\n    T = 'a'\n    def f(self, c): c.table(A.T)\n"), "String a");
    EXPECT_EQ(table_in("class A:\n    T = 'a'\nclass B(A):\n    def f(self, c): c.table(A.T)\n"), "String a");
    EXPECT_EQ(table_in("class A:\n    T = 'a'\n    U = T\n    def f(cls, c): c.table(cls.U)\n"), "String a");
    EXPECT_EQ(table_in("class A(B):\n    def f(self, c): c.table(self.T)\n"), "unknown");
    EXPECT_EQ(table_in("class A:\n    T = 'a'\n    def f(self, c): c.table(T)\n"), "unknown");
    EXPECT_EQ(table_in("class A:\n    T = 'a'\n    if x:\n        T = 'b'\n    def f(self, c): c.table(self.T)\n"), "unknown");
    EXPECT_EQ(table_in("class A:\n    @property\n    def T(self): return 'a'\n    def f(self, c): c.table(self.T)\n"),
              "String a");
    EXPECT_EQ(table_in("class A:\n    @property\n    def T(self): return t\n    def f(self, c): c.table(self.T)\n"), "unknown");
    EXPECT_EQ(table_in("class A:\n    def T(self): return 'a'\n    def f(self, c): c.table(self.T)\n"), "unknown");
}

TEST(Constants, OfTheObject) {
    const std::string use = "    def f(self, c): c.table(self.t)\n";
    EXPECT_EQ(table_in("class A:\n    def __init__(self):\n        self.t = 'a'\n" + use), "String a");
    EXPECT_EQ(table_in("class A:\n    def __init__(self):\n        self.t: str = 'a'\n" + use), "String a");
    EXPECT_EQ(table_in("class A:\n    def __init__(self, t):\n        self.t = t\n" + use), "unknown");
    EXPECT_EQ(table_in("class A:\n    t = None\n    def __init__(self):\n        self.t = 'a'\n" + use), "String a");
    EXPECT_EQ(table_in("class A:\n    t = 'b'\n    def g(self):\n        self.t = 'a'\n" + use), "unknown");
    EXPECT_EQ(table_in("class A:\n    def __init__(self):\n        self.t = 'a'\n    def g(self):\n        self.t = 'b'\n" + use),
              "unknown");
    EXPECT_EQ(table_in("T = 'a'\nclass A:\n    def __init__(self):\n        self.t = T\n" + use), "String a");
}

TEST(Constants, Enumerations) {
    EXPECT_EQ(table_in("class T(Enum):\n    A = 'a'\nc.table(T.A.value)\n"), "String a");
    EXPECT_EQ(table_in("class T(Enum):\n    A = 'a'\nc.table(T.A)\n"), "unknown");
    EXPECT_EQ(table_in("class T(str, Enum):\n    A = 'a'\nc.table(T.A)\n"), "String a");
    EXPECT_EQ(table_in("class T(enum.StrEnum):\n    A = 'a'\ndef f(c): c.table(T.A)\n"), "String a");
}

TEST(Constants, OfOtherModules) {
    Modules modules;
    modules.add("app.tables", "USERS = 'users'\nfrom app.more import ORDERS\nclass T:\n    A = 'a'\n");
    modules.add("app.more", "ORDERS = 'orders'\nODD = x()\nTWICE = 'a'\nTWICE = 'b'\n");
    EXPECT_EQ(table_in("from app.tables import USERS as U\nc.table(U)\n", &modules), "String users");
    EXPECT_EQ(table_in("from app.tables import ORDERS\nc.table(ORDERS)\n", &modules), "String orders");
    EXPECT_EQ(table_in("from app import tables\nc.table(tables.USERS)\n", &modules), "String users");
    EXPECT_EQ(table_in("import app.tables as t\nc.table(t.USERS)\n", &modules), "String users");
    EXPECT_EQ(table_in("import app.tables\nc.table(app.tables.USERS)\n", &modules), "String users");
    EXPECT_EQ(table_in("from app.tables import T\nc.table(T.A)\n", &modules), "String a");
    EXPECT_EQ(table_in("from app.more import TWICE\nc.table(TWICE)\n", &modules), "unknown");
    EXPECT_EQ(table_in("from app.more import NONE\nc.table(NONE)\n", &modules), "unknown");
    EXPECT_EQ(table_in("from other import X\nc.table(X)\n", &modules), "unknown");
    EXPECT_EQ(table_in("from app.tables import USERS\nc.table(USERS)\n"), "unknown");
}

// All that it may be, "…" where there may be more.
std::string tables_in(const std::string& text, ImportedModules* modules = nullptr) {
    const FileFacts file = facts_of(text);
    const ModuleNames names(file);
    std::string said;
    for (const PlacedStatement& placed : file.statements) {
        for (const Chain& chain : placed.facts->chains) {
            if (chain.calls.front().method != "table") continue;
            const Value* argument = chain.calls.front().positional(0);
            const PossibleConstants possible =
                possible_constants({argument, placed.facts.get(), placed.offset, chain.scope, &names}, modules);
            for (const Constant& one : possible.values) said += (said.empty() ? "" : " ") + one.value->text;
            if (possible.may_be_other) said += "…";
            if (possible.in_any_order) said += " in any order";
        }
    }
    return said;
}

TEST(Constants, BranchesGiveSeveral) {
    EXPECT_EQ(tables_in("c.table('a' if x else 'b')\n"), "a b");
    EXPECT_EQ(tables_in("c.table('a' if x else y)\n"), "a…");
    EXPECT_EQ(tables_in("def f(c):\n    t = 'a'\n    if x:\n        t = 'b'\n    c.table(t)\n"), "a b");
    EXPECT_EQ(tables_in("def f(c):\n    t = None\n    if x:\n        t = 'b'\n    c.table(t)\n"), "b");
    EXPECT_EQ(tables_in("def f(c):\n    t = 'a'\n    if x:\n        t = y()\n    c.table(t)\n"), "a ");
    EXPECT_EQ(tables_in("def f(c):\n    t = 'a'\n    t = 'b'\n    if x:\n        t = 'c'\n    c.table(t)\n"), "b c");
    EXPECT_EQ(tables_in("def f(c):\n    t = 'a'\n    for x in y:\n        c.table(t)\n        t = 'b'\n"), "a b");
    EXPECT_EQ(tables_in("def f(c):\n    t = 'a'\n    if x:\n        t += 'b'\n    c.table(t)\n"), "…");
}

TEST(Constants, ABranchThatIsLeftGivesNothing) {
    for (const char* leave : {"return", "raise E", "return g(t)"}) {
        EXPECT_EQ(
            tables_in("def f(c):\n    t = 'a'\n    if x:\n        t = 'b'\n        " + std::string(leave) + "\n    c.table(t)\n"),
            "a")
            << leave;
    }
    EXPECT_EQ(tables_in("def f(c):\n    t = 'a'\n    if x:\n        t = 'b'\n    else:\n        c.table(t)\n"), "a");
    EXPECT_EQ(
        tables_in(
            "def f(c):\n    t = 'a'\n    if x:\n        t = 'b'\n    elif y:\n        t = 'c'\n    else:\n        c.table(t)\n"),
        "a");
}

TEST(Constants, ParametersMayBeAnything) {
    EXPECT_EQ(tables_in("def f(c, t='a'): c.table(t)\n"), "a…");
    EXPECT_EQ(tables_in("T = 'a'\ndef f(c, t=T): c.table(t)\n"), "a…");
    EXPECT_EQ(tables_in("def f(c, t=None): c.table(t)\n"), "…");
    EXPECT_EQ(tables_in("def f(c, t: Literal['a', 'b']): c.table(t)\n"), "a b");
    EXPECT_EQ(tables_in("def f(c, t: Literal['a', 1]): c.table(t)\n"), "…");
    EXPECT_EQ(tables_in("def f(c, t=None):\n    if t is None:\n        t = 'a'\n    c.table(t)\n"), "a…");
}

TEST(Constants, EntriesOfConstantDictionaries) {
    EXPECT_EQ(tables_in("T = {'x': 'a', 'y': 'b'}\ndef f(c): c.table(T['y'])\n"), "b");
    EXPECT_EQ(tables_in("T = {'x': 'a'}\ndef f(c): c.table(T['z'])\n"), "…");
    EXPECT_EQ(tables_in("T = {'x': 'a', **more}\ndef f(c): c.table(T['x'])\n"), "…");
    EXPECT_EQ(tables_in("def f(c):\n    t = {'x': 'a'}\n    t['x'] = y\n    c.table(t['x'])\n"), "…");
}

TEST(Constants, OfBaseClasses) {
    const std::string use = "    def f(self, c): c.table(self.t)\n";
    EXPECT_EQ(tables_in("class A:\n    t = 'a'\nclass B(A):\n" + use), "a");
    EXPECT_EQ(tables_in("class A:\n    t = 'a'\nclass B(A):\n    t = 'b'\n" + use), "b");
    EXPECT_EQ(tables_in("class M: pass\nclass A:\n    t = 'a'\nclass B(M, A):\n" + use), "a");
    EXPECT_EQ(tables_in("class A:\n    t = 'a'\nclass B(Unknown, A):\n" + use), "…");
    EXPECT_EQ(tables_in("class A:\n    t = 'a'\nclass B(A, Generic[T]):\n" + use), "a");
    EXPECT_EQ(tables_in("class A:\n    def __init__(self):\n        self.t = 'a'\nclass B(A):\n" + use), "a");
    EXPECT_EQ(tables_in("class A:\n    @property\n    def t(self): return 'a'\nclass B(A):\n" + use), "a");
    EXPECT_EQ(tables_in("class A(B):\n    pass\nclass B(A):\n" + use), "…");
    EXPECT_EQ(
        tables_in("class A:\n    def __init__(self):\n        self.t = 'a'\n    def g(self):\n        self.t = 'b'\n" + use),
        "a b in any order");
}

TEST(Constants, WhatAConstructorHandsToItsBase) {
    const std::string base = "class A:\n    def __init__(self, c, t='z'):\n        self.t = t\n";
    const std::string use = "    def f(self, c): c.table(self.t)\n";
    EXPECT_EQ(tables_in(base + "class B(A):\n    def __init__(self, c):\n        super().__init__(c, 'a')\n" + use), "a");
    EXPECT_EQ(tables_in(base + "class B(A):\n    def __init__(self, c):\n        super().__init__(c, t='a')\n" + use), "a");
    EXPECT_EQ(tables_in(base + "class B(A):\n    def __init__(self, c):\n        super().__init__(c)\n" + use), "z…");
    EXPECT_EQ(tables_in(base + "class B(A):\n" + use), "z…");
}

TEST(Constants, WhatConstructorsHandOnOverSeveralClasses) {
    const std::string bases =
        "class A:\n    def __init__(self, c, t='z'):\n        self.t = t\n"
        "class B(A):\n    def __init__(self, name, c=None):\n        super().__init__(c, name)\n"
        "class C(B):\n    pass\n";
    const std::string use = "    def f(self, c): c.table(self.t)\n";
    EXPECT_EQ(tables_in(bases + "class D(B):\n    def __init__(self):\n        super().__init__('a')\n" + use), "a");
    EXPECT_EQ(tables_in(bases + "class D(C):\n    def __init__(self):\n        super().__init__(name='a')\n" + use), "a");
    EXPECT_EQ(tables_in(bases + "class D(C):\n    def __init__(self, name):\n        super().__init__(name)\n" + use), "…");
    EXPECT_EQ(tables_in(bases +
                        "class D(B):\n    def __init__(self, name):\n        name = name or 'b'\n        super().__init__(name)\n"
                        "class E(D):\n    def __init__(self):\n        super().__init__('a')\n" +
                        use),
              "b…");
}

TEST(Constants, OfOtherModulesInsideFunctionsAndByStar) {
    Modules modules;
    modules.add("app", "from app.tables import USERS\n");
    modules.add(
        "app.tables",
        "from enum import Enum\nUSERS = 'users'\n_HIDDEN = 'h'\nclass T(Enum):\n    A = 'a'\n    class In:\n        X = 'x'\n"
        "class Base:\n    t = USERS\n");
    modules.add("app.all", "from app.tables import *\n");
    EXPECT_EQ(tables_in("def f(c):\n    from app.tables import USERS\n    c.table(USERS)\n", &modules), "users");
    EXPECT_EQ(tables_in("from app.all import USERS\nc.table(USERS)\n", &modules), "users");
    EXPECT_EQ(tables_in("from app.all import *\nc.table(USERS)\n", &modules), "users");
    EXPECT_EQ(tables_in("from app.tables import *\nc.table(_HIDDEN)\n", &modules), "…");
    EXPECT_EQ(tables_in("import app\nc.table(app.USERS)\n", &modules), "users");
    EXPECT_EQ(tables_in("from app.tables import T\nc.table(T.A.value)\nc.table(T.In.X)\n", &modules), "a x");
    EXPECT_EQ(
        tables_in("try:\n    from fast import USERS\nexcept ImportError:\n    from app import USERS\nc.table(USERS)\n", &modules),
        "users");
    EXPECT_EQ(tables_in("from app import tables\nclass B(tables.Base):\n    def f(self, c): c.table(self.t)\n", &modules),
              "users");
}

TEST(Constants, CirclesEnd) {
    Modules modules;
    modules.add("a", "from b import X\n");
    modules.add("b", "from a import X\n");
    EXPECT_EQ(table_in("from a import X\nc.table(X)\n", &modules), "unknown");
    EXPECT_EQ(table_in("A = B\nB = A\ndef f(c): c.table(A)\n"), "unknown");
}

TEST(ModuleNames, AllBindingsOfAName) {
    const FileFacts file = facts_of("import a\nclass B: pass\ndef c(): pass\nd = 1\nd = 2\nfrom e import *\n");
    const ModuleNames names(file);
    EXPECT_NE(names.only("a")->import, nullptr);
    EXPECT_NE(names.only("B")->class_definition, nullptr);
    EXPECT_TRUE(names.only("c")->is_opaque());
    EXPECT_EQ(names.only("d"), nullptr);
    ASSERT_EQ(names.all("d").size(), 2U);
    EXPECT_LT(names.all("d").begin()->placed->offset, (names.all("d").begin() + 1)->placed->offset);
    EXPECT_TRUE(names.all("x").empty());
    EXPECT_EQ(names.star_imports().size(), 1U);
    EXPECT_TRUE(ModuleNames().all("x").empty());
}

TEST(ModuleNames, ManyNamesWithManyBindings) {
    std::string text;
    for (int round = 0; round < 3; ++round) {
        for (int number = 0; number < 200; ++number) {
            if (number % (round + 1) == 0) text += "n" + std::to_string(number) + " = " + std::to_string(round) + "\n";
        }
    }
    const FileFacts file = facts_of(text);
    const ModuleNames names(file);
    for (int number = 0; number < 200; ++number) {
        const std::size_t expected = 1U + (number % 2 == 0 ? 1U : 0U) + (number % 3 == 0 ? 1U : 0U);
        EXPECT_EQ(names.all("n" + std::to_string(number)).size(), expected);
    }
}

TEST(ModuleNames, NamesThatAreBoundByTheSameWordsMeanTheSame) {
    const FileFacts file = facts_of("A = 1\nfrom x import *\n");
    const ModuleNames names(file);
    names.start_recording();
    EXPECT_NE(names.only("A"), nullptr);
    EXPECT_EQ(names.star_imports().size(), 1U);
    const ConsultedNames consulted = names.take_recorded();
    const FileFacts moved = facts_of("B = 2\n\nA = 1\nfrom x import *\n");
    EXPECT_TRUE(ModuleNames(moved).still_mean_the_same(consulted));
    const FileFacts another = facts_of("A = 2\nfrom x import *\n");
    EXPECT_FALSE(ModuleNames(another).still_mean_the_same(consulted));
    const FileFacts another_star = facts_of("A = 1\nfrom y import *\n");
    EXPECT_FALSE(ModuleNames(another_star).still_mean_the_same(consulted));
}

TEST(ModuleNames, KnowWhetherConsultedNamesMeanTheSame) {
    const std::string text = "A = 1\nB = 2\n";
    const FileFacts file = facts_of(text);
    const ModuleNames names(file);
    names.start_recording();
    EXPECT_NE(names.only("A"), nullptr);
    EXPECT_TRUE(names.all("missing").empty());
    const ConsultedNames consulted = names.take_recorded();
    ASSERT_EQ(consulted.size(), 2U);
    EXPECT_NE(names.only("B"), nullptr);  // no longer recorded
    EXPECT_TRUE(names.still_mean_the_same(consulted));

    const auto without = [&](std::size_t index) {
        FileFacts changed = file;
        changed.statements.erase(changed.statements.begin() + static_cast<std::ptrdiff_t>(index));
        return changed;
    };
    const FileFacts without_b = without(1);
    EXPECT_TRUE(ModuleNames(without_b).still_mean_the_same(consulted));
    const FileFacts without_a = without(0);
    EXPECT_FALSE(ModuleNames(without_a).still_mean_the_same(consulted));
    FileFacts with_missing = file;
    with_missing.statements.push_back(facts_of("missing = 1\n").statements.front());
    EXPECT_FALSE(ModuleNames(with_missing).still_mean_the_same(consulted));
    EXPECT_TRUE(ModuleNames(file).still_mean_the_same({}));
}

}  // namespace
}  // namespace rowtype::facts
