// Which keys of code a pattern of the configuration means.
#include <gtest/gtest.h>

#include "analysis/binding/key_pattern.h"
#include "analysis/facts/extract.h"
#include "analysis/syntax/syntax_tree.h"

namespace rowtype::binding {
namespace {

// `key`: a Python expression; names in it are not known.
bool means(std::string_view pattern, const std::string& key) {
    const std::string python = "key = " + key + "\n";
    const syntax::ParseOutcome outcome = syntax::parse(python);
    const facts::FileFacts facts = facts::extract_facts(*outcome.tree, python);
    const facts::Value& value = *facts.statements.at(0).facts->assignments.at(0).value;
    const auto text = fold_text(value, [](const facts::Value&) { return ResolvedValue{}; });
    return text && is_meant(pattern, *text);
}

TEST(KeyPatterns, StarStandsForTextWithoutColon) {
    EXPECT_TRUE(means("users:*", "'users:12'"));
    EXPECT_TRUE(means("users:*", "'users:'"));
    EXPECT_FALSE(means("users:*", "'users:12:sessions'"));
    EXPECT_TRUE(means("users:*:*", "'users:12:sessions'"));
    EXPECT_TRUE(means("users:*:profile", "'users:12:profile'"));
    EXPECT_FALSE(means("users:*:profile", "'users:12'"));
    EXPECT_FALSE(means("users:*", "'users'"));
    EXPECT_FALSE(means("users:*", "'orders:users:1'"));
    EXPECT_TRUE(means("user", "'user'"));
}

TEST(KeyPatterns, UnknownPartsMeetStarAlone) {
    EXPECT_TRUE(means("users:*", "f'users:{who}'"));
    EXPECT_TRUE(means("users:*", "f'users:{who}-{part}2'"));
    EXPECT_TRUE(means("users:*:profile", "f'users:{who}:profile'"));
    EXPECT_FALSE(means("users:*", "f'users:{who}:sessions'"));
    EXPECT_FALSE(means("users:*", "f'{prefix}users:{who}'"));
    EXPECT_FALSE(means("users:*", "f'{prefix}:{who}'"));
    EXPECT_TRUE(means("*:users:*", "f'{app}:users:{who}'"));
    EXPECT_TRUE(means("users:*", "'users:' + who"));
    EXPECT_FALSE(means("users:1", "f'users:{who}'"));
}

}  // namespace
}  // namespace rowtype::binding
