#include "analysis/syntax/syntax_tree.h"

#include <gtest/gtest.h>

#include <random>
#include <set>
#include <string>
#include <thread>
#include <vector>

#include "analysis/syntax/input_limits.h"
#include "analysis/syntax/parse_without.h"
#include "tests/analysis/syntax/parsed.h"

namespace rowtype::syntax {
namespace {

// Every node as "kind[begin,end)", in order, by cursor.
std::string outline(const Tree& tree) {
    std::string text;
    Cursor cursor(tree.root());
    std::size_t depth = 0;
    while (true) {
        const Node node = cursor.node();
        EXPECT_EQ(cursor.kind(), node.kind());
        if (node.kind() != NodeKind::Token && node.kind() != NodeKind::Other) {
            text.append(depth, ' ').append(node.kind() == NodeKind::Error ? "error" : grammar_name(node.kind()));
            text.append(" " + std::to_string(node.begin()) + "-" + std::to_string(node.end()) + "\n");
        }
        if (cursor.to_first_child()) {
            ++depth;
            continue;
        }
        while (depth > 0 && !cursor.to_next_sibling()) {
            cursor.to_parent();
            --depth;
        }
        if (depth == 0) return text;
    }
}

std::set<NodeKind> kinds_in(const Tree& tree) {
    std::set<NodeKind> kinds;
    Cursor cursor(tree.root());
    std::size_t depth = 0;
    while (true) {
        kinds.insert(cursor.node().kind());
        if (cursor.to_first_child()) {
            ++depth;
            continue;
        }
        while (depth > 0 && !cursor.to_next_sibling()) {
            cursor.to_parent();
            --depth;
        }
        if (depth == 0) return kinds;
    }
}

TEST(SyntaxTree, EveryKindIsFoundInPython) {
    const std::string text = R"(from __future__ import annotations
import a as b
from .c import *
# comment
async def f(x: int, y=1, z: str = 2, *args, q: int = 3, **kw) -> "R":
    global g
    def h():
        nonlocal x
        return await x
    with open(a) as b, c:
        del x
    for (i, *j), [k] in -y: x += 1
    while True: break
    else: ...
    while True: continue
    raise x
    try: a = b = {1: None, **c}, {1, 2}, [False, *d], (1.0,)
    except E as err: lambda x, *y: x
    finally: (yield)
    if (n := 1): x = [i for i in y]; z = {i for i in y}; w = {i: j for i in y}; v = (i for i in y)
    elif 1: u = a if b else c
    match a, b:
        case C(d) | [e, *f]: \
            pass
    x = 'a' f'b{{{c!r:>3}}}' % d | e
    t[1:2, 3].u = d(*e, k=v, **g)
    a.b = t
    print((a, b), [c, d])
@dec
class K(B, m=n): a: b.c | list[int]
(p, q), [r] = x, y
type T = X
def g(a: L[b, c], d: *e): pass
x: a.b[c].d
y: int | a[b]
def gen(a: A[B].c): pass
)";
    const std::set<NodeKind> kinds = kinds_in(parsed(text));
    // Not produced by valid text, or only by forms that the grammar prefers to read otherwise.
    const std::set<NodeKind> rare = {NodeKind::Other,      NodeKind::Error,     NodeKind::ConstrainedType,
                                     NodeKind::MemberType, NodeKind::UnionType, NodeKind::Count_};
    for (std::size_t number = 0; number < static_cast<std::size_t>(NodeKind::Count_); ++number) {
        const auto kind = static_cast<NodeKind>(number);
        EXPECT_TRUE(rare.contains(kind) || kinds.contains(kind)) << grammar_name(kind);
    }
}

TEST(SyntaxTree, FieldsLeadToChildren) {
    const std::string text = "client.table(name)\n";
    const Tree tree = parsed(text);
    Cursor cursor(tree.root());
    ASSERT_TRUE(cursor.to_first_child());
    ASSERT_TRUE(cursor.to_first_child());
    const Node call = cursor.node();
    ASSERT_EQ(call.kind(), NodeKind::Call);
    const Node function = call.child(Field::Function);
    EXPECT_EQ(slice(text, function.span()), "client.table");
    EXPECT_EQ(slice(text, function.child(Field::Attribute).span()), "table");
    EXPECT_EQ(slice(text, call.child(Field::Arguments).span()), "(name)");
    EXPECT_TRUE(call.child(Field::Left).is_null());
    EXPECT_TRUE(cursor.to_child(Field::Arguments));
    EXPECT_EQ(cursor.field(), Field::Arguments);
    EXPECT_FALSE(cursor.to_child(Field::Name));
    EXPECT_EQ(cursor.field(), Field::Arguments);
}

constexpr std::string_view kOfManyKinds =
    "@a.b\nclass A(B, c=1):  # one\n    x: int = f(y)[1:2] if z else {**d, 'k': [*l]}\n\n    async def g(self, *, a: str = "
    "\"s\" f\"{v!r:>{w}}\"):\n"
    "        try:\n            return await self.t(a).u\n        except (E, F) as e:\n            pass\n        # two\n      "
    "  else: del x, y\n"
    "from . import (a as b, c)\nmatch p:\n    case {'a': [1, *_]} | None if q: raise X from y\n";

void expect_fields_of_cursor(const Node& node) {
    for (std::size_t index = 1; index < static_cast<std::size_t>(Field::Count_); ++index) {
        const auto field = static_cast<Field>(index);
        Cursor cursor(node);
        const bool has_one = cursor.to_child(field);
        const Node child = node.child(field);
        // What is left of a rule in an error, and names in the parentheses of an import, tree-sitter's cursor alone finds.
        const bool is_missed = node.kind() == NodeKind::Error || node.kind() == NodeKind::ImportFromStatement;
        if (child.is_null() && is_missed) continue;
        ASSERT_EQ(!child.is_null(), has_one) << index << " at " << node.begin();
        if (!has_one) continue;
        EXPECT_EQ(child.id(), cursor.node().id());
        EXPECT_EQ(child.kind(), cursor.kind());
        EXPECT_EQ(child.span(), cursor.node().span());
    }
}

// Cursors ask tree-sitter itself for the field of each child.
TEST(SyntaxTree, FieldsAreThoseThatCursorsMeet) {
    std::mt19937 random(12);
    for (int round = 0; round < 300; ++round) {
        std::string text(kOfManyKinds);
        if (round > 0) text.erase(random() % text.size(), random() % 6);
        const Tree tree = parsed(text);
        Cursor cursor(tree.root());
        for (bool is_inside = true; is_inside;) {
            expect_fields_of_cursor(cursor.node());
            if (cursor.to_first_child()) continue;
            while (is_inside && !cursor.to_next_sibling()) is_inside = cursor.to_parent();
        }
    }
}

// By the way that Node::smallest_at() goes, which is tree-sitter's own.
TEST(SyntaxTree, CursorsLeadToEveryLeaf) {
    std::mt19937 random(11);
    for (int round = 0; round < 300; ++round) {
        std::string text(kOfManyKinds);
        if (round > 0) text.erase(random() % text.size(), random() % 6);
        const Tree tree = parsed(text);
        Cursor cursor(tree.root());
        std::uint32_t end = 0;
        std::size_t depth = 0;
        std::set<const void*> met;
        while (true) {
            if (cursor.to_first_child()) {
                ++depth;
                continue;
            }
            const Node leaf = cursor.node();
            EXPECT_GE(leaf.begin(), end);
            EXPECT_EQ(cursor.kind(), leaf.kind());
            met.insert(leaf.id());
            end = leaf.end();
            while (depth > 0 && !cursor.to_next_sibling()) {
                cursor.to_parent();
                --depth;
            }
            if (depth == 0) break;
        }
        // Strictly inside a leaf, so that there is no question which of two at one place is meant.
        for (std::uint32_t at = 0; at < text.size(); ++at) {
            const Node found = tree.root().smallest_at(at);
            if (found.begin() >= at || at >= found.end() || Cursor(found).to_first_child()) continue;
            EXPECT_TRUE(met.contains(found.id())) << text.substr(at, 20);
        }
    }
}

TEST(SyntaxTree, NullNodesAnswerWithoutATree) {
    const Node none;
    EXPECT_TRUE(none.is_null());
    EXPECT_EQ(none.kind(), NodeKind::Other);
    EXPECT_EQ(none.span(), (Span{0, 0}));
    EXPECT_FALSE(none.has_error());
    EXPECT_TRUE(none.child(Field::Name).is_null());
}

TEST(SyntaxTree, OffsetsCountTheByteOrderMarkAndCarriageReturns) {
    const std::string text = "\xEF\xBB\xBFx = 1\r\ny = 2\r\n";
    const Tree tree = parsed(text);
    EXPECT_FALSE(tree.root().has_error());
    EXPECT_EQ(slice(text, tree.root().smallest_at(3).span()), "x");
    EXPECT_EQ(slice(text, tree.root().smallest_at(10).span()), "y");
}

TEST(SyntaxTree, ACarriageReturnAloneEndsALine) {
    EXPECT_EQ(outline(parsed("# a comment\rdef f():\r    return 1\rx = 2\r\n")),
              outline(parsed("# a comment\ndef f():\n    return 1\nx = 2\r\n")));
}

TEST(SyntaxTree, ANulByteIsNoPython) {
    const ParseOutcome outcome = parse(std::string_view("x = 1\ny = '\0'\n", 12));
    EXPECT_FALSE(outcome.tree.has_value());
    EXPECT_EQ(outcome.not_analysed, "line 2 holds a NUL byte: Python does not run the file");
}

TEST(SyntaxTree, BytesThatAreNotUtf8LeaveTheRestReadable) {
    const std::string text = "x = '\xff\xfe'\ny = 2\n";
    const Tree tree = parsed(text);
    EXPECT_EQ(tree.root().smallest_at(9).kind(), NodeKind::Identifier);
    EXPECT_EQ(slice(text, tree.root().smallest_at(9).span()), "y");
}

TEST(SyntaxTree, MistakesAreErrorsInTheTree) {
    EXPECT_TRUE(parsed("def f(:\n").root().has_error());
    EXPECT_FALSE(parsed("").root().has_error());
    EXPECT_EQ(parsed("").root().kind(), NodeKind::Module);
}

TEST(InputEdits, PointsCountLinesAndBytes) {
    const InputEdit edit = make_input_edit("ab\ncdé\nf", {4, 8}, "x\nyz");
    EXPECT_EQ(edit.begin, 4U);
    EXPECT_EQ(edit.old_end, 8U);
    EXPECT_EQ(edit.new_end, 8U);
    EXPECT_EQ(edit.begin_point, (Point{1, 1}));
    EXPECT_EQ(edit.old_end_point, (Point{2, 0}));
    EXPECT_EQ(edit.new_end_point, (Point{2, 2}));
}

TEST(InputEdits, AreClampedToTheText) {
    const InputEdit edit = make_input_edit("ab", {1, 90}, "");
    EXPECT_EQ(edit.old_end, 2U);
    EXPECT_EQ(make_input_edit("ab", {70, 90}, "c").begin, 2U);
}

TEST(ChangedRanges, CoverWhatAQuoteTurnsIntoText) {
    const std::string before = "a = 1\nb = 2\nc = 3\n";
    Tree old = parsed(before);
    const std::string after = "a = '''1\nb = 2\nc = 3'''\n";
    old.edit(make_input_edit(before, {4, 4}, "'''"));
    old.edit(make_input_edit("a = '''1\nb = 2\nc = 3\n", {20, 20}, "'''"));
    const ParseOutcome now = parse(after, &old);
    ASSERT_TRUE(now.tree.has_value());
    const std::vector<Span> changed = changed_ranges(old, *now.tree);
    ASSERT_FALSE(changed.empty());
    EXPECT_LE(changed.front().begin, 7U);
    EXPECT_GE(changed.back().end, 15U);
}

TEST(ChangedRanges, AreNoneForALetterInAName) {
    const std::string before = "alpha = 1\nbeta = 2\n";
    Tree old = parsed(before);
    old.edit(make_input_edit(before, {3, 3}, "x"));
    const ParseOutcome now = parse("alpxha = 1\nbeta = 2\n", &old);
    ASSERT_TRUE(now.tree.has_value());
    EXPECT_TRUE(changed_ranges(old, *now.tree).empty());
}

TEST(IncrementalParse, EqualsAFullParseAfterRandomEdits) {
    const std::string pieces[] = {"x",     "\n",   "    ", "(",   ")", "def f():\n", "class A:\n    ", "'",          "\"\"\"",
                                  "# c\n", "if",   ":",    "=",   ".", ",",          "\xc3\xa9",       "import a\n", "[",
                                  "]",     "\\\n", "\r",   "\r\n"};
    std::mt19937 random(20260724);
    const auto below = [&](std::size_t limit) { return static_cast<std::uint32_t>(random() % limit); };
    std::size_t compared = 0;
    for (int round = 0; round < 40; ++round) {
        std::string text = "import a\n\nclass A(B):\n    x: int = 1\n\n    def f(self):\n        return a.b('c')\n\ny = f(1)\n";
        Tree tree = parsed(text);
        for (int step = 0; step < 25; ++step) {
            const std::uint32_t begin = below(text.size() + 1);
            const std::uint32_t end = std::min<std::uint32_t>(begin + below(4), static_cast<std::uint32_t>(text.size()));
            const std::string& replacement = pieces[below(std::size(pieces))];
            tree.edit(make_input_edit(text, {begin, end}, replacement));
            text.replace(begin, end - begin, replacement);
            ParseOutcome now = parse(text, &tree);
            ASSERT_TRUE(now.tree.has_value());
            tree = std::move(*now.tree);
        }
        const Tree fresh = parsed(text);
        // Error recovery may depend on the way taken; text without mistakes has one tree.
        if (fresh.root().has_error()) continue;
        EXPECT_EQ(outline(tree), outline(fresh)) << text;
        ++compared;
    }
    EXPECT_LT(compared, 40U);
}

TEST(IncrementalParse, UndoneEditsGiveTheFirstTreeBack) {
    const std::string text = "class A(B):\n    x: int = 1\n\n    def f(self):\n        return a.b('c')\n\ny = f(1)\n";
    const std::string expected = outline(parsed(text));
    for (std::uint32_t at = 0; at <= text.size(); ++at) {
        for (const std::string insertion : {"'", "(", "\n", "x"}) {
            Tree tree = parsed(text);
            std::string edited = text;
            tree.edit(make_input_edit(edited, {at, at}, insertion));
            edited.insert(at, insertion);
            ParseOutcome broken = parse(edited, &tree);
            ASSERT_TRUE(broken.tree.has_value());
            broken.tree->edit(make_input_edit(edited, {at, at + 1}, ""));
            const ParseOutcome mended = parse(text, &*broken.tree);
            ASSERT_TRUE(mended.tree.has_value());
            EXPECT_EQ(outline(*mended.tree), expected) << at << insertion;
        }
    }
}

TEST(IncrementalParse, LimitsHoldAfterManySmallEdits) {
    std::string text = "x = 1\n";
    Tree tree = parsed(text);
    std::string reason;
    for (int step = 0; step < 3000 && reason.empty(); ++step) {
        tree.edit(make_input_edit(text, {0, 0}, "("));
        text.insert(0, "(");
        ParseOutcome now = parse(text, &tree);
        reason = now.not_analysed;
        if (now.tree) tree = std::move(*now.tree);
    }
    EXPECT_EQ(reason, "brackets are nested more than 1000 deep");
    EXPECT_LE(text.size(), 1000U + 500U + 6U);
}

TEST(Threads, EachParsesWithAParserOfItsOwn) {
    std::vector<std::thread> threads;
    std::vector<std::string> outlines(4);
    for (std::string& result : outlines) {
        threads.emplace_back([&result] {
            for (int round = 0; round < 20; ++round) result = outline(parsed("class A(B):\n    x: int = f('y')\n"));
        });
    }
    for (std::thread& thread : threads) thread.join();
    for (const std::string& result : outlines) EXPECT_EQ(result, outlines.front());
    EXPECT_NE(outlines.front(), "");
}

TEST(ParseWithout, GivesTheTreeOfATextWithBlanksThere) {
    std::string text = "def é(a):\n    (";
    std::vector<Span> gaps;
    const auto add_gap = [&](std::string_view bytes) {
        const auto begin = static_cast<std::uint32_t>(text.size());
        text += bytes;
        gaps.push_back({begin, begin + static_cast<std::uint32_t>(bytes.size())});
    };
    add_gap("= x ((\n \"\"\" é\r\nclass");
    text += ")\n    return a\n\nclass A:\n    def f(self): (";
    add_gap("'");
    text += ")\n    def g(self):\n        (";
    add_gap("\n\n\n");
    text += ")\n# said\nx = [1,\n 2]\n";
    std::string blanked = text;
    for (const Span& gap : gaps) {
        for (std::uint32_t at = gap.begin; at < gap.end; ++at) blanked[at] = text[at] == '\n' ? '\n' : ' ';
    }
    const ParseOutcome outcome = parse_without(text, gaps, check_limits(blanked).headroom);
    ASSERT_TRUE(outcome.tree);
    EXPECT_FALSE(outcome.tree->root().has_error());
    EXPECT_EQ(outline(*outcome.tree), outline(parsed(blanked)));
    EXPECT_TRUE(parsed("x = (1\n").root().has_error()) << "the next one sees all of its text";
    EXPECT_EQ(outline(parsed(blanked)), outline(*outcome.tree));
}

}  // namespace
}  // namespace rowtype::syntax
