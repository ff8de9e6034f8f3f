// Alembic's projects on disk: where their revisions are, in which order they run, and the schema that comes of it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lsp/workspace/alembic_project.h"
#include "lsp/workspace/alembic_revisions.h"
#include "lsp/workspace/discovery_messages.h"
#include "lsp/workspace/ini_file.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/schema_discovery.h"
#include "lsp/workspace/schema_host.h"
#include "tests/lsp/workspace/load_on_pool.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::AnyOf;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using testing::TemporaryFolder;

std::string revision(const std::string& id, const std::string& follows, const std::string& body = "pass") {
    return "import sqlalchemy as sa\nfrom alembic import op\nrevision = '" + id + "'\ndown_revision = " +
           (follows.empty() || follows.front() == '(' ? (follows.empty() ? "None" : follows) : "'" + follows + "'") +
           "\ndef upgrade():\n    " + body + "\n";
}

std::string create(const std::string& table) {
    return "op.create_table('" + table + "', sa.Column('id', sa.Integer(), primary_key=True))";
}

class Alembic : public ::testing::Test {
protected:
    Alembic() {
        folder_.make_folder(".git");
        configuration_.root = folder_.path();
    }

    void write_project(const std::string& folder) {
        folder_.write(folder + "/env.py", "from alembic import context\n");
        folder_.write(folder + "/versions/1_a.py", revision("a", "", create("users")));
    }
    Result<LoadedSchema> load(const std::string& path) {
        configuration_.schema = {SourceKind::Alembic, folder_ / path, ""};
        return load();
    }
    Result<LoadedSchema> load() {
        LoadOptions options;
        options.allow_environment = false;
        return testing::load_on_pool(configuration_, options);
    }
    static std::vector<std::string> relations(const LoadedSchema& loaded) {
        std::vector<std::string> names;
        for (const catalog::Relation& relation : loaded.catalog->relations()) names.push_back(relation.name.to_string());
        return names;
    }
    std::vector<std::string> discovered(const std::string& from = ".") {
        std::vector<std::string> paths;
        for (const DiscoveredSource& source : discover_schema(normalized_path(folder_ / from)).sources)
            paths.push_back(relative_path(source.path, folder_.path()));
        return paths;
    }

    TemporaryFolder folder_;
    Configuration configuration_;
};

TEST(IniFiles, AreReadAsPythonReadsThem) {
    const auto values = read_ini_section(
        "# comment\n[other]\nkey = no\n[alembic]\nScript_Location = %(here)s/alembic\n; comment\n"
        "version_locations = a\n    %(script_location)s/b\n\nurl: x%%y\nempty =\n[logging]\nkey = no\n",
        "alembic", {{"here", "/srv"}});
    EXPECT_EQ(values.at("script_location"), "/srv/alembic");
    EXPECT_EQ(values.at("version_locations"), "a\n/srv/alembic/b");
    EXPECT_EQ(values.at("url"), "x%y");
    EXPECT_EQ(values.at("empty"), "");
    EXPECT_FALSE(values.contains("key"));
    EXPECT_TRUE(read_ini_section("a = %(a)s%(b)s\n%(", "alembic", {}).empty());
    EXPECT_EQ(read_ini_section("[alembic]\na = %(a)s!\nb = %(\nc = %", "alembic", {}).at("c"), "%");
}

TEST_F(Alembic, ItsConfigurationLeadsToTheRevisions) {
    write_project("backend/app/alembic");
    folder_.write("backend/alembic.ini", "[alembic]\nscript_location = app/alembic\n");
    const Result<LoadedSchema> loaded = load("backend/alembic.ini");
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(loaded->description, "backend/alembic.ini (1 revision)");
    EXPECT_EQ(loaded->kind, SourceKind::Alembic);
    EXPECT_THAT(relations(*loaded), ElementsAre("public.alembic_version", "public.users"));
    EXPECT_EQ(loaded->watched_paths.front(), folder_ / "backend/alembic.ini");
    EXPECT_THAT(loaded->watched_paths, ::testing::Contains(folder_ / "backend/app/alembic/versions"));
}

