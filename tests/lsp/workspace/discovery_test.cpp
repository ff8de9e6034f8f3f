// What is taken where nothing is configured, and what is not guessed.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lsp/workspace/discovery_messages.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/schema_discovery.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::TemporaryFolder;

constexpr const char* kUsers = "create table users (id int primary key);\n";

class Discovery : public ::testing::Test {
protected:
    Discovery() { folder_.make_folder(".git"); }

    SchemaDiscovery discover(const std::string& from = ".") { return discover_schema(normalized_path(folder_ / from)); }
    std::vector<std::string> paths(const SchemaDiscovery& discovery) {
        std::vector<std::string> paths;
        for (const DiscoveredSource& source : discovery.sources) paths.push_back(relative_path(source.path, folder_.path()));
        return paths;
    }

    TemporaryFolder folder_;
};

// ChaLconner/purrfect-spots: the copies that the backend keeps are not all of the schema.
TEST_F(Discovery, SupabasesMigrationsAboveComeBeforeANearerFolderOfThatName) {
    folder_.write("supabase/migrations/20260101000000_users.sql", kUsers);
    folder_.write("backend/migrations/001_tags.sql", "create table tags (id int); alter table users add column tags text;\n");
    const SchemaDiscovery discovery = discover("backend");
    EXPECT_THAT(paths(discovery), ElementsAre("supabase/migrations", "backend/migrations"));
    EXPECT_FALSE(discovery.is_ambiguous());
    EXPECT_EQ(shown_from(folder_ / "backend", discovery.sources[0].path), "../supabase/migrations");
    EXPECT_EQ(shown_from(folder_ / "backend", "/elsewhere/schema.sql"), "/elsewhere/schema.sql");
    EXPECT_EQ(left_note(folder_.path(), discovery, {"DATABASE_URL"}),
              "found as well and left: backend/migrations, DATABASE_URL (choose with --schema)");
}

TEST_F(Discovery, WhatStandsInAConfiguredFolderComesBeforeAllThatIsAbove) {
    folder_.write(".rowtype/schema.json", "{}");
    folder_.write("supabase/migrations/20260101000000_users.sql", kUsers);
    folder_.write("services/migrations/001_shared.sql", kUsers);
    folder_.write("services/billing/migrations/001_invoices.sql", "create table invoices (id int);\n");
    folder_.write("services/billing/rowtype.toml", "");
    const auto best_from = [&](const std::string& from) {
        return paths(discover_schema(load_configuration(folder_ / from).configuration)).front();
    };
    EXPECT_EQ(best_from("services/billing"), "services/billing/migrations");
    EXPECT_EQ(best_from("services"), ".rowtype/schema.json") << "nobody configured it";
    folder_.write("services/billing/worker/rowtype.toml", "");
    EXPECT_EQ(best_from("services/billing/worker"), ".rowtype/schema.json") << "it has none of its own";
}

// coleam00/Archon: one folder beside the Python project, called "migration", with numbered ones in a folder of their own.
TEST_F(Discovery, TheFolderMayBeCalledMigrationAndStandBesideTheProject) {
    folder_.write("migration/complete_setup.sql", kUsers);
    folder_.write("migration/0.1.0/001_more.sql", "alter table users add column name text;\n");
    EXPECT_THAT(paths(discover("python")), ElementsAre("migration"));
}

TEST_F(Discovery, AFolderWithoutFilesOfItsOwnCountsByWhatIsInIt) {
    folder_.write("db/migrations/init/001.sql", kUsers);
    EXPECT_THAT(paths(discover()), ElementsAre("db/migrations"));
}

// AgentOps-AI/agentops: ClickHouse's migrations stand beside Supabase's.
TEST_F(Discovery, AnotherDatabasesMigrationsAreNone) {
    folder_.write("app/supabase/migrations/20240101000000_init.sql", kUsers);
    folder_.write("app/clickhouse/migrations/0000_init.sql", "CREATE TABLE spans (id UUID)\nENGINE = MergeTree ORDER BY id;\n");
    folder_.write("legacy/migrations/1.sql", "CREATE TABLE `users` (id int AUTO_INCREMENT);\n");
    const SchemaDiscovery discovery = discover();
    EXPECT_THAT(paths(discovery), ElementsAre("app/supabase/migrations"));
    EXPECT_THAT(left_note(folder_.path(), discovery, {}),
                HasSubstr("legacy/migrations (another database's SQL), app/clickhouse/migrations (another database's SQL)"));
}

