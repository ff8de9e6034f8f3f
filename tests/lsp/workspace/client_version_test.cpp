#include "lsp/workspace/client_version.h"

#include <gtest/gtest.h>

#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using testing::TemporaryFolder;

std::string of_file(const std::string& name, const std::string& text) {
    const TemporaryFolder folder;
    folder.write(name, text);
    return client_version(folder.path());
}

TEST(ClientVersion, IsToldByLockFiles) {
    const std::string lock =
        "[[package]]\nname = \"httpx\"\nversion = \"9.9\"\n\n[[package]]\nname = \"postgrest\"\nversion = \"2.30.0\"\n";
    EXPECT_EQ(of_file("uv.lock", lock), "2.30.0");
    EXPECT_EQ(of_file("poetry.lock", lock), "2.30.0");
    EXPECT_EQ(of_file("uv.lock", "[[package]]\nname = \"app\"\nversion = \"1.0\"\ndependencies = [{ name = \"postgrest\" }]\n"),
              "");
}

TEST(ClientVersion, IsTheLowestThatRequirementsAllow) {
    EXPECT_EQ(of_file("requirements.txt", "httpx==0.1\nsupabase==2.10.0  # pinned\n"), "2.10.0");
    EXPECT_EQ(of_file("requirements.txt", "supabase[realtime] >= 2.34,<3\n"), "2.34");
    EXPECT_EQ(of_file("requirements.txt", "supabase~=2.5\n"), "2.5");
    EXPECT_EQ(of_file("requirements.txt", "supabase\nsupabase-functions==1.0\n"), "");
    EXPECT_EQ(of_file("requirements.txt", "# supabase==2.40\nmysupabase==2.40\n"), "");
    EXPECT_EQ(of_file("pyproject.toml", "[project]\ndependencies = [\"fastapi\", \"supabase>=2.8.1\"]\n"), "2.8.1");
    EXPECT_EQ(of_file("pyproject.toml", "[tool.poetry.dependencies]\nsupabase = \"^2.5.0\"\n"), "2.5.0");
    EXPECT_EQ(of_file("pyproject.toml", "[tool.poetry.dependencies]\nsupabase = \"*\"\n"), "");
}

TEST(ClientVersion, NobodyTells) { EXPECT_EQ(client_version("/nowhere"), ""); }

}  // namespace
}  // namespace rowtype::workspace
