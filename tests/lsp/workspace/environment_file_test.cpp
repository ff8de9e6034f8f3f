#include "lsp/workspace/environment_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;
using testing::TemporaryFolder;

std::string value_in(const std::string& text) {
    const Result<std::optional<std::string>> value = find_variable(text, "URL", "/p/.env");
    if (!value) return "error: " + value.error().message;
    return value->value_or("(none)");
}

TEST(EnvironmentFile, ReadsTheFormsThatPythonProjectsWrite) {
    EXPECT_EQ(value_in("URL=postgres://a:b@h/d\n"), "postgres://a:b@h/d");
    EXPECT_EQ(value_in("\xEF\xBB\xBFURL = x \r\n"), "x");
    EXPECT_EQ(value_in("A=1\nexport URL='x y#z'  # which\n"), "x y#z");
    EXPECT_EQ(value_in("URL=p#ss # a comment\n"), "p#ss");
    EXPECT_EQ(value_in("URL=\"a\\\"b\\n\"\n"), "a\"b\n");
    EXPECT_EQ(value_in("URL=first\nURL=last"), "last");
    EXPECT_EQ(value_in("#URL=x\nMY_URL=y\nURLS=z\n"), "(none)");
    EXPECT_EQ(value_in("URL=\n"), "");
    EXPECT_EQ(value_in("URL\n= x\n"), "(none)");
    EXPECT_EQ(value_in("TEXT=\"\nURL=inside\n\"\nURL=$5 {x}\n"), "$5 {x}");
}

TEST(EnvironmentFile, PutsInWhatTheSameFileSetsAndNothingElse) {
    ::setenv("ROWTYPE_TEST_SECRET", "s3cretword", 1);
    EXPECT_EQ(value_in("USER=app\nURL=postgres://${USER}@h/${DB:-shop}\n"), "postgres://app@h/shop");
    EXPECT_EQ(value_in("USER=app\nURL='${USER}'\n"), "${USER}");
    const std::string refused = value_in("URL=postgres://a:${ROWTYPE_TEST_SECRET}@evil/d\n");
    ::unsetenv("ROWTYPE_TEST_SECRET");
    EXPECT_THAT(refused, HasSubstr("error: URL refers to a variable"));
    EXPECT_THAT(refused, Not(HasSubstr("s3cretword")));
}

TEST(EnvironmentFile, ABrokenValueIsAnErrorAtItsLine) {
    const Result<std::optional<std::string>> value = find_variable("A=1\nURL=\"s3cretword\n", "URL", "/p/.env");
    ASSERT_FALSE(value.ok());
    EXPECT_EQ(value.error().line, 2U);
    EXPECT_EQ(value.error().file, "/p/.env");
    EXPECT_THAT(value.error().to_string(), Not(HasSubstr("s3cretword")));
}

TEST(EnvironmentFile, StandsBesideTheConfigurationOrAtTheRepositorysRoot) {
    const TemporaryFolder folder;
    folder.make_folder(".git");
    folder.write(".env", "URL=outer\nOTHER=outer\n");
    folder.write("api/.env", "URL=inner\nOTHER=\n");
    EXPECT_EQ(read_environment_file(folder / "api", "URL").value().value().value, "inner");
    EXPECT_EQ(read_environment_file(folder / "api", "OTHER").value().value().value, "outer") << "an empty one sets nothing";
    EXPECT_EQ(read_environment_file(folder / "web", "URL").value().value().file, folder / ".env");
    EXPECT_FALSE(read_environment_file(folder / "web", "NONE").value().has_value());
}

TEST(EnvironmentFile, ALinkOutOfTheRepositoryIsNotFollowed) {
    const TemporaryFolder outside;
    const TemporaryFolder folder;
    folder.make_folder(".git");
    std::filesystem::create_symlink(outside.write("secrets", "URL=x\n"), folder / ".env");
    EXPECT_FALSE(read_environment_file(folder.path(), "URL").value().has_value());
}

}  // namespace
}  // namespace rowtype::workspace