// rucio/rucio: nothing in the file says so to who does not know Oracle.
TEST_F(Discovery, AFolderWithAnotherSystemsNameHoldsItsSql) {
    folder_.write("etc/sql/oracle/schema.sql", kUsers);
    folder_.write("storage/mysql/migrations/1.sql", kUsers);
    EXPECT_THAT(discover().sources, IsEmpty());
    folder_.write("etc/sql/types.sql", "CREATE TABLE users (id NUMBER(19,0), name VARCHAR2(25 CHAR));\n");
    EXPECT_THAT(discover().sources, IsEmpty());
    folder_.write("etc/sql/postgresql/schema.sql", kUsers);
    EXPECT_THAT(paths(discover()), ElementsAre("etc/sql/postgresql/schema.sql"));
}

// A service that is called like a database.
TEST_F(Discovery, AFolderWithAnotherSystemsNameMayHoldPostgresqlsSql) {
    folder_.write("services/oracle/migrations/1_jobs.sql", "create table jobs (id int primary key);\n");
    folder_.write("services/oracle/migrations/2_prices.sql", "create table prices (id BIGSERIAL primary key, raw JSONB);\n");
    EXPECT_THAT(paths(discover()), ElementsAre("services/oracle/migrations"));
    folder_.write("services/oracle/migrations/3_names.sql", "create table names (id number(19,0), name varchar2(25));\n");
    EXPECT_THAT(discover().sources, IsEmpty()) << "what a text says counts more than what it is like";
}

TEST_F(Discovery, WhatSeveralSystemsWriteMakesNoneOfThemPostgresql) {
    folder_.write("etl/snowflake/load.sql", "create table raw (id int); select id::varchar from raw; execute immediate $$x$$;\n");
    folder_.write("etl/mysql/assets.sql", "create table assets (serial varchar(20));\n");
    EXPECT_THAT(discover().sources, IsEmpty());
    const std::string keyed = "create table assets (id SERIAL PRIMARY KEY, serial varchar(20));\n";
    folder_.write("etl/mysql/assets.sql", keyed);
    EXPECT_THAT(discover().sources, IsEmpty()) << "MySQL has it, too";
    folder_.write("etl/snowflake/load.sql", "create table raw (at timestamptz);\n");
    EXPECT_THAT(discover().sources, IsEmpty());
    folder_.write("etl/snowflake/load.sql", keyed);
    EXPECT_THAT(paths(discover()), ElementsAre("etl/snowflake/load.sql"));
}

TEST(DiscoveryOutsideOfRepositories, FoldersAboveTellNothing) {
    const TemporaryFolder folder;
    folder.write("oracle/app/schema.sql", kUsers);
    const SchemaDiscovery discovery = discover_schema(folder / "oracle/app");
    ASSERT_EQ(discovery.sources.size(), 1U);
    EXPECT_EQ(discovery.sources.front().path, folder / "oracle/app/schema.sql");
}

// freelawproject/courtlistener: of each app there is what sqlmigrate printed, and of one, whose Django part is a library's, nothing else.
TEST_F(Discovery, WhatDjangoPrintedIsNoSchema) {
    folder_.write("site/oauth/migrations/0001_initial.sql", kUsers);
    EXPECT_THAT(paths(discover()), ElementsAre("site/oauth/migrations"));
    folder_.write("site/search/migrations/__init__.py", "");
    folder_.write("site/search/migrations/0001_initial.py", "class Migration(migrations.Migration):\n    operations = []\n");
    EXPECT_THAT(discover().sources, IsEmpty());
}

// dbmate's folder, and a Django application for its administration pages.
TEST_F(Discovery, MigrationsBesideAnAppOfDjangosAreTheProjects) {
    folder_.write("admin/migrations/__init__.py", "");
    folder_.write("admin/migrations/0001_initial.py", "class Migration(migrations.Migration):\n    operations = []\n");
    folder_.write("db/migrations/20240101120000_create_users.sql", kUsers);
    EXPECT_THAT(paths(discover()), ElementsAre("db/migrations"));
}

