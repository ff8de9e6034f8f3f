// Which files of a checkout are applied over a snapshot or a database, and what is said of those that do not fit.
#include "lsp/workspace/pending_migrations.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lsp/workspace/snapshot_file.h"
#include "tests/lsp/workspace/load_on_pool.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

constexpr const char* kUsers = "create table users (id int primary key, name text not null);\n";
constexpr const char* kNick = "alter table users add column nick text;\n";

class PendingMigrations : public ::testing::Test {
protected:
    PendingMigrations() {
        for (const char* name : {"DATABASE_URL", "SUPABASE_DB_URL", "PGSERVICE", "PGHOST", "PGDATABASE"}) ::unsetenv(name);
        folder_.make_folder(".git");
        configuration_.root = folder_.path();
        options_.allow_environment = false;
    }

    Result<LoadedSchema> try_load() { return testing::load_on_pool(configuration_, options_); }
    LoadedSchema load() {
        Result<LoadedSchema> loaded = try_load();
        EXPECT_TRUE(loaded.ok()) << (loaded.ok() ? "" : loaded.error().to_string());
        if (loaded.ok()) return std::move(loaded).value();
        LoadedSchema nothing;
        nothing.catalog = std::make_shared<const catalog::Catalog>(catalog::CatalogData{});
        return nothing;
    }
    // As `rowtype pull` does it: the migrations as they stand now become the snapshot.
    void pull_migrations(const std::string& folder = "supabase/migrations") {
        configuration_.schema = {SourceKind::Migrations, folder_ / folder, ""};
        folder_.write(".rowtype/schema.json", snapshot_text(load()));
        configuration_.schema = {};
    }
    void write_snapshot(snapshot::MigrationRecord record) {
        catalog::CatalogData data;
        data.schemas = {"public"};
        catalog::Relation relation;
        relation.name = {"public", "users"};
        relation.columns.emplace_back();
        relation.columns.back().name = "id";
        relation.columns.back().type.name = {"pg_catalog", "int4"};
        data.relations.push_back(relation);
        folder_.write(".rowtype/schema.json", snapshot::write_snapshot(catalog::Catalog(data), std::move(record)));
    }
    static bool has_column(const LoadedSchema& schema, const std::string& column) {
        const catalog::Relation* users = schema.catalog->find_relation("public", "users").relation;
        return users != nullptr && users->find_column(column) != nullptr;
    }

    TemporaryFolder folder_;
    Configuration configuration_;
    LoadOptions options_;
};

TEST_F(PendingMigrations, NewerFilesAreAppliedOverTheSnapshot) {
    folder_.write("supabase/migrations/20250101000000_users.sql", kUsers);
    pull_migrations();
    folder_.write("supabase/migrations/20250102000000_nick.sql", kNick);
    const LoadedSchema loaded = load();
    EXPECT_TRUE(has_column(loaded, "nick"));
    EXPECT_EQ(loaded.catalog->pending_in({"public", "users"}, "nick"), "supabase/migrations/20250102000000_nick.sql");
    EXPECT_THAT(loaded.pending_files, ElementsAre("supabase/migrations/20250102000000_nick.sql"));
    EXPECT_EQ(loaded.description, ".rowtype/schema.json");
    EXPECT_EQ(loaded.title(), ".rowtype/schema.json, 1 pending migration");
    EXPECT_THAT(loaded.watched_paths, ElementsAre(folder_ / ".rowtype/schema.json", folder_ / "supabase/migrations"));
    EXPECT_THAT(loaded.notes, IsEmpty()) << "the folder was not left";
}

TEST_F(PendingMigrations, APullTakesWhatTheSourceHas) {
    folder_.write("supabase/migrations/20250101000000_users.sql", kUsers);
    pull_migrations();
    folder_.write("supabase/migrations/20250102000000_nick.sql", kNick);
    options_.apply_pending = false;
    const LoadedSchema loaded = load();
    EXPECT_FALSE(has_column(loaded, "nick"));
    EXPECT_EQ(snapshot_text(loaded), folder_.read(".rowtype/schema.json")) << "read and written again, it is the same";
}

TEST_F(PendingMigrations, AllContainedIsNothingPending) {
    folder_.write("supabase/migrations/20250101000000_users.sql", kUsers);
    pull_migrations();
    EXPECT_EQ(load().title(), ".rowtype/schema.json");
    folder_.write("supabase/migrations/20250101000000_users.sql",
                  "create table users (id int primary key, name text not null);\r\n");
    EXPECT_THAT(load().notes, IsEmpty()) << "line ends are the checkout's";
}

