// What is offered at a place is what the analysis of the whole file finds there, although only the statements there are looked at.
#include "analysis/engine/actions_at.h"

#include <gtest/gtest.h>

#include <memory>
#include <string>
#include <vector>

#include "analysis/engine/schema_drafts.h"
#include "tests/support/analysis.h"

namespace rowtype::engine {
namespace {

const FileIdentity kFile{.path = "app/models.py", .module = "app.models", .holds_models = true};
const std::string kText =
    "from pydantic import BaseModel\n"
    "from supabase import create_client\n"
    "\n"
    "client = create_client('http://localhost', 'key')\n"
    "wrong = 1  # rowtype: ignore[unknown-column]\n"
    "first = client.table('users').select('nmae').execute(); other = client.table('usrs').select('id').execute()\n"
    "ignored = client.table('users').select('nmae').execute()  # rowtype: ignore\n"
    "\n"
    "\n"
    "class User(BaseModel):\n"
    "    id: int\n"
    "    nmae: str\n"
    "\n"
    "\n"
    "class Post(BaseModel):\n"
    "    id: int\n"
    "    title: int\n"
    "    author: int\n"
    "\n"
    "\n"
    "def titles():\n"
    "    return client.table('posts').select('title, users(nmae)').insert({'titel': 1}).execute()\n";

class ActionsAtTest : public ::testing::Test {
protected:
    Environment environment() const {
        return {.catalog = catalog_, .settings = &settings_, .baseline = has_baseline_ ? &baseline_ : nullptr};
    }

    // The findings of the whole file that touch the selection, with their fixes.
    std::vector<findings::Finding> of_whole_file(const std::string& text, Span selection) const {
        const Span whole{0, static_cast<std::uint32_t>(text.size())};
        std::vector<findings::Finding> all = actions_at(kFile, text, environment(), {whole, true, false, nullptr}).findings;
        std::erase_if(all, [&](const findings::Finding& finding) { return !finding.span.touches(selection); });
        return all;
    }

    // From facts that an engine has of the text, and from the text alone.
    void expect_same_everywhere(const std::string& text) const {
        const FileEngine engine(kFile, text);
        const auto known = std::make_shared<const facts::FileFacts>(engine.facts());
        std::size_t found = 0;
        for (std::uint32_t at = 0; at <= text.size(); at += 7) {
            for (const Span selection : {Span{at, at}, Span{at, at + 40}}) {
                const std::vector<findings::Finding> wanted = of_whole_file(text, selection);
                const ActionsAt actions = actions_at(kFile, text, environment(), {selection, true, true, known});
                ASSERT_EQ(actions.findings, wanted) << "at " << at << " of\n" << text;
                const ActionsAt fresh = actions_at(kFile, text, environment(), {selection, true, true, nullptr});
                ASSERT_EQ(fresh.findings, wanted) << "at " << at;
                ASSERT_EQ(titles(actions), titles(fresh)) << "at " << at;
                found += wanted.size();
            }
        }
        EXPECT_GT(found, 0U);
    }

    static std::vector<std::string> titles(const ActionsAt& actions) {
        std::vector<std::string> titles;
        for (const Refactoring& refactoring : actions.refactorings) {
            titles.push_back(refactoring.title + refactoring.unavailable_reason);
            for (const findings::TextEdit& edit : refactoring.edits) titles.push_back(edit.text);
        }
        return titles;
    }

    catalog::CatalogPointer catalog_ = test::catalog_from_sql(
        "create table users (id bigint primary key, name text not null, nick text);"
        "create table posts (id bigint primary key, title text not null, author bigint references users);");
    Settings settings_;
    findings::Baseline baseline_;
    bool has_baseline_ = false;
};

TEST_F(ActionsAtTest, IsWhatTheWholeFileSaysThere) { expect_same_everywhere(kText); }

// A report has what mends; what silences is for a menu alone.
TEST_F(ActionsAtTest, MendsAsAReportDoes) {
    const std::vector<findings::Finding> reported = analyse_with_fixes(kFile, kText, environment()).findings;
    std::vector<findings::Finding> offered = of_whole_file(kText, {0, static_cast<std::uint32_t>(kText.size())});
    std::size_t silencing = 0;
    for (findings::Finding& finding : offered) silencing += std::erase_if(finding.fixes, &findings::Fix::suppresses);
    EXPECT_GT(silencing, 0U);
    EXPECT_EQ(offered, reported);
}

TEST_F(ActionsAtTest, IsWhatTheWholeFileSaysThereBesideASyntaxError) { expect_same_everywhere(kText + "def broken(:\n"); }

TEST_F(ActionsAtTest, IsWhatTheWholeFileSaysThereUnderACommentForTheFile) {
    expect_same_everywhere("# rowtype: ignore-file[unknown-table]\n" + kText);
}

TEST_F(ActionsAtTest, IsWhatTheWholeFileSaysThereBehindAByteOrderMark) { expect_same_everywhere("\xEF\xBB\xBF" + kText); }

TEST_F(ActionsAtTest, IsWhatTheWholeFileSaysThereInATextThatAnotherStatementExecutes) {
    expect_same_everywhere(
        "import psycopg\n\nQUERY = 'SELECT nmae FROM users'\n\n\nclass Texts:\n    LATEST = 'SELECT titel FROM posts'\n"
        "\n\ndef run(connection: psycopg.Connection):\n    connection.execute(QUERY)\n"
        "    connection.execute(Texts.LATEST)\n" +
        kText);
}

TEST_F(ActionsAtTest, ABaselineIsCountedOverTheWholeFile) {
    const std::vector<findings::Finding> all = analyse_with_fixes(kFile, kText, environment()).findings;
    for (std::size_t index = 0; index < all.size(); index += 2) baseline_.add(kFile.path, all[index]);
    has_baseline_ = true;
    expect_same_everywhere(kText);
}

TEST_F(ActionsAtTest, DraftsAreTheSameFromKnownFacts) {
    const FileEngine engine(kFile, kText);
    const auto known = std::make_shared<const facts::FileFacts>(engine.facts());
    const std::vector<findings::Finding> all = analyse_with_fixes(kFile, kText, environment()).findings;
    const std::vector<DraftedFinding> wanted = draft_changes(kFile, kText, environment(), all);
    const std::vector<DraftedFinding> drafted = draft_changes(kFile, kText, environment(), all, known);
    ASSERT_EQ(drafted.size(), wanted.size());
    ASSERT_FALSE(wanted.empty());
    for (std::size_t index = 0; index < wanted.size(); ++index) {
        EXPECT_EQ(drafted[index].finding, wanted[index].finding);
        ASSERT_EQ(drafted[index].drafts.size(), wanted[index].drafts.size());
        for (std::size_t draft = 0; draft < wanted[index].drafts.size(); ++draft) {
            EXPECT_EQ(drafted[index].drafts[draft].title(), wanted[index].drafts[draft].title());
        }
    }
}

}  // namespace
}  // namespace rowtype::engine
