#include "lsp/workspace/client_version.h"

#include <gtest/gtest.h>

#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using testing::TemporaryFolder;

std::string of_file(const std::string& name, const std::string& text) {
    const TemporaryFolder folder;
    folder.write(name, text);
    return clients_of(folder.path()).version;
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

TEST(ProjectClients, PostgresIsAskedForInAnyList) {
    const auto asks = [](const std::string& name, const std::string& text) {
        const TemporaryFolder folder;
        folder.write(name, text);
        return clients_of(folder.path()).uses_postgres;
    };
    EXPECT_TRUE(asks("requirements.txt", "postgres==4.0\n"));
    EXPECT_TRUE(asks("requirements_base.txt", "./vendor/postgres-2.2.2.tar.gz\n"));
    EXPECT_TRUE(asks("uv.lock", "\n[[package]]\nname = \"postgres\"\nversion = \"4.0\"\n"));
    EXPECT_FALSE(asks("requirements.txt", "postgrest==2.0\npsycopg2==2.9\n"));
    EXPECT_FALSE(asks("notes.txt", "postgres==4.0\n"));
}

TEST(ClientVersion, NobodyTells) { EXPECT_EQ(clients_of("/nowhere").version, ""); }

}  // namespace
}  // namespace rowtype::workspace