TEST_F(Discovery, SqlThatPythonRevisionsRunIsNoSchema) {
    folder_.write("app/migrations/__init__.py", "");
    folder_.write("app/migrations/0001_initial.py", "");
    folder_.write("app/migrations/0002_users.sql", kUsers);
    folder_.write("api/migrations/env.py", "");
    folder_.write("api/migrations/versions/users.sql", kUsers);
    folder_.write("ops/migrations/1_grants.sql", "grant select on users to reader;\n");
    EXPECT_THAT(discover().sources, IsEmpty());
}

TEST_F(Discovery, AnEngineIsAWordLikeAnyOther) {
    folder_.write("migrations/1.sql", "create table if not exists cars (engine text); update cars set engine = 'v8';\n");
    EXPECT_THAT(paths(discover()), ElementsAre("migrations"));
}

TEST_F(Discovery, EquallyNearOnesAreNotGuessed) {
    folder_.write("apps/a/supabase/migrations/1_a.sql", kUsers);
    folder_.write("apps/b/supabase/migrations/1_b.sql", kUsers);
    folder_.write("apps/c/migrations/1_c.sql", kUsers);
    const SchemaDiscovery discovery = discover();
    EXPECT_EQ(discovery.equals, 2U) << "a folder called migrations has a lesser claim";
    const Error error = ambiguous_schema(folder_.path(), discovery);
    EXPECT_EQ(error.kind, Error::Kind::SchemaUnavailable);
    EXPECT_THAT(error.remedy, HasSubstr("--schema migrations:" + folder_.path() + "/apps/a/supabase/migrations or --schema "));
    EXPECT_FALSE(discover("apps/a").is_ambiguous()) << "from inside there is a nearest";
}

TEST_F(Discovery, SeveralSourcesOfOneFolderHaveAnOrder) {
    folder_.write("app/.rowtype/schema.json", "{}");
    folder_.write("app/supabase/migrations/1_a.sql", kUsers);
    const SchemaDiscovery discovery = discover();
    EXPECT_THAT(paths(discovery), ElementsAre("app/.rowtype/schema.json", "app/supabase/migrations"));
    EXPECT_FALSE(discovery.is_ambiguous());
}

// CATrainer/revu: two files that people ran by hand beside a hundred revisions.
TEST_F(Discovery, OfTwoHistoriesInOneFolderTheLongerOneIsTaken) {
    folder_.write("backend/migrations/20250109_credits.sql", "create table credits (user_id int references users);\n");
    folder_.write("backend/alembic.ini", "[alembic]\nscript_location = alembic\n");
    folder_.write("backend/alembic/env.py", "");
    const auto revision = [](const std::string& id, const std::string& before) {
        return "revision = '" + id + "'\ndown_revision = " + before + "\n\n\ndef upgrade():\n    pass\n";
    };
    folder_.write("backend/alembic/versions/a.py", revision("a", "None"));
    EXPECT_THAT(paths(discover()), ElementsAre("backend/migrations", "backend/alembic.ini"));
    folder_.write("backend/alembic/versions/b.py", revision("b", "'a'"));
    EXPECT_THAT(paths(discover()), ElementsAre("backend/alembic.ini", "backend/migrations"));
    EXPECT_FALSE(discover().is_ambiguous());
}

TEST_F(Discovery, TestsAndExamplesAreNotTheProject) {
    for (const char* other : {"tests/app", "examples/shop", "docs", "build/copy"}) {
        folder_.write(std::string(other) + "/supabase/migrations/1_a.sql", kUsers);
    }
    EXPECT_THAT(discover().sources, IsEmpty());
    EXPECT_THAT(paths(discover("examples/shop")), ElementsAre("examples/shop/supabase/migrations")) << "from inside they are";
}

