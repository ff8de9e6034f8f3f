// Values to bytes and back, and what forged bytes can do: nothing.
#include "reflect/base/binary.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <limits>
#include <random>

namespace rowtype {
namespace {

enum class Colour : std::uint8_t { Red, Green };

struct Leaf {
    std::string name;
    std::int32_t number = 0;
    std::optional<std::uint64_t> large;

    friend bool operator==(const Leaf&, const Leaf&) = default;
};

struct Tree {
    Leaf leaf;
    Colour colour = Colour::Red;
    bool is_open = false;
    std::vector<Tree> branches;
    std::map<std::string, Leaf, std::less<>> by_name;
    std::set<std::pair<std::string, std::uint16_t>> pairs;
    std::array<std::uint32_t, 3> three{};
    std::vector<std::uint64_t> hashes;

    friend bool operator==(const Tree&, const Tree&) = default;
};

Tree some_tree() {
    Tree tree;
    tree.leaf = {std::string("a\0b", 3), std::numeric_limits<std::int32_t>::min(), std::numeric_limits<std::uint64_t>::max()};
    tree.colour = Colour::Green;
    tree.is_open = true;
    tree.branches = {Tree(), Tree{{"x", -1, std::nullopt}, {}, true, {Tree()}, {}, {}, {1, 128, 4'000'000'000}, {}}};
    tree.by_name = {{"", {}}, {"one", {"1", 1, 1}}};
    tree.pairs = {{"p", 65535}, {"q", 0}};
    tree.three = {7, 8, 9};
    tree.hashes = {0, 1, std::numeric_limits<std::uint64_t>::max(), 0x0123'4567'89AB'CDEF};
    return tree;
}

TEST(Binary, ReadsWhatWasWritten) {
    const Tree tree = some_tree();
    BinaryWriter writer;
    writer.add(tree);
    BinaryReader reader(writer.bytes());
    EXPECT_EQ(reader.take<Tree>(), tree);
    EXPECT_FALSE(reader.has_failed());
    EXPECT_TRUE(reader.is_at_end());
}

TEST(Binary, EveryMemberMatters) {
    const auto bytes_of = [](const Tree& tree) { return BinaryWriter().add(tree).bytes(); };
    const std::string before = bytes_of(some_tree());
    int members = 0;
    for (int changed = 0;; ++changed) {
        Tree tree = some_tree();
        int index = 0;
        for_each_member(tree, [&](auto& member) {
            if (index++ == changed) member = {};
        });
        members = index;
        if (changed == members) break;
        EXPECT_NE(bytes_of(tree), before) << "member " << changed;
    }
    EXPECT_EQ(members, 8);
}

TEST(Binary, FailsOnWhatIsCutOff) {
    BinaryWriter writer;
    writer.add(some_tree());
    for (std::size_t size = 0; size < writer.bytes().size(); ++size) {
        BinaryReader reader(std::string_view(writer.bytes()).substr(0, size));
        (void)reader.take<Tree>();
        EXPECT_TRUE(reader.has_failed()) << size;
    }
}

TEST(Binary, SurvivesForgedBytes) {
    BinaryWriter writer;
    writer.add(some_tree());
    std::mt19937 random(7);
    for (int round = 0; round < 20'000; ++round) {
        std::string bytes = writer.bytes();
        for (unsigned count = random() % 4 + 1; count > 0; --count) bytes[random() % bytes.size()] = static_cast<char>(random());
        BinaryReader reader(bytes);
        (void)reader.take<Tree>();
    }
    // A tree of one branch that is a tree of one branch …
    std::string nested;
    for (int level = 0; level < 200'000; ++level) nested += std::string("\0\0\0\0\0\1", 6);
    BinaryReader deep(nested);
    (void)deep.take<Tree>();
    EXPECT_TRUE(deep.has_failed());
    // More elements than there are bytes.
    BinaryWriter huge;
    huge.number(std::numeric_limits<std::uint64_t>::max());
    BinaryReader reader(huge.bytes());
    EXPECT_TRUE(reader.take<std::vector<Leaf>>().empty());
    EXPECT_TRUE(reader.has_failed());
    for (const std::uint64_t count : {std::uint64_t{2}, std::numeric_limits<std::uint64_t>::max() / 8 + 1}) {
        BinaryWriter hashes;
        hashes.number(count);
        const std::string bytes = hashes.bytes() + "15 bytes follow";
        BinaryReader cut_off(bytes);
        EXPECT_TRUE(cut_off.take<std::vector<std::uint64_t>>().empty());
        EXPECT_TRUE(cut_off.has_failed());
    }
}

}  // namespace
}  // namespace rowtype