TEST_F(Alembic, FoldersDoAsWell) {
    write_project("migrations");
    for (const char* path : {"migrations", "migrations/versions", "."}) {
        const Result<LoadedSchema> loaded = load(path);
        ASSERT_TRUE(loaded) << path << ": " << loaded.error().to_string();
        EXPECT_THAT(relations(*loaded), ElementsAre("public.alembic_version", "public.users")) << path;
    }
    folder_.make_folder("empty");
    EXPECT_THAT(load("empty").error().to_string(), HasSubstr("there are no Alembic revisions here"));
    EXPECT_THAT(load("nowhere").error().to_string(), HasSubstr("there is no file or folder"));
}

// fief-dev/fief
TEST_F(Alembic, APackageMayHoldItsOwnConfiguration) {
    folder_.write("src/app/alembic.ini", "[alembic]\nscript_location = app:alembic\nversion_locations = app:alembic/versions\n");
    write_project("src/app/alembic");
    const Result<LoadedSchema> loaded = load("src/app/alembic.ini");
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_THAT(relations(*loaded), ElementsAre("public.alembic_version", "public.users"));
}

// PrefectHQ/prefect: a package deep in src/, and revisions for two systems, of which env.py takes those of the engine.
TEST_F(Alembic, APackageMayLieSeveralFoldersUp) {
    folder_.write("src/app/server/alembic.ini", "[alembic]\nscript_location = app:server:_migrations\n");
    folder_.write("src/app/server/_migrations/env.py", "from alembic import context\n");
    folder_.write("src/app/server/_migrations/versions/postgresql/1_a.py", revision("a", "", create("users")));
    folder_.write("src/app/server/_migrations/versions/sqlite/1_b.py", revision("b", "", create("lite")));
    for (const char* path : {"src/app/server/alembic.ini", "src/app/server/_migrations"}) {
        const Result<LoadedSchema> loaded = load(path);
        ASSERT_TRUE(loaded) << loaded.error().to_string();
        EXPECT_THAT(relations(*loaded), ElementsAre("public.alembic_version", "public.users"));
    }
}

TEST_F(Alembic, APackageMayBeNamedPartByPart) {
    folder_.write("src/app/server/db/alembic.ini", "[alembic]\nscript_location = app:server:db:revisions\n");
    write_project("src/app/server/db/revisions");
    EXPECT_THAT(discovered(), ElementsAre("src/app/server/db/alembic.ini"));
}

// hypothesis/h: conf/alembic.ini beside h/migrations. The two are one, and no choice.
TEST_F(Alembic, AConfigurationBesideItsFolderIsNoSecondSchema) {
    folder_.write("conf/alembic.ini", "[alembic]\nscript_location = app/migrations\n");
    write_project("app/migrations");
    const SchemaDiscovery discovery = discover_schema(folder_.path());
    EXPECT_EQ(discovery.sources.size(), 1U);
    EXPECT_EQ(discovery.equals, 1U);
    EXPECT_FALSE(discovery.is_ambiguous());
}

// c2corg/v6_api: alembic.ini is made from a template where the program is installed.
TEST_F(Alembic, AFolderOfAnotherNameIsFound) {
    write_project("alembic_migration");
    write_project("documentation");
    EXPECT_THAT(discovered(), ElementsAre("alembic_migration"));
    write_project("old_migrations");
    EXPECT_THAT(discovered(), ::testing::IsEmpty());
}

TEST_F(Alembic, SeveralFoldersOfRevisionsCount) {
    folder_.write(
        "alembic.ini",
        "[alembic]\nscript_location = db\nversion_locations = %(here)s/db/one:%(here)s/db/two\nversion_path_separator = os\n");
    folder_.write("db/env.py", "");
    folder_.write("db/one/a.py", revision("a", "", create("a")));
    folder_.write("db/two/b.py", revision("b", "a", create("b")));
    EXPECT_THAT(relations(*load("alembic.ini")), ElementsAre("public.a", "public.alembic_version", "public.b"));
    folder_.write("pyproject.toml",
                  "[tool.alembic]\nscript_location = \"%(here)s/db\"\nversion_locations = [\"%(here)s/db/one\", \"db/two\"]\n");
    EXPECT_THAT(relations(*load("pyproject.toml")), ElementsAre("public.a", "public.alembic_version", "public.b"));
}

