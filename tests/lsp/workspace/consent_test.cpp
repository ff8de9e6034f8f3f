#include "lsp/workspace/consent.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <cstdlib>
#include <thread>

#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

class Consents : public ::testing::Test {
protected:
    void SetUp() override { ::setenv("XDG_CONFIG_HOME", home_.path().c_str(), 1); }
    void TearDown() override { ::unsetenv("XDG_CONFIG_HOME"); }

    std::optional<Decision> answer(const DatabaseEndpoint& endpoint) { return consent_for(project_.path(), endpoint).value(); }
    Consent allowed(const DatabaseEndpoint& endpoint) { return {project_.path(), endpoint, Decision::Allow}; }

    TemporaryFolder home_;
    TemporaryFolder project_;
    DatabaseEndpoint shop_ = {"localhost", "5432", "shop", "app"};
};

TEST_F(Consents, HoldForOneFolderAndOneDatabase) {
    EXPECT_EQ(answer(shop_), std::nullopt);
    ASSERT_TRUE(record_consent(allowed(shop_)).ok());
    EXPECT_EQ(answer(shop_), Decision::Allow);
    EXPECT_EQ(consent_for(project_ / "below", shop_).value(), std::nullopt);
    for (const DatabaseEndpoint& other : std::vector<DatabaseEndpoint>{{"evil.example.org", "5432", "shop", "app"},
                                                                       {"localhost", "5433", "shop", "app"},
                                                                       {"localhost", "5432", "other", "app"},
                                                                       {"localhost", "5432", "shop", "postgres"}}) {
        EXPECT_EQ(answer(other), std::nullopt) << to_string(other);
    }
}

TEST_F(Consents, AreTheUsersAlone) {
    ASSERT_TRUE(record_consent(allowed(shop_)).ok());
    struct stat status {};
    ASSERT_EQ(::stat(consent_file().c_str(), &status), 0);
    EXPECT_EQ(status.st_mode & 0777U, 0600U);
    EXPECT_EQ(consent_file(), home_ / "rowtype/consent.json");
    ::chmod(consent_file().c_str(), 0666);
    const Result<std::optional<Decision>> answer = consent_for(project_.path(), shop_);
    ASSERT_FALSE(answer.ok()) << "somebody else may have written it";
    EXPECT_THAT(answer.error().remedy, HasSubstr("chmod 600"));
    EXPECT_FALSE(record_consent(allowed(shop_)).ok());
}

TEST_F(Consents, NeverHoldsForTheFolderUntilItIsAllowed) {
    ASSERT_TRUE(record_consent(allowed(shop_)).ok());
    ASSERT_TRUE(record_consent({project_.path(), shop_, Decision::Never}).ok());
    EXPECT_EQ(answer(shop_), Decision::Never);
    EXPECT_EQ(answer({"other", "1", "x", "y"}), Decision::Never);
    ASSERT_TRUE(record_consent(allowed(shop_)).ok());
    EXPECT_EQ(answer(shop_), Decision::Allow);
    EXPECT_EQ(answer({"other", "1", "x", "y"}), std::nullopt);
}

TEST_F(Consents, CanBeTakenBack) {
    ASSERT_TRUE(record_consent(allowed(shop_)).ok());
    ASSERT_TRUE(record_consent({"/elsewhere", shop_, Decision::Allow}).ok());
    EXPECT_EQ(revoke_consents(project_.path()).value(), 1U);
    EXPECT_EQ(answer(shop_), std::nullopt);
    EXPECT_EQ(revoke_consents("").value(), 1U);
    EXPECT_THAT(read_consents().value(), IsEmpty());
}

TEST_F(Consents, OddNamesComeBackAsTheyWere) {
    const DatabaseEndpoint odd{"a\"b,c", "1,2", "x\\y\n", "😀"};
    ASSERT_TRUE(record_consent(allowed(odd)).ok());
    EXPECT_EQ(answer(odd), Decision::Allow);
}

TEST_F(Consents, ABrokenOrNewerFileAllowsNothingAndIsKept) {
    for (const char* text : {"", "{", "[]", "{\"version\": 2, \"consents\": []}", "{\"version\": 1, \"consents\": [7]}"}) {
        ::chmod(home_.write("rowtype/consent.json", text).c_str(), 0600);
        EXPECT_FALSE(read_consents().ok()) << text;
        EXPECT_FALSE(record_consent(allowed(shop_)).ok()) << text;
        EXPECT_EQ(home_.read("rowtype/consent.json"), text);
    }
    home_.write("rowtype/consent.json", "{\"version\": 1, \"more\": {}, \"consents\": [{\"root\": \"" + project_.path() +
                                            "\", \"decision\": \"of the future\"}]}");
    EXPECT_EQ(answer(shop_), std::nullopt) << "a word that is not known";
}

TEST_F(Consents, NoneIsLostWhenManyAnswerAtOnce) {
    std::vector<std::thread> threads;
    for (int i = 0; i < 8; ++i) {
        threads.emplace_back([this, i] {
            EXPECT_TRUE(record_consent(allowed({"host", std::to_string(i), "shop", "app"})).ok());
        });
    }
    for (std::thread& thread : threads) thread.join();
    EXPECT_EQ(read_consents().value().size(), 8U);
}

}  // namespace
}  // namespace rowtype::workspace