TEST_F(Discovery, TheOneFileThatCreatesTablesIsTaken) {
    folder_.write("db/schema.sql", "-- dump\nCREATE UNLOGGED TABLE users (id int);\n");
    folder_.write("db/seed.sql", "create table users_copy as select * from users;\n");
    folder_.write("db/drop_tables.sql", "drop table users; create table x (id int);\n");
    folder_.write("db/down.sql", kUsers);
    folder_.write("db/functions.sql", "create function f() returns int language sql as 'select 1';\n");
    folder_.write("lite/schema.sql", "create table cache (id integer primary key autoincrement);\n");
    const SchemaDiscovery discovery = discover("api");
    EXPECT_THAT(paths(discovery), ElementsAre("db/schema.sql"));
    EXPECT_EQ(discovery.equals, 1U);
}

TEST_F(Discovery, AFolderOfNumberedFilesIsOne) {
    folder_.write("sql/001_users.sql", kUsers);
    folder_.write("sql/002_orders.sql", "create table orders (id int);\n");
    EXPECT_THAT(paths(discover()), ElementsAre("sql"));
    EXPECT_FALSE(discover().is_ambiguous());
}

TEST_F(Discovery, SeveralLooseFilesAreAChoiceOfTheUsers) {
    folder_.write("sql/latest.sql", kUsers);
    folder_.write("sql/billing.sql", "create table invoices (id int);\n");
    const SchemaDiscovery discovery = discover();
    EXPECT_TRUE(discovery.is_ambiguous());
    EXPECT_THAT(paths(discovery), ElementsAre("sql", "sql/billing.sql", "sql/latest.sql"));
}

// dalibo/temboard
TEST_F(Discovery, AnUpgradeIsNoSchemaAndNumberedFilesMayLieDeep) {
    folder_.write("ui/share/sql/upgrade-4-5.sql", "create table monitoring.status (id int);\n");
    EXPECT_THAT(discover().sources, IsEmpty());
    folder_.write("ui/app/model/versions/000_init.sql", kUsers);
    EXPECT_THAT(discover().sources, IsEmpty()) << "one file that nothing speaks for";
    folder_.write("ui/app/model/versions/001_orders.sql", "create table orders (id int);\n");
    EXPECT_THAT(paths(discover()), ElementsAre("ui/app/model/versions"));
}

// ASAGNORI/orga-ai-project: a table a file, in a folder whose name says what they are together.
TEST_F(Discovery, AFolderCalledSchemaIsOne) {
    folder_.write("backend/supabase/schema/users.sql", kUsers);
    folder_.write("backend/supabase/schema/tasks.sql", "create table tasks (id int);\n");
    const SchemaDiscovery discovery = discover();
    EXPECT_FALSE(discovery.is_ambiguous());
    EXPECT_EQ(paths(discovery).front(), "backend/supabase/schema");
    folder_.write("billing/schema/invoices.sql", "create table invoices (id int);\n");
    folder_.write("billing/schema/items.sql", "create table items (id int);\n");
    EXPECT_TRUE(discover().is_ambiguous());
}

// Netflix/dispatch: a file far down that nothing speaks for.
TEST_F(Discovery, LooseFilesAreLookedForNearby) {
    folder_.write("src/app/database/revisions/move.sql", kUsers);
    EXPECT_THAT(discover().sources, IsEmpty());
    folder_.write("src/app/database/move.sql", kUsers);
    EXPECT_EQ(paths(discover()).front(), "src/app/database/move.sql");
}

// liberapay/liberapay.com, metabrainz/critiquebrainz
TEST_F(Discovery, AmongLooseFilesTheOneThatIsCalledSchemaIsTaken) {
    folder_.write("sql/currencies.sql", "create table currencies (id int);\n");
    folder_.write("sql/schema.sql", kUsers);
    folder_.write("sql/updates/2024-01-01.sql", "create table later (id int);\n");
    const SchemaDiscovery discovery = discover();
    EXPECT_EQ(discovery.equals, 1U);
    EXPECT_EQ(paths(discovery).front(), "sql/schema.sql");
    EXPECT_TRUE(discovery.is_guess);
    folder_.write("billing/schema.sql", "create table invoices (id int);\n");
    EXPECT_TRUE(discover().is_ambiguous());
}