TEST_F(Alembic, AFolderThatIsNotThereIsSaid) {
    folder_.write("alembic.ini", "[alembic]\nscript_location = gone\n");
    const Error error = load("alembic.ini").error();
    EXPECT_EQ(error.kind, Error::Kind::SchemaUnavailable);
    EXPECT_THAT(error.to_string(), HasSubstr("gone/versions"));
}

TEST_F(Alembic, TheVersionTableIsWhereTheEnvironmentSays) {
    write_project("alembic");
    folder_.write("alembic/env.py", "context.configure(version_table='v', version_table_schema='app')\n");
    EXPECT_THAT(relations(*load("alembic")), ElementsAre("app.v", "public.users"));
}

TEST_F(Alembic, TablesAreInTheSchemaThatTheEnvironmentSets) {
    write_project("alembic");
    folder_.write("alembic/env.py", "connection.execute(text('set search_path to core'))\n");
    EXPECT_THAT(relations(*load("alembic")), ElementsAre("core.alembic_version", "core.users"));
    folder_.write("alembic/env.py", "for tenant in tenants:\n    connection.execute(text(f'set search_path to {tenant}'))\n");
    const Result<LoadedSchema> loaded = load("alembic");
    EXPECT_TRUE(loaded->catalog->find_relation("elsewhere", "users").unknown);
    EXPECT_NE(loaded->catalog->find_relation("public", "users").relation, nullptr);
    EXPECT_THAT(loaded->catalog->notes()[0].message, HasSubstr("the schema that tables without one get cannot be told"));
}

TEST_F(Alembic, ConstraintsAreNamedByTheProjectsConvention) {
    write_project("alembic");
    folder_.write("app/__init__.py", "");
    folder_.write("app/models.py",
                  "import sqlalchemy as sa\n" + std::string("class Base(sa.orm.DeclarativeBase):\n    metadata = "
                                                            "sa.MetaData(naming_convention={'pk': 'pk_%(table_name)s'})\n"));
    folder_.write(
        "alembic/env.py",
        "from app.models import Base\ntarget_metadata = Base.metadata\ncontext.configure(target_metadata=target_metadata)\n");
    const Result<LoadedSchema> loaded = load("alembic");
    EXPECT_EQ(loaded->catalog->find_relation("public", "users").relation->primary_key->name, "pk_users");
    EXPECT_THAT(loaded->watched_paths, ::testing::Contains(folder_ / "app/models.py"));
}

TEST_F(Alembic, ModulesOfTheProjectAreFollowed) {
    write_project("backend/alembic");
    folder_.write("backend/app/__init__.py", "");
    folder_.write("backend/app/names.py", "TABLE = 'orders'\n");
    folder_.write("backend/alembic/versions/2_b.py",
                  "from app.names import TABLE\n" + revision("b", "a", "op.create_table(TABLE, sa.Column('id', sa.Integer()))"));
    const Result<LoadedSchema> loaded = load("backend/alembic");
    EXPECT_THAT(relations(*loaded), ElementsAre("public.alembic_version", "public.orders", "public.users"));
    EXPECT_THAT(loaded->watched_paths, ::testing::Contains(folder_ / "backend/app/names.py"));
}

// A change of a type, a dropped column, a new name: as the revisions leave it, in their order and not in that of their names.
TEST_F(Alembic, RevisionsRunInTheOrderInWhichTheyFollow) {
    write_project("alembic");
    folder_.write("alembic/versions/0_c.py", revision("c", "b", "op.alter_column('people', 'id', new_column_name='number')"));
    folder_.write("alembic/versions/9_b.py", revision("b", "a", "op.rename_table('users', 'people')"));
    const Result<LoadedSchema> loaded = load("alembic");
    const catalog::Relation* people = loaded->catalog->find_relation("public", "people").relation;
    ASSERT_NE(people, nullptr);
    EXPECT_THAT(people->column_names(), ElementsAre("number"));
    EXPECT_THAT(loaded->catalog->notes(), IsEmpty());
}