TEST_F(PendingMigrations, WhatDoesNotFitIsSaid) {
    folder_.write("supabase/migrations/20250101000000_users.sql", kUsers);
    folder_.write("supabase/migrations/20250102000000_gone.sql", "create table other (id int);\n");
    folder_.write("supabase/migrations/20250104000000_last.sql", "create table last (id int);\n");
    pull_migrations();
    folder_.write("supabase/migrations/20250101000000_users.sql", "create table users (id int primary key, name text);\n");
    std::filesystem::remove(folder_ / "supabase/migrations/20250102000000_gone.sql");
    folder_.write("supabase/migrations/20250103000000_late.sql", kNick);
    const LoadedSchema loaded = load();
    EXPECT_THAT(loaded.notes,
                ElementsAre("supabase/migrations/20250101000000_users.sql differs from what .rowtype/schema.json contains; run "
                            "rowtype pull",
                            ".rowtype/schema.json contains 1 migration not in supabase/migrations: 20250102000000_gone.sql",
                            HasSubstr("newer migrations than supabase/migrations/20250103000000_late.sql, but not this one")));
    EXPECT_TRUE(has_column(loaded, "nick")) << "a late file adds";
    EXPECT_EQ(loaded.catalog->find_relation("public", "users").relation->find_column("name")->nullability,
              catalog::Nullability::NotNull)
        << "what is contained is not applied again";
}

TEST_F(PendingMigrations, AFolderThatIsGoneOrCannotBeReadIsSaid) {
    folder_.write("supabase/migrations/20250101000000_users.sql", kUsers);
    pull_migrations();
    folder_.write("supabase/migrations/20250102000000_nick.sql", std::string("a\0", 2));
    EXPECT_THAT(load().notes, ElementsAre(HasSubstr("supabase/migrations/20250102000000_nick.sql: the file holds NUL bytes")));
    std::filesystem::remove_all(folder_ / "supabase");
    EXPECT_THAT(load().notes,
                ElementsAre(".rowtype/schema.json contains 1 migration, and there is no folder of migrations that has "
                            "it: newer ones are not seen"));
    write_snapshot(std::vector<snapshot::Migration>{{"20250101000000", ""}});
    EXPECT_THAT(load().notes, IsEmpty()) << "a server's may be kept elsewhere";
}

TEST_F(PendingMigrations, WithoutARecordNothingIsApplied) {
    write_snapshot(std::nullopt);
    EXPECT_THAT(load().notes, IsEmpty()) << "no folder, nothing to say";
    folder_.write("supabase/migrations/20250102000000_nick.sql", kNick);
    const LoadedSchema loaded = load();
    EXPECT_FALSE(has_column(loaded, "nick"));
    EXPECT_THAT(loaded.notes, ElementsAre(HasSubstr(".rowtype/schema.json does not say which migrations it contains")));
}

TEST_F(PendingMigrations, VersionsOfAServerNameFiles) {
    write_snapshot(std::vector<snapshot::Migration>{{"20250101000000", ""}});
    folder_.write("supabase/migrations/20250101000000_users.sql", kUsers);
    folder_.write("supabase/migrations/20250102000000_nick.sql", kNick);
    const LoadedSchema loaded = load();
    EXPECT_THAT(loaded.pending_files, ElementsAre("supabase/migrations/20250102000000_nick.sql"));
    EXPECT_TRUE(has_column(loaded, "nick"));
    EXPECT_THAT(loaded.notes, IsEmpty());
}

TEST_F(PendingMigrations, AnEmptyRecordContainsNothing) {
    write_snapshot(std::vector<snapshot::Migration>{});
    folder_.write("supabase/migrations/20250102000000_nick.sql", kNick);
    EXPECT_TRUE(has_column(load(), "nick"));
}

TEST_F(PendingMigrations, AnotherDatabasesFolderIsLeftAlone) {
    write_snapshot(std::vector<snapshot::Migration>{{"20250101000000", ""}});
    folder_.write("migrations/0001_other.sql", "drop table users;\n");
    folder_.write("backend/supabase/migrations/20250101000000_users.sql", kUsers);
    folder_.write("backend/supabase/migrations/20250102000000_nick.sql", kNick);
    const LoadedSchema found = load();
    EXPECT_TRUE(has_column(found, "nick"));
    EXPECT_EQ(found.migrations_folder, folder_ / "backend/supabase/migrations");
    std::filesystem::remove_all(folder_ / "backend");
    const LoadedSchema unfit = load();
    EXPECT_TRUE(has_column(unfit, "id"));
    EXPECT_THAT(unfit.notes,
                Contains("none of the 1 migration that .rowtype/schema.json contains is in migrations: its files are "
                         "not applied"));
}

TEST_F(PendingMigrations, IncludedFilesAndRepeatableOnesAreNotLate) {
    folder_.write("shared/types.sql", "create type mood as enum ('ok');\n");
    folder_.write("migrations/V1__users.sql", std::string("\\ir ../shared/types.sql\n") + kUsers);
    folder_.write("migrations/R__views.sql", "create or replace view names as select name from users;\n");
    pull_migrations("migrations");
    folder_.write("migrations/V2__nick.sql", "alter table users drop column name cascade;\n");
    const LoadedSchema loaded = load();
    EXPECT_THAT(loaded.pending_files, ElementsAre("migrations/V2__nick.sql"));
    EXPECT_FALSE(has_column(loaded, "name"));
    EXPECT_THAT(loaded.notes, IsEmpty());
}

