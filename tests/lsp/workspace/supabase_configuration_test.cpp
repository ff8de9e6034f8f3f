#include "lsp/workspace/supabase_configuration.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST(SupabaseConfiguration, ReadsWhatConcernsASchemaAndNoMore) {
    const SupabaseConfiguration read = parse_supabase_configuration(R"toml(project_id = "shop"
[api]
schemas = ["public", "billing", "public"]
extra_search_path = ["public", "extensions"]
max_rows = 1000
[db]
port = 54399
major_version = 17
[auth]
site_url = "env(SITE_URL)"
[of_the_future]
x = 1
)toml",
                                                                    "/p/supabase/config.toml");
    EXPECT_THAT(read.problems, IsEmpty());
    EXPECT_THAT(read.exposed_schemas, ElementsAre("public", "billing"));
    EXPECT_THAT(read.extra_search_path, ElementsAre("public", "extensions"));
    EXPECT_EQ(read.port, 54399);
    EXPECT_EQ(read.major_version, 17U);
    EXPECT_EQ(describe(read), "PostgreSQL 17; serves public, billing; extra search path public, extensions");
}

TEST(SupabaseConfiguration, SaysWhatIsWrongAtItsPlaceAndTakesTheRest) {
    const SupabaseConfiguration read = parse_supabase_configuration(
        "[api]\nschemas = \"public\"\nextra_search_path = [\"a\", 3]\n[db]\nport = \"env(PORT)\"\nmajor_version = 15\n",
        "/p/supabase/config.toml");
    ASSERT_EQ(read.problems.size(), 3U);
    EXPECT_EQ(read.problems[0].message, "api.schemas must be a list of schema names");
    EXPECT_EQ(read.problems[0].place, (LineColumn{2, 11}));
    EXPECT_EQ(read.problems[1].place, (LineColumn{3, 27}));
    EXPECT_EQ(read.problems[2].message, "db.port must be a number from 1 to 65535");
    EXPECT_THAT(read.extra_search_path, ElementsAre("a"));
    EXPECT_EQ(read.major_version, 15U);
    EXPECT_EQ(read.port, 54322) << "the default";
}

TEST(SupabaseConfiguration, NothingCrashesIt) {
    for (const std::string& text : {std::string("[db\nport"), std::string("\0\xFF", 2), std::string("db = 1\napi = []\n"),
                                    "a" + std::string(100'000, '.') + "b = 1", std::string(100'000, '['),
                                    std::string("[db]\nport = 99999999999999999999\n"), std::string("[db]\nport = -1\n")}) {
        const SupabaseConfiguration read = parse_supabase_configuration(text, "/p/supabase/config.toml");
        EXPECT_FALSE(read.problems.empty()) << text.substr(0, 40);
        EXPECT_EQ(read.port, 54322);
    }
    const testing::TemporaryFolder folder;
    folder.make_folder("config.toml");
    EXPECT_THAT(read_supabase_configuration(folder / "config.toml").problems.at(0).message, HasSubstr("not a regular file"));
}

TEST(SupabaseConfiguration, StandsBesideItsMigrationsOrAbove) {
    const testing::TemporaryFolder folder;
    folder.make_folder(".git");
    folder.write("app/supabase/config.toml", "[db]\nmajor_version = 15\n");
    EXPECT_EQ(supabase_beside(folder / "app/supabase/migrations").value().major_version, 15U);
    EXPECT_FALSE(supabase_beside(folder / "app/migrations").has_value());
    EXPECT_EQ(supabase_above(folder / "app/api/routes").value().major_version, 15U);
    EXPECT_FALSE(supabase_above(folder.path()).has_value());
}

}  // namespace
}  // namespace rowtype::workspace
