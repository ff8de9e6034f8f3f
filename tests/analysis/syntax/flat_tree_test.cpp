#include "analysis/syntax/flat_tree.h"

#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <random>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "analysis/syntax/syntax_tree.h"
#include "tests/analysis/syntax/parsed.h"
#include "tests/support/paths.h"

namespace rowtype::syntax {
namespace {

bool is_left_out(const Cursor& cursor) {
    const NodeKind kind = cursor.kind();
    const bool may_be = kind == NodeKind::Token || kind == NodeKind::Comment || kind == NodeKind::LineContinuation;
    return may_be && cursor.field() == Field::None;
}

// What one node says, in a line.
template <class AnyNode>
std::string words(const AnyNode& node, Field field) {
    return std::to_string(static_cast<int>(node.kind())) + " " + std::to_string(static_cast<int>(field)) + " " +
           std::to_string(node.begin()) + "-" + std::to_string(node.end()) + (node.has_error() ? " error" : "") +
           (node.is_missing() ? " missing" : "");
}

// Walks both at once and compares node by node, fields included; stops at the first difference. Gives how many nodes there were.
std::size_t compare(const Tree& tree, const std::string& name) {
    const FlatTree flat(tree.root());
    Cursor cursor(tree.root());
    FlatCursor other(flat.roots().front());
    std::size_t depth = 0;
    std::size_t count = 0;
    const auto next_kept = [&](bool moved) {
        while (moved && is_left_out(cursor)) moved = cursor.to_next_sibling();
        return moved;
    };
    while (true) {
        ++count;
        const Node node = cursor.node();
        const FlatNode twin = other.node();
        EXPECT_EQ(words(twin, depth == 0 ? Field::None : other.field()), words(node, depth == 0 ? Field::None : cursor.field()))
            << name;
        // Of what it could not make sense of the library's child_by_field knows fewer fields than its own cursor does.
        const bool has_fields = node.kind() != NodeKind::Error;
        for (std::size_t field = 1; has_fields && field < static_cast<std::size_t>(Field::Count_); ++field) {
            const Node child = node.child(static_cast<Field>(field));
            const FlatNode same = twin.child(static_cast<Field>(field));
            EXPECT_EQ(words(same, Field::None), words(child, Field::None))
                << name << ": " << grammar_name(static_cast<Field>(field)) << " of " << words(node, Field::None);
        }
        if (::testing::Test::HasFailure()) return count;
        bool down = cursor.to_first_child();
        const bool has_any = down;
        down = next_kept(down);
        if (has_any && !down) cursor.to_parent();
        EXPECT_EQ(other.to_first_child(), down) << name << " at " << node.begin();
        if (down) {
            ++depth;
            continue;
        }
        while (depth > 0) {
            const bool moved = next_kept(cursor.to_next_sibling());
            EXPECT_EQ(other.to_next_sibling(), moved) << name << " behind " << node.begin();
            if (moved) break;
            cursor.to_parent();
            EXPECT_TRUE(other.to_parent());
            --depth;
        }
        if (depth == 0) return count;
    }
}

std::vector<std::filesystem::path> python_files() {
    std::vector<std::filesystem::path> files;
    for (const auto& entry :
         std::filesystem::recursive_directory_iterator(std::filesystem::path(testing::source_folder()) / "tests")) {
        const bool is_ours = entry.path().string().find("node_modules") == std::string::npos;
        if (is_ours && entry.is_regular_file() && entry.path().extension() == ".py") files.push_back(entry.path());
    }
    return files;
}

std::string read(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(file), std::istreambuf_iterator<char>()};
}

TEST(FlatTree, SaysOfEveryNodeWhatTheTreeSays) {
    std::size_t nodes = 0;
    for (const auto& path : python_files()) {
        const std::string text = read(path);
        nodes += compare(parsed(text), path.string());
        if (HasFailure()) return;
    }
    EXPECT_GT(nodes, 100'000U);
}

// Texts cut off and with bytes taken out: errors, and tokens that the parser makes up.
TEST(FlatTree, SaysSoOfTextsWithMistakes) {
    std::mt19937 random(7);
    for (const auto& path : python_files()) {
        std::string text = read(path);
        if (text.size() < 100) continue;
        text.resize(std::min<std::size_t>(text.size(), 20'000));
        for (int count = 0; count < 5; ++count) text.erase(random() % text.size(), 1 + random() % 3);
        text.resize(text.size() / 2 + random() % (text.size() / 2));
        compare(parsed(text), path.string());
        if (HasFailure()) return;
    }
}

TEST(FlatTree, GoesAsDeepAsTheTree) {
    std::string text = "x = ";
    for (int depth = 0; depth < 150; ++depth) text += "[f(";
    text += "1";
    for (int depth = 0; depth < 150; ++depth) text += ")]";
    EXPECT_GT(compare(parsed(text + "\n"), "nested"), 600U);
}

TEST(FlatTree, IsMadeOfSeveralNodesSideBySideAndAgain) {
    const Tree tree = parsed("import a\n\nb = a.c(1)  # d\n\n\ndef e(): pass\n");
    std::vector<Node> statements;
    Cursor cursor(tree.root());
    ASSERT_TRUE(cursor.to_first_child());
    do statements.push_back(cursor.node());
    while (cursor.to_next_sibling());
    ASSERT_EQ(statements.size(), 4U);
    FlatTree flat;
    for (const std::size_t first : {0U, 2U, 1U}) {
        flat.flatten(std::span(statements).subspan(first));
        ASSERT_EQ(flat.roots().size(), statements.size() - first);
        for (std::size_t index = first; index < statements.size(); ++index)
            EXPECT_EQ(words(flat.roots()[index - first], Field::None), words(statements[index], Field::None));
    }
    flat.flatten({});
    EXPECT_TRUE(flat.roots().empty());
}

TEST(FlatTree, NullNodesAndCursorsHaveNothing) {
    const FlatNode none;
    EXPECT_TRUE(none.is_null());
    EXPECT_EQ(none.kind(), NodeKind::Other);
    EXPECT_EQ(none.span(), Span());
    EXPECT_EQ(none.child_count(), 0U);
    EXPECT_TRUE(none.child(Field::Name).is_null());
    FlatCursor cursor(none);
    EXPECT_FALSE(cursor.to_first_child());
    EXPECT_FALSE(cursor.to_next_sibling());
    EXPECT_FALSE(cursor.to_child(Field::Name));
}

}  // namespace
}  // namespace rowtype::syntax
