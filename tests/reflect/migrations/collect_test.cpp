#include "reflect/migrations/collect.h"

#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

#include <filesystem>
#include <fstream>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;

// A folder of its own for each test, removed at the end.
class CollectSqlFiles : public testing::Test {
protected:
    CollectSqlFiles() {
        const std::string name = testing::UnitTest::GetInstance()->current_test_info()->name();
        root_ = std::filesystem::temp_directory_path() / ("rowtype_collect_" + std::to_string(getpid()) + "_" + name);
        std::filesystem::create_directories(root_);
    }
    ~CollectSqlFiles() override { std::filesystem::remove_all(root_); }

    void write(const std::string& path, const std::string& text = "SELECT 1;") const {
        std::filesystem::create_directories((root_ / path).parent_path());
        std::ofstream(root_ / path) << text;
    }
    [[nodiscard]] std::vector<std::string> collect(const std::string& folder = "") const {
        std::vector<std::string> paths;
        const std::string path = folder.empty() ? root_.string() : (root_ / folder).string();
        const Result<std::vector<SqlFile>> files = collect_sql_files(path);
        if (!files.ok()) return {files.error().message};
        for (const SqlFile& file : *files) paths.push_back(file.path.substr(root_.string().size() + 1));
        return paths;
    }

    std::filesystem::path root_;
};

TEST_F(CollectSqlFiles, SortsByVersionNotByText) {
    for (const char* name :
         {"V10__j.sql", "V2__b.sql", "V1__a.sql", "V0027.1__y.sql", "V0027__x.sql", "V0027.10__z.sql", "R__views.sql"})
        write(name);
    EXPECT_THAT(collect(), ElementsAre("V1__a.sql", "V2__b.sql", "V10__j.sql", "V0027__x.sql", "V0027.1__y.sql",
                                       "V0027.10__z.sql", "R__views.sql"));
}

TEST_F(CollectSqlFiles, SortsTimestampsAndPlainNumbers) {
    for (const char* name : {"20240101120000_b.sql", "20231231000000_a.sql", "20240101120001_c.sql"}) write(name);
    EXPECT_THAT(collect(), ElementsAre("20231231000000_a.sql", "20240101120000_b.sql", "20240101120001_c.sql"));
}

TEST_F(CollectSqlFiles, LeavesOutTheWayBackAndWhatIsNoSql) {
    for (const char* name : {"1_a.up.sql", "1_a.down.sql", "down.sql", "2_b_down.sql", "U3__c.sql", "notes.txt", ".hidden.sql",
                             "down/1.sql", ".git/x.sql", "reset_db.sql", "4_reset_counters.sql", "5_D.SQL"}) {
        write(name);
    }
    EXPECT_THAT(collect(), ElementsAre("1_a.up.sql", "4_reset_counters.sql", "5_D.SQL"));
}

// MetaBrainz's projects.
TEST_F(CollectSqlFiles, ASchemaBuiltInStepsIsBuiltInTheirOrder) {
    for (const char* name : {"create_foreign_keys.sql", "create_indexes.sql", "create_primary_keys.sql", "create_tables.sql",
                             "create_types.sql", "create_extensions.sql", "Create_Views.sql", "drop_tables.sql", "drop_types.sql",
                             "updates/2020.sql", "test/x.sql", "oauth/create_tables.sql", "drop_old_column.sql"}) {
        write(name);
    }
    EXPECT_THAT(collect(), ElementsAre("create_extensions.sql", "create_types.sql", "create_tables.sql",
                                       "create_primary_keys.sql", "create_foreign_keys.sql", "create_indexes.sql",
                                       "Create_Views.sql", "drop_old_column.sql", "oauth/create_tables.sql"));
}

TEST_F(CollectSqlFiles, WalksFoldersInOrder) {
    for (const char* name : {"2/1_c.sql", "10/1_d.sql", "1/2_b.sql", "1/1_a.sql"}) write(name);
    EXPECT_THAT(collect(), ElementsAre("1/1_a.sql", "1/2_b.sql", "2/1_c.sql", "10/1_d.sql"));
}

TEST_F(CollectSqlFiles, TakesOnlyMigrationsFromSupabasesFolder) {
    for (const char* name : {"supabase/migrations/20240101_a.sql", "supabase/migrations/local_b.sql"}) write(name);
    EXPECT_THAT(collect("supabase/migrations"), ElementsAre("supabase/migrations/20240101_a.sql"));
}

// 8 digits before 14, whatever their number says.
TEST_F(CollectSqlFiles, SupabasesFolderGoesByTheLetters) {
    for (const char* name : {"20250103_b.sql", "20240202000001_a.sql", "20250928035903_d.sql", "20250104_c.sql"})
        write(std::string("supabase/migrations/") + name);
    EXPECT_THAT(collect("supabase/migrations"),
                ElementsAre("supabase/migrations/20240202000001_a.sql", "supabase/migrations/20250103_b.sql",
                            "supabase/migrations/20250104_c.sql", "supabase/migrations/20250928035903_d.sql"));
}