TEST_F(Alembic, HeadsAndMerges) {
    write_project("alembic");
    folder_.write("alembic/versions/2_b.py", revision("b", "a", create("b")));
    folder_.write("alembic/versions/2_c.py", revision("c", "a", create("c")));
    Result<LoadedSchema> loaded = load("alembic");
    EXPECT_THAT(relations(*loaded), ElementsAre("public.alembic_version", "public.b", "public.c", "public.users"));
    EXPECT_THAT(loaded->notes, ElementsAre("there are 2 heads, and all are applied: b, c"));
    folder_.write("alembic/versions/3_m.py", revision("m", "('b', 'c')", "op.drop_table('b')"));
    loaded = load("alembic");
    EXPECT_THAT(relations(*loaded), ElementsAre("public.alembic_version", "public.c", "public.users"));
    EXPECT_THAT(loaded->notes, IsEmpty());
}

TEST_F(Alembic, DependenciesComeFirst) {
    write_project("alembic");
    folder_.write("alembic/versions/0_z.py",
                  revision("z", "", "op.add_column('b', sa.Column('x', sa.Integer()))\ndepends_on = 'shop'"));
    folder_.write("alembic/versions/5_b.py", revision("b", "a", create("b") + "\nbranch_labels = ('shop',)"));
    const Result<LoadedSchema> loaded = load("alembic");
    EXPECT_THAT(loaded->catalog->find_relation("public", "b").relation->column_names(), ElementsAre("id", "x"));
    EXPECT_THAT(loaded->catalog->notes(), IsEmpty());
}

TEST_F(Alembic, WhatFollowsAMissingRevisionIsUnknownAndNeverAbsent) {
    folder_.write("alembic/env.py", "");
    folder_.write("alembic/versions/b.py", revision("b", "a", create("orders")));
    const Result<LoadedSchema> loaded = load("alembic");
    ASSERT_TRUE(loaded);
    EXPECT_TRUE(loaded->catalog->find_relation("public", "users").unknown);
    EXPECT_NE(loaded->catalog->find_relation("public", "orders").relation, nullptr);
    ASSERT_EQ(loaded->catalog->notes().size(), 1U);
    EXPECT_EQ(loaded->catalog->notes()[0].file, "alembic/versions/b.py");
    EXPECT_EQ(loaded->catalog->notes()[0].line, 4U);
    EXPECT_EQ(loaded->catalog->notes()[0].message,
              "the revision a, which this one follows, is in no file; what is there before is unknown");
}

TEST_F(Alembic, BeforeAnEmptyFirstRevisionThereMayHaveBeenTables) {
    folder_.write("alembic/env.py", "");
    folder_.write("alembic/versions/a.py", revision("a", ""));
    folder_.write("alembic/versions/b.py", revision("b", "a", create("orders")));
    const Result<LoadedSchema> loaded = load("alembic");
    EXPECT_TRUE(loaded->catalog->find_relation("public", "users").unknown);
    EXPECT_NE(loaded->catalog->find_relation("public", "orders").relation, nullptr);
    ASSERT_EQ(loaded->catalog->notes().size(), 1U);
    EXPECT_EQ(loaded->catalog->notes()[0].message, "the first revision makes nothing; what is there before is unknown");
}

TEST_F(Alembic, ACircleIsAnErrorThatNamesIt) {
    folder_.write("alembic/env.py", "");
    folder_.write("alembic/versions/a.py", revision("a", "c"));
    folder_.write("alembic/versions/b.py", revision("b", "a"));
    folder_.write("alembic/versions/c.py", revision("c", "b"));
    folder_.write("alembic/versions/d.py", revision("d", "c"));
    const Error error = load("alembic").error();
    EXPECT_EQ(error.message, "these revisions follow each other in a circle: a follows c follows b follows a");
    EXPECT_EQ(error.file, "alembic/versions/a.py");
    EXPECT_EQ(error.line, 4U);
}

TEST_F(Alembic, TwoFilesOfOneRevisionAreSaid) {
    write_project("alembic");
    folder_.write("alembic/versions/2_a.py", revision("a", "", create("orders")));
    const Result<LoadedSchema> loaded = load("alembic");
    EXPECT_THAT(loaded->notes, ::testing::Contains(HasSubstr("are both revision a")));
}

