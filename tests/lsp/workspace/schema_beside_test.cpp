// What belongs to migrations that were found, beside their own files: the file that they build on, and SQL that people run by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <optional>

#include "lsp/workspace/schema_change.h"
#include "lsp/workspace/schema_host.h"
#include "lsp/workspace/worker_pool.h"
#include "tests/lsp/workspace/load_on_pool.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsSupersetOf;
using testing::TemporaryFolder;

constexpr const char* kUsers = "create table users (id int primary key, name text not null);\n";

class SchemaBeside : public ::testing::Test {
protected:
    SchemaBeside() {
        folder_.make_folder(".git");
        configuration_.root = folder_.path();
        options_.allow_environment = false;
        options_.sees_scripts = true;
    }
    Result<LoadedSchema> load() { return testing::load_on_pool(configuration_, options_); }

    TemporaryFolder folder_;
    Configuration configuration_;
    LoadOptions options_;
};

// A project that began with a file that somebody ran by hand.
TEST_F(SchemaBeside, MigrationsAreReadOnTopOfTheFileThatTheyBuildOn) {
    folder_.write("backend/schema.sql", std::string(kUsers) + "create table posts (id int primary key);\n");
    folder_.write("backend/init.sql", "create table elsewhere (id int);\n");
    folder_.write("backend/migrations/002.sql", "alter table users add column nick text;\ncreate table notes (id int);\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(loaded->description, "backend/schema.sql, backend/migrations (1 file)");
    EXPECT_EQ(loaded->base, folder_ / "backend/schema.sql");
    EXPECT_THAT(loaded->watched_paths, IsSupersetOf({folder_ / "backend", folder_ / "backend/schema.sql"}));
    const catalog::Relation* users = loaded->catalog->find_relation("public", "users").relation;
    ASSERT_NE(users, nullptr);
    EXPECT_EQ(users->columns.size(), 3U);
    EXPECT_NE(loaded->catalog->find_relation("public", "posts").relation, nullptr);
    EXPECT_EQ(loaded->catalog->find_relation("public", "elsewhere").relation, nullptr);
    EXPECT_FALSE(loaded->catalog->is_incomplete("public"));
    folder_.write("backend/schema.sql", "create table posts (id int primary key);\n");
    EXPECT_TRUE(load()->catalog->is_incomplete("public")) << "what they alter is nowhere created: there may be more of it";
}

TEST_F(SchemaBeside, AFileIsReadWithTheFolderThatOnlyAltersWhatItCreates) {
    folder_.write("db/schema.sql", kUsers);
    folder_.write("db/migrations/002.sql", "alter table users add column nick text;\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(loaded->description, "db/schema.sql, db/migrations (1 file)");
    EXPECT_EQ(loaded->catalog->find_relation("public", "users").relation->columns.size(), 3U);
}

// What else is watched beside a folder is no SQL.
TEST_F(SchemaBeside, AChangeIsToldFromTheMigrationsAlone) {
    folder_.write("supabase/config.toml", "[api]\nschemas = [\"public\"]\n");
    folder_.write("supabase/migrations/1_users.sql", kUsers);
    folder_.write("supabase/migrations/2_nick.sql", "alter table users add column nick text;\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    WorkerPool pool(1);
    const Result<SchemaChange> change =
        apply_migrations(configuration_, *loaded, {folder_ / "supabase/migrations/2_nick.sql"}, pool);
    ASSERT_TRUE(change) << change.error().to_string();
    EXPECT_FALSE(change->before->is_incomplete("public"));
    EXPECT_EQ(change->before->find_relation("public", "users").relation->columns.size(), 2U);
    EXPECT_EQ(change->after->find_relation("public", "users").relation->columns.size(), 3U);
}

// Run in the dashboard of Supabase, and kept somewhere in the repository.
TEST_F(SchemaBeside, WhatOnlyScriptsMakeMayBeThere) {
    folder_.write("supabase/migrations/1.sql", kUsers);
    folder_.write("database/sql/ADD_TABLES.sql", "create table notes (id int);\ncreate table users (id int, name text);\n");
    folder_.write("database/sql/fix_users.sql", "alter table public.users add column nick text;\n");
    folder_.write("app/migrations/__init__.py", "");
    folder_.write("app/migrations/migrator.py", "def run(files): ...\n");
    folder_.write("app/migrations/versions/004.sql", "create table progress (id int, user_id int references users);\n");
    folder_.write("site/migrations/__init__.py", "");
    folder_.write("site/migrations/0001_initial.py", "class Migration(migrations.Migration): ...\n");
    folder_.write("site/migrations/0001.sql", "create table of_django (id int);\n");
    folder_.write("tests/schema.sql", "create table of_a_test (id int);\n");
    folder_.write("database/seed.sql", "create table of_data (id int);\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_TRUE(loaded->catalog->find_relation("public", "notes").relation->presumed);
    EXPECT_NE(loaded->catalog->find_relation("public", "progress").relation, nullptr) << "Python beside it only runs it";
    EXPECT_FALSE(loaded->catalog->find_relation("public", "users").relation->columns_complete);
    for (const char* other : {"of_a_test", "of_data", "of_django"})
        EXPECT_EQ(loaded->catalog->find_relation("public", other).relation, nullptr);
    EXPECT_THAT(loaded->notes, ElementsAre(HasSubstr(
                                   "other SQL of the repository (app/migrations/versions/004.sql, …) makes progress, notes and "
                                   "adds columns to users")));
    options_.sees_scripts = false;
    EXPECT_EQ(load()->catalog->find_relation("public", "notes").relation, nullptr)
        << "what is shown or written is the schema alone";
    options_.sees_scripts = true;
    configuration_.databases.push_back({"other", {"other/**"}, {SourceKind::Migrations, folder_ / "database", ""}});
    EXPECT_EQ(load()->catalog->find_relation("public", "notes").relation, nullptr) << "a schema of its own";
    configuration_.databases.clear();
    configuration_.schema = {SourceKind::Migrations, folder_ / "supabase/migrations", ""};
    EXPECT_EQ(load()->catalog->find_relation("public", "notes").relation, nullptr) << "who names a schema means that one";
}

// iamez/slomix: what pg_dump wrote of a schema of a hundred tables.
TEST_F(SchemaBeside, WhatALargeDumpMakesMayBeThere) {
    folder_.write("migrations/1.sql", kUsers);
    folder_.write("tools/dump.sql", kUsers + std::string(500'000, '\n') + "create table status (id int);\n");
    EXPECT_NE(load()->catalog->find_relation("public", "status").relation, nullptr);
}

// AbelMoyaCode/recuiva: columns that somebody added by hand stand in the copy of the schema that was made then.
TEST_F(SchemaBeside, WhatStandsInACopyOfTheSchemaMayBeThere) {
    folder_.write("database/schema.sql", kUsers);
    folder_.write("database/schema_backup_20251111.sql", std::string(kUsers) + "alter table users add column nick text;\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(loaded->catalog->find_relation("public", "users").relation->columns.size(), 2U);
    EXPECT_FALSE(loaded->catalog->find_relation("public", "users").relation->columns_complete);
}

// A function that only a script makes may be called, and one that it makes otherwise may take other arguments.
TEST_F(SchemaBeside, FunctionsThatOnlyScriptsMakeMayBeThere) {
    folder_.write("supabase/migrations/1.sql", std::string(kUsers) +
                                                   "create function known(a int) returns int language sql as 'select 1';\n"
                                                   "create function other(a int) returns int language sql as 'select 1';\n");
    folder_.write("database/functions.sql",
                  "create table notes (user_id int references users);\n"
                  "create function known(a int) returns int language sql as 'select 2';\n"
                  "create function other(a int, b int) returns int language sql as 'select 1';\n"
                  "create function archive(a int) returns int language sql as 'select 1';\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_TRUE(loaded->catalog->may_have_function("", "archive"));
    EXPECT_TRUE(loaded->catalog->may_have_function("public", "other"));
    EXPECT_FALSE(loaded->catalog->may_have_function("public", "known")) << "the same arguments";
    EXPECT_FALSE(loaded->catalog->may_have_function("billing", "archive"));
    EXPECT_TRUE(loaded->catalog->find_functions("", "archive").empty()) << "nothing is told of it";
    EXPECT_THAT(loaded->notes, ElementsAre(HasSubstr("makes notes and makes the functions archive, other; what only")));
    folder_.write("database/functions.sql", "");
    folder_.write("database/rpc.sql", "create or replace function totals(a int) returns int language sql as 'select 1';\n");
    EXPECT_TRUE(load()->catalog->may_have_function("public", "totals")) << "a script of functions alone";
}

// One database, described twice: by Supabase's migrations, which nobody keeps, and by Alembic's revisions.
TEST_F(SchemaBeside, WhatAnotherSchemaMakesMayBeThere) {
    folder_.write("app/supabase/migrations/1.sql", kUsers);
    folder_.write("app/alembic.ini", "[alembic]\nscript_location = alembic\n");
    folder_.write("app/alembic/env.py", "");
    folder_.write("app/alembic/versions/a.py", R"(from alembic import op
import sqlalchemy as sa
revision = "a"
down_revision = None
def upgrade():
    op.create_table("topics", sa.Column("id", sa.Integer, primary_key=True))
    op.create_table("gone", sa.Column("id", sa.Integer, primary_key=True))
    op.add_column("users", sa.Column("nick", sa.String))
    op.drop_table("gone")
)");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(loaded->description, "app/supabase/migrations (1 file)");
    ASSERT_NE(loaded->catalog->find_relation("public", "topics").relation, nullptr);
    EXPECT_TRUE(loaded->catalog->find_relation("public", "topics").relation->presumed);
    EXPECT_FALSE(loaded->catalog->find_relation("public", "users").relation->columns_complete);
    EXPECT_EQ(loaded->catalog->find_relation("public", "gone").relation, nullptr);
    EXPECT_THAT(loaded->notes, ::testing::Contains(HasSubstr("topics and adds columns to users")));
    options_.sees_scripts = false;
    EXPECT_EQ(load()->catalog->find_relation("public", "topics").relation, nullptr);
}

// A package with a database of its own keeps the SQL of it beside the code.
TEST_F(SchemaBeside, WhatTheCodeBesideAScriptNamesMayBeThere) {
    folder_.write("app/storage/sql/30-schema.sql", kUsers);
    folder_.write("app/storage/sql/40-more.sql", "create table posts (id int primary key);\n");
    folder_.write("app/storage/proxies/masking/sql/30-schema.sql",
                  "create table masks (id int primary key);\ncreate table users (id int, mask text);\n");
    folder_.write("app/storage/proxies/masking/db.py", "QUERY = 'select id from masks'\n");
    folder_.write("app/storage/proxies/other/sql/30-schema.sql", "create table others (id int primary key);\n");
    folder_.write("app/storage/proxies/other/db.py", "QUERY = 'select id from others_of_old'\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(loaded->description, "app/storage/sql (2 files)");
    ASSERT_NE(loaded->catalog->find_relation("public", "masks").relation, nullptr);
    EXPECT_TRUE(loaded->catalog->find_relation("public", "masks").relation->presumed);
    EXPECT_TRUE(loaded->catalog->find_relation("public", "users").relation->columns_complete);
    EXPECT_EQ(loaded->catalog->find_relation("public", "others").relation, nullptr);
}

// Two folders of migrations, of which each creates the table in its own form. One of them is the schema.
TEST_F(SchemaBeside, AnotherFormOfATableAddsNothingToIt) {
    folder_.write("app/supabase/migrations/1.sql", kUsers);
    folder_.write("app/backend/migrations/1.sql", "create table users (id int, plan text);\ncreate table topics (id int);\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(loaded->description, "app/supabase/migrations (1 file)");
    EXPECT_TRUE(loaded->catalog->find_relation("public", "users").relation->columns_complete);
    EXPECT_TRUE(loaded->catalog->find_relation("public", "topics").relation->presumed);
}

// Of two services with a database each, tables of one name are two tables.
TEST_F(SchemaBeside, AnotherServicesTablesOfTheSameNameAreOthers) {
    folder_.write("backend/migrations/1.sql", kUsers);
    folder_.write("billing/server/migrations/1.sql", "create table users (id int, plan text);\ncreate table bills (id int);\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(loaded->description, "backend/migrations (1 file)");
    EXPECT_TRUE(loaded->catalog->find_relation("public", "users").relation->columns_complete);
    EXPECT_TRUE(loaded->catalog->find_relation("public", "bills").relation->presumed);
}

TEST_F(SchemaBeside, MigrationsThatAreWholeNeedNoFileBesideThem) {
    folder_.write("schema.sql", "create table old (id int);\n");
    folder_.write("migrations/1.sql", kUsers);
    EXPECT_EQ(load()->description, "migrations (1 file)");
}

}  // namespace
}  // namespace rowtype::workspace
