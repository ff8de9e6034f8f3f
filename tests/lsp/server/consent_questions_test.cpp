#include "lsp/server/consent_questions.h"

#include <gtest/gtest.h>

#include <cstdlib>

#include "lsp/workspace/consent.h"
#include "tests/lsp/server/test_session.h"

namespace rowtype::server {
namespace {

using workspace::Decision;

class Questions : public testing::Test {
protected:
    void SetUp() override { ::setenv("XDG_CONFIG_HOME", home_.path().c_str(), 1); }
    void TearDown() override { ::unsetenv("XDG_CONFIG_HOME"); }

    // As for a load that found no answer, or never: which may have been a while ago.
    void ask(bool is_declined = false) {
        questions_.ask({project_.path(), shop_, "DATABASE_URL in .env", is_declined}, [this] { ++changes_; });
        session_.settle();
    }
    void say(Decision decision) { ASSERT_TRUE(workspace::record_consent({project_.path(), shop_, decision}).ok()); }

    TemporaryFolder home_;
    TemporaryFolder project_;
    workspace::DatabaseEndpoint shop_ = {"localhost", "5432", "shop", "app"};
    TestSession session_;
    ConsentQuestions questions_{session_.session()};
    int changes_ = 0;
};

// `rowtype consent allow` may be faster than we come to look.
TEST_F(Questions, AnAnswerBeforeTheFirstLookIsSeen) {
    say(Decision::Allow);
    ask();
    EXPECT_EQ(changes_, 1);
}

TEST_F(Questions, WhatWasKnownBeforeIsNoChange) {
    ask();
    say(Decision::Never);
    ask(true);
    EXPECT_EQ(changes_, 0);
}

TEST_F(Questions, NeverThatIsTakenBackIsAChange) {
    ask(true);
    EXPECT_EQ(changes_, 1);
}

TEST_F(Questions, AnswersAboutOtherDatabasesChangeNothing) {
    ASSERT_TRUE(workspace::record_consent({project_.path(), {"localhost", "5433", "shop", "app"}, Decision::Allow}).ok());
    ask();
    EXPECT_EQ(changes_, 0);
}

}  // namespace
}  // namespace rowtype::server