TEST_F(Alembic, OriginsAndNotesNameTheLinesOfThePython) {
    write_project("alembic");
    folder_.write("alembic/versions/2_b.py", revision("b", "a", "op.execute(\n        x)"));
    const Result<LoadedSchema> loaded = load("alembic");
    ASSERT_EQ(loaded->catalog->notes().size(), 1U);
    EXPECT_EQ(loaded->catalog->notes()[0].file, "alembic/versions/2_b.py");
    EXPECT_EQ(loaded->catalog->notes()[0].line, 6U);
}

// Discovery ---------------------------------------------------------------------------------------------------------------

TEST_F(Alembic, IsFoundByItself) {
    write_project("backend/app/alembic");
    folder_.write("backend/alembic.ini",
                  "[alembic]\nscript_location = app/alembic\nsqlalchemy.url = driver://user:pass@localhost/dbname\n");
    EXPECT_THAT(discovered(), ElementsAre("backend/alembic.ini")) << "the folder that it leads to is the same";
    EXPECT_THAT(discovered("backend/app"), ElementsAre("backend/app/alembic"));
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded) << loaded.error().to_string();
    EXPECT_EQ(loaded->description, "backend/alembic.ini (1 revision)");
    EXPECT_EQ(schema_option({SourceKind::Alembic, current_folder() + "/alembic.ini"}), "--schema alembic:alembic.ini");
}

TEST_F(Alembic, FlaskMigratesFolderIsFound) {
    write_project("migrations");
    folder_.write("migrations/alembic.ini", "[alembic]\n");
    EXPECT_THAT(discovered(), ElementsAre("migrations"));
    EXPECT_THAT(relations(*load("migrations/alembic.ini")), ElementsAre("public.alembic_version", "public.users"));
}

TEST_F(Alembic, ASnapshotAndSqlOfTheSameFolderComeFirst) {
    write_project("alembic");
    folder_.write("migrations/1.sql", "create table users (id int);\n");
    EXPECT_THAT(discovered(), ElementsAre("migrations", "alembic"));
    folder_.write(".rowtype/schema.json", "{}");
    EXPECT_THAT(discovered(), ElementsAre(".rowtype/schema.json", "migrations", "alembic"));
    EXPECT_FALSE(discover_schema(folder_.path()).is_ambiguous());
}

TEST_F(Alembic, TwoEquallyNearAreNotGuessedBetween) {
    write_project("one/alembic");
    write_project("two/alembic");
    EXPECT_TRUE(discover_schema(folder_.path()).is_ambiguous());
    EXPECT_THAT(ambiguous_schema(folder_.path(), discover_schema(folder_.path())).remedy, HasSubstr("alembic:"));
}

TEST_F(Alembic, AnotherDatabasesRevisionsAreNone) {
    write_project("one/alembic");
    folder_.write("one/alembic.ini", "[alembic]\nscript_location = alembic\nsqlalchemy.url = sqlite+aiosqlite:///x.db\n");
    write_project("two/alembic");
    folder_.write("two/alembic/versions/2_b.py", "from sqlalchemy.dialects import mysql\n" + revision("b", "a"));
    const SchemaDiscovery discovery = discover_schema(folder_.path());
    EXPECT_THAT(discovery.sources, IsEmpty());
    EXPECT_THAT(no_schema(folder_.path(), discovery, "").message, HasSubstr("one/alembic.ini"));
    folder_.write("two/alembic/versions/3_c.py", "from sqlalchemy.dialects import postgresql\n" + revision("c", "b"));
    EXPECT_THAT(discovered(), ElementsAre("two/alembic"));
}

// Projects may keep their revisions in several folders below: an empty schema would make all code wrong.
TEST_F(Alembic, FoldersWithoutARevisionAreNoSchema) {
    folder_.write("db/env.py", "from alembic import context\n");
    folder_.write("db/versions/core/1_a.py", revision("a", "", create("users")));
    folder_.write("db/versions/tenant/1_b.py", revision("b", "", create("users")));
    const Result<LoadedSchema> loaded = load("db");
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.error().to_string(),
              "db/versions: there is no revision (name the folder that holds them: alembic:db/versions/core, or "
              "alembic:db/versions/tenant)");
    const Result<LoadedSchema> named = load("db/versions/core");
    ASSERT_TRUE(named.ok()) << named.error().to_string();
    EXPECT_THAT(relations(*named), ElementsAre("public.alembic_version", "public.users"));
}

}  // namespace
}  // namespace rowtype::workspace