// KAFKA2306/rule-scribe-games, Scille/parsec-cloud
TEST_F(Discovery, APackageOfSqlFilesIsNoneOfRevisions) {
    folder_.write("server/app/components/postgresql/migrations/__init__.py", "");
    folder_.write("server/app/components/postgresql/migrations/0001_initial.sql", kUsers);
    EXPECT_EQ(paths(discover()).front(), "server/app/components/postgresql/migrations");
    folder_.write("server/app/components/postgresql/migrations/0001_initial.py", "");
    EXPECT_THAT(discover().sources, IsEmpty());
}

TEST_F(Discovery, OfASchemaBuiltInStepsTheFolderIsTaken) {
    folder_.write("admin/sql/create_tables.sql", kUsers);
    folder_.write("admin/sql/create_foreign_keys.sql", "alter table users add foreign key (id) references users (id);\n");
    folder_.write("admin/sql/sample.sql", "create table sample (id int);\n");
    EXPECT_EQ(paths(discover()).front(), "admin/sql");
    EXPECT_FALSE(discover().is_ambiguous());
}

TEST_F(Discovery, NothingFoundNamesWhatWasSeen) {
    folder_.write("clickhouse/migrations/1.sql", "create table t (id UUID) engine = MergeTree;\n");
    folder_.write("backend/alembic.ini", "[alembic]\n");
    const SchemaDiscovery discovery = discover();
    EXPECT_THAT(discovery.sources, IsEmpty());
    const Error error = no_schema(folder_.path(), discovery, "DATABASE_URL in .env is not used: no");
    EXPECT_THAT(error.message, HasSubstr("clickhouse/migrations: SQL for another database"));
    EXPECT_THAT(error.message, HasSubstr("DATABASE_URL in .env is not used"));
    EXPECT_THAT(error.message, HasSubstr("backend/alembic.ini is there, but Alembic's folder of revisions is not there"));
    EXPECT_THAT(error.remedy, HasSubstr("--schema alembic:PATH"));
}

TEST_F(Discovery, WhereNothingIsFoundTheNextStepIsNamed) {
    folder_.write("backend/supabase/config.toml", "");
    Error error = no_schema(folder_.path(), discover(), "");
    EXPECT_THAT(error.message, HasSubstr("; backend/supabase/config.toml is there, but there are no migrations beside it"));
    EXPECT_THAT(error.remedy, HasSubstr("`supabase db pull`"));
    EXPECT_THAT(error.remedy, HasSubstr("--schema local"));
    folder_.write("shop/orders/migrations/0001_initial.py", "class Migration(migrations.Migration): ...\n");
    error = no_schema(folder_.path(), discover(), "");
    EXPECT_THAT(error.message, HasSubstr("; shop/orders/migrations: Django's migrations are Python and are not read"));
    EXPECT_THAT(error.remedy, HasSubstr("rowtype pull keeps"));
}

TEST_F(Discovery, ARemedyCanBeTyped) {
    EXPECT_EQ(schema_option({SourceKind::Migrations, current_folder() + "/db/my schema.sql"}),
              "--schema \"migrations:db/my schema.sql\"");
    EXPECT_EQ(schema_option({SourceKind::Snapshot, "/srv/schema.json"}), "--schema snapshot:/srv/schema.json");
}

TEST_F(Discovery, FindsTheConfigurationOfSupabase) {
    folder_.write("backend/supabase/config.toml", "");
    EXPECT_EQ(find_supabase_configuration(folder_.path()), folder_ / "backend/supabase/config.toml");
    EXPECT_EQ(find_supabase_configuration(folder_ / "backend/app"), folder_ / "backend/supabase/config.toml");
    folder_.write("other/supabase/config.toml", "");
    EXPECT_EQ(find_supabase_configuration(folder_.path()), "") << "two have the same claim";
    folder_.write("supabase/config.toml", "");
    EXPECT_EQ(find_supabase_configuration(folder_.path()), folder_ / "supabase/config.toml");
}

TEST_F(Discovery, EndsInATreeThatLeadsInACircle) {
    folder_.make_folder("a");
    std::filesystem::create_directory_symlink(folder_.path(), folder_ / "a/loop");
    EXPECT_THAT(discover("a").sources, IsEmpty());
}

}  // namespace
}  // namespace rowtype::workspace