TEST_F(CollectSqlFiles, ReadsASingleFileAndWhatItIncludes) {
    write("main/all.sql", "\\i ../shared/types.sql\n\\ir tables.sql\n\\i /etc/hostname.sql\n\\i secrets.txt\nSELECT 1;");
    write("shared/types.sql", "CREATE TYPE mood AS ENUM ('x');");
    write("main/tables.sql", "CREATE TABLE t (m mood);");
    write("main/secrets.txt", "CREATE TABLE secret (a int);");
    EXPECT_THAT(collect("main/all.sql"), ElementsAre("main/all.sql", "shared/types.sql", "main/tables.sql"));
}

TEST_F(CollectSqlFiles, SaysWhatIsMissing) {
    EXPECT_THAT(collect(), ElementsAre("the folder has no .sql files"));
    const Result<std::vector<SqlFile>> missing = collect_sql_files((root_ / "nowhere").string());
    ASSERT_FALSE(missing.ok());
    EXPECT_EQ(missing.error().kind, Error::Kind::SchemaUnavailable);
}

TEST_F(CollectSqlFiles, ReadsUtf16ByItsMark) {
    using namespace std::string_literals;
    write("1.sql", "\xFF\xFES\0E\0L\0E\0C\0T\0 \0\x27\0\xE9\0\x27\0"s);
    const Result<std::vector<SqlFile>> files = collect_sql_files(root_.string());
    ASSERT_TRUE(files.ok());
    EXPECT_EQ(files->front().text, "SELECT 'é'");
}

TEST_F(CollectSqlFiles, WhatIsNoTextIsNeverReadAsEmpty) {
    using namespace std::string_literals;
    write("1.sql", "S\0E\0L\0"s);
    const Result<std::vector<SqlFile>> wide = collect_sql_files(root_.string());
    ASSERT_FALSE(wide.ok());
    EXPECT_EQ(wide.error().kind, Error::Kind::SchemaUnavailable);
    EXPECT_EQ(wide.error().file, (root_ / "1.sql").string());
    EXPECT_THAT(wide.error().message, testing::HasSubstr("UTF-16 without a byte-order mark"));
    write("1.sql", "PGDMP\1\16\0"s);
    EXPECT_THAT(collect(), ElementsAre("the file is an archive of pg_dump's and no SQL"));
}

// As another user, since root may read everything.
TEST_F(CollectSqlFiles, WhatCannotBeReadIsNamedAndNeverCalledEmpty) {
    write("1.sql");
    write("closed/2.sql");
    ::chmod(root_.c_str(), 0755);
    const auto error_as_another_user = [&](const std::string& closed) {
        ::chmod((root_ / closed).c_str(), 0);
        int ends[2];
        EXPECT_EQ(::pipe(ends), 0);
        const pid_t child = ::fork();
        if (child == 0) {
            if (::geteuid() == 0 && ::seteuid(65534) != 0) ::_exit(10);
            const Result<std::vector<SqlFile>> files = collect_sql_files(root_.string());
            const bool is_unavailable = !files.ok() && files.error().kind == Error::Kind::SchemaUnavailable;
            const std::string text = is_unavailable ? files.error().file + ": " + files.error().message : "";
            ::_exit(::write(ends[1], text.data(), text.size()) < 0 ? 11 : 0);
        }
        ::close(ends[1]);
        std::string text(1000, '\0');
        const ssize_t size = ::read(ends[0], text.data(), text.size());
        ::close(ends[0]);
        ::waitpid(child, nullptr, 0);
        ::chmod((root_ / closed).c_str(), 0755);
        return text.substr(0, size < 0 ? 0 : static_cast<std::size_t>(size));
    };
    EXPECT_EQ(error_as_another_user("1.sql"), (root_ / "1.sql").string() + ": the file cannot be read: Permission denied");
    EXPECT_EQ(error_as_another_user("closed"), (root_ / "closed").string() + ": the folder cannot be read: Permission denied");
    EXPECT_EQ(error_as_another_user("."), root_.string() + ": the folder cannot be read: Permission denied");
}

TEST(AppliesBefore, IsAStrictOrder) {
    const std::vector<std::string> names = {"1_a.sql", "01_a.sql", "1_b.sql", "1.1_a.sql", "a.sql",  "A.sql",
                                            "a10.sql", "a9.sql",   "x/1.sql", "x.sql",     "2fa.sql"};
    for (const std::string& left : names) {
        EXPECT_FALSE(applies_before(left, left)) << left;
        for (const std::string& right : names) {
            EXPECT_FALSE(applies_before(left, right) && applies_before(right, left)) << left << " " << right;
            EXPECT_TRUE(left == right || applies_before(left, right) || applies_before(right, left)) << left << " " << right;
        }
    }
    EXPECT_TRUE(applies_before("a9.sql", "a10.sql"));
}

}  // namespace
}  // namespace rowtype::migrations
