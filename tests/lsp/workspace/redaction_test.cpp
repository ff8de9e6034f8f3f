#include "lsp/workspace/redaction.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <mutex>
#include <vector>

#include "lsp/workspace/log.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class Redaction : public ::testing::Test {
protected:
    void TearDown() override { forget_secrets(); }
};

TEST_F(Redaction, ReplacesRegisteredSecretsInEveryForm) {
    register_secret("p@ss \"word\"");
    EXPECT_EQ(redact("raw p@ss \"word\" end"), "raw *** end");
    EXPECT_EQ(redact("url p%40ss%20%22word%22 end"), "url *** end");
    EXPECT_EQ(redact("json p@ss \\\"word\\\" end"), "json *** end");
}

TEST_F(Redaction, LowerCasePercentFormToo) {
    register_secret("pass/word");
    EXPECT_EQ(redact("pass%2fword pass%2Fword"), "*** ***");
}

// "user:Sup3rSecret!" and its like in base64, with any number of bytes before the secret.
TEST_F(Redaction, Base64AtAnyOffset) {
    register_secret("Sup3rSecret!");
    EXPECT_THAT(redact("U3VwM3JTZWNyZXQh"), Not(HasSubstr("U3VwM3JTZWNyZXQ")));
    EXPECT_THAT(redact("eFN1cDNyU2VjcmV0IQ=="), Not(HasSubstr("N1cDNyU2VjcmV0")));
    EXPECT_THAT(redact("eHhTdXAzclNlY3JldCE="), Not(HasSubstr("AzclNlY3JldC")));
}

TEST_F(Redaction, LongerSecretsGoFirst) {
    register_secret("secret");
    register_secret("secret-and-more");
    EXPECT_EQ(redact("secret-and-more"), "***");
}

TEST_F(Redaction, ShortSecretsDoNotGarbleText) {
    register_secret("a");
    register_secret("users");
    EXPECT_EQ(redact("a table users"), "a table users");
}

TEST_F(Redaction, PasswordsOfUrlsAlways) {
    EXPECT_EQ(redact("postgres://app:hunter2@db:5432/shop"), "postgres://app:***@db:5432/shop");
    EXPECT_EQ(redact("postgresql+psycopg2://app:p@ss:w@rd@db/shop?x=1"), "postgresql+psycopg2://app:***@db/shop?x=1");
    EXPECT_EQ(redact("see https://example.org/a@b"), "see https://example.org/a@b");
    EXPECT_EQ(redact("two postgres://a:b1@h/d postgres://c:d1@h/d"), "two postgres://a:***@h/d postgres://c:***@h/d");
    EXPECT_EQ(redact("host=db password=hunter2 user=app"), "host=db password=*** user=app");
    EXPECT_EQ(redact("password='hun ter\\'2' user=app"), "password=*** user=app");
    EXPECT_EQ(redact("postgres://db/shop?password=hunter2&x=1"), "postgres://db/shop?password=***&x=1");
    EXPECT_EQ(redact("password="), "password=");
    EXPECT_EQ(redact("://"), "://");
    EXPECT_EQ(redact("://@"), "://@");
}

class Log : public Redaction {
protected:
    void SetUp() override {
        log::set_callback([this](log::Level level, const std::string& text) {
            const std::lock_guard lock(mutex_);
            messages_.emplace_back(level, text);
        });
    }
    void TearDown() override {
        log::set_callback({});
        ASSERT_TRUE(log::configure({log::Level::Off, "", false}).ok());
        Redaction::TearDown();
    }

    std::mutex mutex_;
    std::vector<std::pair<log::Level, std::string>> messages_;
};

TEST_F(Log, RedactsBeforeEverySink) {
    const testing::TemporaryFolder folder;
    ASSERT_TRUE(log::configure({log::Level::Debug, folder / "rowtype.log", false}).ok());
    register_secret("hunter2-secret");
    log::warning("connect with hunter2-secret failed");
    log::flush();
    ASSERT_EQ(messages_.size(), 1U);
    EXPECT_EQ(messages_[0].second, "connect with *** failed");
    EXPECT_EQ(messages_[0].first, log::Level::Warning);
    const std::string file = folder.read("rowtype.log");
    EXPECT_THAT(file, HasSubstr("connect with *** failed"));
    EXPECT_THAT(file, Not(HasSubstr("hunter2")));
}

TEST_F(Log, BelowTheLevelNothingIsWritten) {
    ASSERT_TRUE(log::configure({log::Level::Warning, "", false}).ok());
    log::debug("quiet");
    log::error("loud {} %s");
    ASSERT_EQ(messages_.size(), 1U);
    EXPECT_EQ(messages_[0].second, "loud {} %s") << "messages are no format strings";
    EXPECT_FALSE(log::is_enabled(log::Level::Information));
}

TEST_F(Log, FileThatCannotBeOpenedIsAnError) {
    const testing::TemporaryFolder folder;
    folder.write("file", "");
    EXPECT_FALSE(log::configure({log::Level::Error, folder / "file/under/a/file.log", false}).ok());
}

TEST_F(Log, KnowsItsLevels) {
    EXPECT_EQ(log::parse_level("debug"), log::Level::Debug);
    EXPECT_EQ(log::parse_level("warn"), log::Level::Warning);
    EXPECT_EQ(log::parse_level("loud"), std::nullopt);
}

}  // namespace
}  // namespace rowtype::workspace