TEST_F(PendingMigrations, SnapshotsWithAndWithoutRecordAreCompared) {
    folder_.write("migrations/1_users.sql", kUsers);
    pull_migrations("migrations");
    const std::string with = folder_.read(".rowtype/schema.json");
    options_.apply_pending = false;
    LoadedSchema loaded = load();
    EXPECT_EQ(compare_snapshot(folder_ / ".rowtype/schema.json", with), SnapshotState::Same);
    loaded.migrations.reset();
    EXPECT_EQ(compare_snapshot(folder_ / ".rowtype/schema.json", snapshot_text(loaded)), SnapshotState::SameSchema);
    loaded.migrations = std::vector<snapshot::Migration>{{"2_other.sql", ""}};
    EXPECT_EQ(compare_snapshot(folder_ / ".rowtype/schema.json", snapshot_text(loaded)), SnapshotState::Different);
    write_snapshot(std::nullopt);
    EXPECT_EQ(compare_snapshot(folder_ / ".rowtype/schema.json", with), SnapshotState::Different);
    EXPECT_EQ(compare_snapshot(folder_ / "nowhere.json", with), SnapshotState::Different);
}

// A block that could have made anything leaves the schema not wholly known; what migrations dropped behind it is gone all the same.
TEST_F(PendingMigrations, WhatMigrationsDroppedIsGoneInTheSnapshotToo) {
    constexpr const char* kAnything = "do $$ begin execute (select statement from setup limit 1); end $$;\n";
    folder_.write("supabase/migrations/20250101000000_users.sql", std::string(kUsers) + kAnything);
    folder_.write("supabase/migrations/20250102000000_drop.sql",
                  "drop table public.old;\nalter table users drop column nick;\nalter table public.places rename to sites;\n");
    pull_migrations();
    const LoadedSchema loaded = load();
    EXPECT_TRUE(loaded.catalog->find_relation("public", "other").unknown) << "else the test is about nothing";
    EXPECT_FALSE(loaded.catalog->find_relation("public", "old").unknown);
    const catalog::RemovedName* renamed = loaded.catalog->find_removed("public", "places");
    ASSERT_NE(renamed, nullptr);
    EXPECT_EQ(renamed->renamed_to, "sites");
    EXPECT_EQ(renamed->file, "supabase/migrations/20250102000000_drop.sql");
    EXPECT_EQ(renamed->line, 3U);
    EXPECT_FALSE(renamed->is_pending);
    const std::string written = folder_.read(".rowtype/schema.json");
    options_.apply_pending = false;
    EXPECT_EQ(snapshot_text(load()), written) << "read and written again, it is the same";
    options_.apply_pending = true;
    folder_.write("supabase/migrations/20250103000000_again.sql", kAnything);
    EXPECT_TRUE(load().catalog->find_relation("public", "old").unknown) << "a newer migration may have made it again";
}

// A check in CI does not fail because rowtype was updated.
TEST_F(PendingMigrations, ASnapshotFromBeforeDroppedNamesWereKeptIsNotStale) {
    folder_.write("migrations/1_users.sql", std::string(kUsers) +
                                                "do $$ begin execute (select statement from setup limit 1); end $$;\n"
                                                "drop table public.old;\n");
    pull_migrations("migrations");
    const std::string now = folder_.read(".rowtype/schema.json");
    const std::size_t begin = now.find("  \"removed\": [");
    ASSERT_NE(begin, std::string::npos) << now;
    std::string before = now;
    before.erase(begin, now.find("],\n", begin) + 3 - begin);
    folder_.write(".rowtype/schema.json", before);
    EXPECT_EQ(compare_snapshot(folder_ / ".rowtype/schema.json", now), SnapshotState::OlderForm);
    EXPECT_TRUE(has_column(load(), "id"));
    std::string other = now;
    other.replace(other.find("\"name\": \"old\""), 13, "\"name\": \"new\"");
    EXPECT_EQ(compare_snapshot(folder_ / ".rowtype/schema.json", other), SnapshotState::OlderForm);
    folder_.write(".rowtype/schema.json", other);
    EXPECT_EQ(compare_snapshot(folder_ / ".rowtype/schema.json", now), SnapshotState::Different);
}

TEST_F(PendingMigrations, ANewerSnapshotIsAnErrorWithARemedy) {
    folder_.write(".rowtype/schema.json", "{\"version\": 99, \"schemas\": []}");
    const Result<LoadedSchema> loaded = try_load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.error().kind, Error::Kind::SchemaUnavailable);
    EXPECT_THAT(loaded.error().message, HasSubstr("format version 99"));
    EXPECT_THAT(loaded.error().remedy, HasSubstr("update rowtype"));
}

}  // namespace
}  // namespace rowtype::workspace
