// Discovery, loading and the schema host.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <condition_variable>
#include <mutex>

#include "lsp/workspace/consent.h"
#include "lsp/workspace/database_reader.h"
#include "lsp/workspace/paths.h"
#include "lsp/workspace/redaction.h"
#include "lsp/workspace/schema_discovery.h"
#include "lsp/workspace/schema_host.h"
#include "reflect/snapshot/snapshot.h"
#include "tests/lsp/workspace/load_on_pool.h"
#include "tests/lsp/workspace/temporary_folder.h"

namespace rowtype::workspace {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::TemporaryFolder;

constexpr const char* kUsers = "create table users (id int primary key, name text not null);\n";

std::string snapshot_of(const std::string& table) {
    catalog::CatalogData data;
    data.schemas = {"public"};
    catalog::Relation relation;
    relation.name = {"public", table};
    data.relations.push_back(relation);
    return snapshot::write_snapshot(catalog::Catalog(data));
}

class Schema : public ::testing::Test {
protected:
    Schema() {
        for (const char* name : {"DATABASE_URL", "SUPABASE_DB_URL", "PGSERVICE", "PGHOST", "PGDATABASE"}) ::unsetenv(name);
        folder_.make_folder(".git");
        configuration_.root = folder_.path();
        options_.deadline = std::chrono::milliseconds(3000);
    }
    ~Schema() override { forget_secrets(); }

    std::vector<std::string> discovered(const std::string& from = ".") {
        std::vector<std::string> paths;
        for (const DiscoveredSource& source : discover_schema(join_path(folder_.path(), from)).sources) {
            paths.push_back(relative_path(source.path, folder_.path()));
        }
        return paths;
    }
    Result<LoadedSchema> load() { return testing::load_on_pool(configuration_, options_); }

    TemporaryFolder folder_;
    Configuration configuration_;
    LoadOptions options_;
};

TEST_F(Schema, DiscoveryGoesUpThenDown) {
    folder_.write("supabase/migrations/1.sql", kUsers);
    folder_.write("backend/migrations/1.sql", kUsers);
    folder_.write("backend/service/.rowtype/schema.json", "{}");
    EXPECT_THAT(discovered(), ElementsAre("supabase/migrations", "backend/migrations", "backend/service/.rowtype/schema.json"));
    EXPECT_THAT(discovered("backend/service"),
                ElementsAre("backend/service/.rowtype/schema.json", "supabase/migrations", "backend/migrations"))
        << "what is certain to be a whole schema comes first";
}

TEST_F(Schema, DiscoveryPrefersTheSnapshotAndNeedsSql) {
    folder_.write("supabase/migrations/1.sql", kUsers);
    folder_.write(".rowtype/schema.json", "{}");
    folder_.write("migrations/0001_initial.py", "");
    EXPECT_THAT(discovered(), ElementsAre(".rowtype/schema.json", "supabase/migrations"));
}

TEST_F(Schema, DiscoveryGoesFiveFoldersDownAndNotIntoLibraries) {
    folder_.write("a/b/c/d/e/migrations/1.sql", kUsers);
    folder_.write("a/b/c/d/e/f/migrations/1.sql", kUsers);
    folder_.write("node_modules/x/migrations/1.sql", kUsers);
    EXPECT_THAT(discovered(), ElementsAre("a/b/c/d/e/migrations"));
}

TEST_F(Schema, LoadsMigrationsAndSaysWhatItLeft) {
    folder_.write("supabase/migrations/1.sql", kUsers);
    folder_.write("backend/migrations/1.sql", "create table other (id int);\n");
    ::setenv("DATABASE_URL", "postgres://app:topsecret1@db/shop", 1);
    const Result<LoadedSchema> loaded = load();
    ::unsetenv("DATABASE_URL");
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_NE(loaded->catalog->find_relation("public", "users").relation, nullptr);
    EXPECT_EQ(loaded->description, "supabase/migrations (1 file)");
    EXPECT_EQ(loaded->kind, SourceKind::Migrations);
    EXPECT_THAT(loaded->watched_paths, ElementsAre(folder_ / "supabase/migrations"));
    EXPECT_THAT(loaded->notes, ElementsAre("found as well and left: backend/migrations, DATABASE_URL (choose with --schema)"));
}

TEST_F(Schema, AFileOfMigrationsComesBeforeItsFolder) {
    folder_.write("db/schema.sql", "\\i more/users.sql\n");
    folder_.write("db/more/users.sql", kUsers);
    Configuration configuration;
    configuration.root = folder_.path();
    configuration.schema = {SourceKind::Migrations, folder_ / "db/schema.sql", ""};
    const Result<LoadedSchema> loaded = load_schema(configuration, {});
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_THAT(loaded->watched_paths, ElementsAre(folder_ / "db/schema.sql", folder_ / "db", folder_ / "db/more"));
}

TEST_F(Schema, LoadsSnapshots) {
    folder_.write(".rowtype/schema.json", snapshot_of("films"));
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_NE(loaded->catalog->find_relation("public", "films").relation, nullptr);
    EXPECT_EQ(loaded->description, ".rowtype/schema.json");
}

TEST_F(Schema, BrokenSnapshotIsAnErrorWithPlaceAndRemedy) {
    folder_.write(".rowtype/schema.json", "{\"version\": 1,\n  \"relations\": [");
    const Result<LoadedSchema> loaded = load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.error().kind, Error::Kind::SchemaUnavailable);
    EXPECT_EQ(loaded.error().file, ".rowtype/schema.json");
    EXPECT_THAT(loaded.error().remedy, HasSubstr("rowtype pull"));
}

constexpr const char* kDocument = R"({"swagger":"2.0","definitions":{"films":{"properties":{
    "id":{"format":"bigint","description":"Note:\nThis is a Primary Key.<pk/>"}},"required":["id"]}},
    "paths":{"/films":{"get":{},"post":{},"patch":{},"delete":{}}}})";

TEST_F(Schema, LoadsOpenApiDocuments) {
    folder_.write("docs/api.json", kDocument);
    configuration_.schema = {SourceKind::OpenApi, folder_ / "docs/api.json", ""};
    Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_EQ(loaded->kind, SourceKind::OpenApi);
    EXPECT_EQ(loaded->description, "docs/api.json");
    EXPECT_THAT(loaded->watched_paths, ElementsAre(folder_ / "docs/api.json"));
    EXPECT_NE(loaded->catalog->find_relation("public", "films").relation, nullptr);
    EXPECT_TRUE(loaded->catalog->find_relation("public", "nowhere").unknown);
    EXPECT_THAT(loaded->notes, ElementsAre(HasSubstr("openapi-complete = true")));
    configuration_.schema.openapi_complete = true;
    loaded = load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_FALSE(loaded->catalog->find_relation("public", "nowhere").unknown);
    EXPECT_THAT(loaded->notes, IsEmpty());
}

TEST_F(Schema, AnOpenApiDocumentDescribesTheFirstExposedSchema) {
    folder_.write("api.json", kDocument);
    configuration_.schema = {SourceKind::OpenApi, folder_ / "api.json", ""};
    const auto schema_of_films = [this] {
        const Result<LoadedSchema> loaded = load();
        return loaded ? loaded->catalog->relations().front().name.schema : loaded.error().to_string();
    };
    EXPECT_EQ(schema_of_films(), "public");
    configuration_.schemas = {"shop"};
    EXPECT_EQ(schema_of_films(), "shop") << "the only one that is read";
    folder_.write("supabase/config.toml", "[api]\nschemas = [\"api\", \"public\"]\n");
    configuration_.schemas = {};
    EXPECT_EQ(schema_of_films(), "api");
    configuration_.exposed_schemas = {"v2", "api"};
    EXPECT_EQ(schema_of_films(), "v2");
    configuration_.schema.openapi_schema = "v1";
    EXPECT_EQ(schema_of_films(), "v1");
    configuration_.schemas = {"public"};
    EXPECT_EQ(schema_of_films(),
              "api.json: the OpenAPI document is taken for the schema \"v1\", which `schemas` leaves out (say which schema it "
              "describes "
              "with openapi-schema under [tool.rowtype.schema], or --openapi-schema NAME)");
}

TEST_F(Schema, AnOpenApiDocumentMayComeFromStandardInput) {
    configuration_.schema = {SourceKind::OpenApi, kStandardInput, ""};
    EXPECT_THAT(load().error().message, HasSubstr("standard input is not to be read here"));
    options_.read_standard_input = [](std::size_t) { return std::optional<std::string>(kDocument); };
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_EQ(loaded->description, "standard input");
    EXPECT_THAT(loaded->watched_paths, IsEmpty());
    options_.read_standard_input = [](std::size_t) { return std::optional<std::string>(); };
    EXPECT_THAT(load().error().message, HasSubstr("more than 128 MiB"));
}

TEST_F(Schema, AnOpenApiDocumentThatIsNoneIsAnErrorWithPlaceAndRemedy) {
    folder_.write("api.json", "<html>");
    configuration_.schema = {SourceKind::OpenApi, folder_ / "api.json", ""};
    Result<LoadedSchema> loaded = load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.error().kind, Error::Kind::SchemaUnavailable);
    EXPECT_EQ(loaded.error().file, "api.json");
    EXPECT_THAT(loaded.error().message, HasSubstr("HTML"));
    configuration_.schema.path = folder_ / "nothing.json";
    loaded = load();
    EXPECT_EQ(loaded.error().kind, Error::Kind::SchemaUnavailable);
    EXPECT_THAT(loaded.error().remedy, HasSubstr("README.md"));
}

TEST_F(Schema, SchemasThatAreNotListedAreUnknownAndNotAbsent) {
    folder_.write("migrations/1.sql",
                  "create schema billing; create table billing.invoices (id int); create table users (id int);\n");
    configuration_.schemas = {"public"};
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_NE(loaded->catalog->find_relation("public", "users").relation, nullptr);
    const catalog::RelationLookup left_out = loaded->catalog->find_relation("billing", "invoices");
    EXPECT_EQ(left_out.relation, nullptr);
    EXPECT_TRUE(left_out.unknown);
}

TEST_F(Schema, NothingFoundNamesTheRemedy) {
    const Result<LoadedSchema> loaded = load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.error().kind, Error::Kind::SchemaUnavailable);
    EXPECT_THAT(loaded.error().message, HasSubstr("no schema was found"));
    EXPECT_THAT(loaded.error().remedy, HasSubstr("--schema migrations:PATH"));
}

TEST_F(Schema, VariableThatIsNotSetIsNamed) {
    configuration_.schema = {SourceKind::Postgres, "", "ROWTYPE_TEST_MISSING_URL"};
    const Result<LoadedSchema> loaded = load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_THAT(loaded.error().message, HasSubstr("ROWTYPE_TEST_MISSING_URL"));
}

// The helper program is a script here: what it says is what matters.
class ScriptedDatabase : public Schema {
protected:
    void SetUp() override { ::setenv("ROWTYPE_DB_PROGRAM", (folder_ / "rowtype-db").c_str(), 1); }
    void TearDown() override { ::unsetenv("ROWTYPE_DB_PROGRAM"); }
    void answer(const std::string& script) {
        const std::string file = folder_.write("rowtype-db", "#!/bin/sh\n" + script + "\n");
        std::filesystem::permissions(file, std::filesystem::perms::owner_all);
    }
    void answer_with_snapshot(const std::string& table) {
        folder_.write("answer.json", snapshot_of(table));
        answer("cat > '" + folder_.path() + "/input'; echo \"$@\" > '" + folder_.path() + "/arguments'; cat '" + folder_.path() +
               "/answer.json'");
    }
};

TEST_F(ScriptedDatabase, GivesTheConnectionByInputAndNeverByArgument) {
    answer_with_snapshot("films");
    options_.database_url = "postgres://app:topsecret1@db.example.org:6543/shop";
    configuration_.schemas = {"public"};
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_NE(loaded->catalog->find_relation("public", "films").relation, nullptr);
    EXPECT_THAT(loaded->description, HasSubstr("db.example.org:6543/shop"));
    EXPECT_THAT(loaded->description, Not(HasSubstr("topsecret1")));
    EXPECT_EQ(folder_.read("input"), *options_.database_url);
    EXPECT_THAT(folder_.read("arguments"), Not(HasSubstr("topsecret1")));
    EXPECT_THAT(folder_.read("arguments"), HasSubstr("--schema public"));
    EXPECT_EQ(redact("topsecret1"), "***") << "the password is known to the gate";
}

TEST_F(ScriptedDatabase, ItsFailuresAreOurErrors) {
    answer("cat > /dev/null; echo '{\"kind\": \"refused\", \"message\": \"nothing listens\", \"remedy\": \"start it\"}'; exit 1");
    options_.database_url = "postgres://app@localhost/shop";
    const Result<LoadedSchema> loaded = load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.error().kind, Error::Kind::SchemaUnavailable);
    EXPECT_THAT(loaded.error().to_string(), HasSubstr("nothing listens"));
}

TEST_F(ScriptedDatabase, DeathAndNonsenseAreErrors) {
    options_.database_url = "postgres://app@localhost/shop";
    for (const std::string script : {"kill -9 $$", "exit 7", "echo nonsense", "cat > /dev/null"}) {
        answer(script);
        const Result<LoadedSchema> loaded = load();
        ASSERT_FALSE(loaded.ok()) << script;
        EXPECT_EQ(loaded.error().kind, Error::Kind::SchemaUnavailable) << script;
        EXPECT_THAT(loaded.error().message, Not(IsEmpty())) << script;
    }
}

TEST_F(ScriptedDatabase, SilenceIsCutOff) {
    answer("sleep 60");
    options_.database_url = "postgres://app@localhost/shop";
    options_.deadline = std::chrono::milliseconds(200);
    const Result<LoadedSchema> loaded = load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_THAT(loaded.error().message, HasSubstr("did not answer in time"));
}

TEST_F(ScriptedDatabase, LastKnownSchemaServesTheEditor) {
    options_.allow_stale = true;
    options_.database_url = "postgres://app:topsecret1@localhost/shop";
    answer_with_snapshot("films");
    ASSERT_TRUE(load().ok());
    EXPECT_EQ(folder_.read(".rowtype/cache/.gitignore"), "*\n");
    answer("exit 9");
    const Result<LoadedSchema> stale = load();
    ASSERT_TRUE(stale.ok()) << stale.error().to_string();
    EXPECT_NE(stale->catalog->find_relation("public", "films").relation, nullptr);
    EXPECT_THAT(stale->description, HasSubstr("last known"));
    ASSERT_EQ(stale->notes.size(), 1U);
    options_.database_url = "postgres://app@localhost/other";
    EXPECT_FALSE(load().ok()) << "another database's schema is not taken for it";
}

// A database that a file of the workspace names.
class NamedDatabase : public ScriptedDatabase {
protected:
    void SetUp() override {
        ScriptedDatabase::SetUp();
        ::setenv("XDG_CONFIG_HOME", home_.path().c_str(), 1);
        answer_with_snapshot("films");
        options_.announce = [this](const std::string& text) { announced_.push_back(text); };
    }
    void TearDown() override {
        ::unsetenv("XDG_CONFIG_HOME");
        ::unsetenv("ROWTYPE_TEST_URL");
        ScriptedDatabase::TearDown();
    }
    void ask() {
        options_.ask = [this](const ConsentQuestion& question) { asked_.push_back(question); };
    }
    bool was_opened() { return std::filesystem::exists(folder_ / "arguments"); }

    TemporaryFolder home_;
    std::vector<std::string> announced_;
    std::vector<ConsentQuestion> asked_;
};

TEST_F(NamedDatabase, OfTheEnvironmentFileIsAnnouncedAndGetsNothingOfTheUsers) {
    folder_.write(".env", "DATABASE_URL=postgres://app:topsecret1@db.example.org/shop\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_THAT(announced_, ElementsAre("opening the database db.example.org:5432/shop as app (DATABASE_URL in .env)"));
    EXPECT_THAT(folder_.read("arguments"), HasSubstr("--workspace"));
    EXPECT_THAT(loaded->notes, ElementsAre("no schema file was found; DATABASE_URL in .env names the database"));
}

TEST_F(NamedDatabase, OfTheUsersEnvironmentIsTheUsersOwn) {
    ::setenv("DATABASE_URL", "postgres://app@db.example.org/shop", 1);
    folder_.write(".env", "DATABASE_URL=postgres://evil.example.org/shop\n");
    const Result<LoadedSchema> loaded = load();
    ::unsetenv("DATABASE_URL");
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_THAT(announced_, IsEmpty());
    EXPECT_EQ(loaded->description, "db.example.org:5432/shop");
    EXPECT_THAT(folder_.read("arguments"), Not(HasSubstr("--workspace")));
}

TEST_F(NamedDatabase, AVariableThatTheConfigurationNamesIsAnnounced) {
    configuration_.file = folder_ / "pyproject.toml";
    configuration_.schema = {SourceKind::Postgres, "", "ROWTYPE_TEST_URL"};
    ::setenv("ROWTYPE_TEST_URL", "postgres://app@localhost/shop", 1);
    ASSERT_TRUE(load().ok());
    EXPECT_THAT(announced_,
                ElementsAre("opening the database localhost:5432/shop as app (ROWTYPE_TEST_URL, which pyproject.toml names)"));
    configuration_.schema.chosen_by_user = true;
    ASSERT_TRUE(load().ok());
    EXPECT_EQ(announced_.size(), 1U);
}

TEST_F(NamedDatabase, IsOpenedByTheServerOnlyWithConsent) {
    ask();
    folder_.write(".env", "DATABASE_URL=postgres://app:topsecret1@localhost/shop\n");
    const Result<LoadedSchema> refused = load();
    ASSERT_FALSE(refused.ok());
    EXPECT_FALSE(was_opened());
    EXPECT_THAT(refused.error().message,
                HasSubstr("localhost:5432/shop as app (DATABASE_URL in .env) is not opened without your consent"));
    EXPECT_THAT(refused.error().remedy, HasSubstr("rowtype consent allow"));
    ASSERT_EQ(asked_.size(), 1U);
    EXPECT_FALSE(asked_[0].is_declined);

    ASSERT_TRUE(record_consent({folder_.path(), asked_[0].endpoint, Decision::Allow}).ok());
    EXPECT_TRUE(load().ok());
    EXPECT_TRUE(was_opened());
    folder_.write(".env", "DATABASE_URL=postgres://app:topsecret1@evil.example.org/shop\n");
    EXPECT_FALSE(load().ok()) << "another host is another question";
    EXPECT_EQ(asked_.size(), 2U);
}

TEST_F(NamedDatabase, IsNotAskedAboutAgainAfterNever) {
    ask();
    folder_.write(".env", "DATABASE_URL=postgres://app@localhost/shop\n");
    ASSERT_TRUE(record_consent({folder_.path(), {}, Decision::Never}).ok());
    const Result<LoadedSchema> refused = load();
    ASSERT_FALSE(refused.ok());
    EXPECT_FALSE(was_opened());
    ASSERT_EQ(asked_.size(), 1U);
    EXPECT_TRUE(asked_[0].is_declined);
}

TEST_F(NamedDatabase, ALastKnownSchemaServesWithoutConsent) {
    ask();
    options_.allow_stale = true;
    folder_.write(".env", "DATABASE_URL=postgres://app@localhost/shop\n");
    configuration_.schema = {SourceKind::Postgres, "", "DATABASE_URL"};
    folder_.write(".rowtype/schema.json", snapshot_of("films"));
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_FALSE(was_opened());
    EXPECT_EQ(asked_.size(), 1U);
}

TEST_F(NamedDatabase, AUrlOfAnotherDatabaseIsSaidAndNotRepeated) {
    folder_.write(".env", "DATABASE_URL=mysql://app:topsecret1@localhost/shop\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_FALSE(was_opened());
    EXPECT_THAT(loaded.error().message, HasSubstr("DATABASE_URL in .env is not used"));
    EXPECT_THAT(loaded.error().to_string(), Not(HasSubstr("topsecret1")));
}

TEST_F(NamedDatabase, TheLocalStackIsWhereSupabasesConfigurationSays) {
    configuration_.schema.kind = SourceKind::Local;
    const Result<LoadedSchema> nowhere = load();
    ASSERT_FALSE(nowhere.ok());
    EXPECT_THAT(nowhere.error().message, HasSubstr("no supabase/config.toml"));
    folder_.write("backend/supabase/config.toml", "[api]\nschemas = [\"public\", \"billing\"]\n[db]\nport = 54399\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_EQ(folder_.read("input"), "postgresql://postgres:postgres@127.0.0.1:54399/postgres");
    EXPECT_THAT(announced_,
                ElementsAre("opening the database 127.0.0.1:54399/postgres as postgres (backend/supabase/config.toml)"));
    folder_.write("backend/supabase/config.toml", "[db]\nport = \"x\"\n");
    ASSERT_TRUE(load().ok());
    EXPECT_THAT(announced_.back(), HasSubstr("127.0.0.1:54322/postgres as postgres (backend/supabase/config.toml, which has a "
                                             "mistake in line 2: db.port must be a number"))
        << "the default port, and why";
    answer("cat > /dev/null; echo '{\"kind\": \"refused\", \"message\": \"nothing listens\", \"remedy\": \"\"}'; exit 1");
    const Result<LoadedSchema> stopped = load();
    ASSERT_FALSE(stopped.ok());
    EXPECT_EQ(stopped.error().kind, Error::Kind::SchemaUnavailable);
    EXPECT_THAT(stopped.error().remedy, HasSubstr("supabase start"));
}

TEST_F(Schema, SupabasesConfigurationIsTakenWithItsMigrations) {
    folder_.write("supabase/migrations/1_users.sql", kUsers);
    folder_.write(
        "supabase/config.toml",
        "[api]\nschemas = [\"public\", \"billing\"]\nextra_search_path = [\"util\"]\n[db]\nmajor_version = 16\nport = true\n");
    const Result<LoadedSchema> loaded = load();
    ASSERT_TRUE(loaded.ok()) << loaded.error().to_string();
    EXPECT_THAT(loaded->exposed_schemas, ElementsAre("public", "billing"));
    EXPECT_THAT(loaded->catalog->search_path(), ElementsAre("public", "extensions")) << "the API's extra one finds no tables";
    EXPECT_FALSE(loaded->catalog->find_relation("", "nowhere").unknown);
    EXPECT_THAT(loaded->watched_paths, ElementsAre(folder_ / "supabase/migrations", folder_ / "supabase/config.toml"));
    EXPECT_THAT(loaded->notes,
                ElementsAre("supabase/config.toml: PostgreSQL 16; serves public, billing; extra search path util",
                            "supabase/config.toml:6:8: db.port must be a number from 1 to 65535; the rest of the file holds"));
    configuration_.settings.search_path = {"own"};
    configuration_.exposed_schemas = {"own"};
    const Result<LoadedSchema> own = load();
    ASSERT_TRUE(own.ok());
    EXPECT_THAT(own->catalog->search_path(), ElementsAre("own")) << "the configuration's own wins";
    EXPECT_THAT(own->exposed_schemas, ElementsAre("own"));
}

TEST_F(Schema, EquallyNearOnesAreAnErrorWithTheChoice) {
    folder_.write("apps/a/migrations/1.sql", kUsers);
    folder_.write("apps/b/migrations/1.sql", kUsers);
    const Result<LoadedSchema> loaded = load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_EQ(loaded.error().kind, Error::Kind::SchemaUnavailable);
    EXPECT_THAT(loaded.error().remedy, HasSubstr("/apps/b/migrations"));
}

TEST_F(Schema, MalformedConnectionIsNotRepeated) {
    options_.database_url = "postgres://app:topsecret1@[broken/shop";
    const Result<LoadedSchema> loaded = load();
    ASSERT_FALSE(loaded.ok());
    EXPECT_THAT(loaded.error().to_string(), Not(HasSubstr("topsecret1")));
}

// Counts loads; lets a test wait for them.
class Loads {
public:
    void add(const Result<LoadedSchema>& loaded) {
        const std::lock_guard lock(mutex_);
        ++count_;
        last_ok_ = loaded.ok();
        changed_.notify_all();
    }
    bool wait_for(int count) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, std::chrono::seconds(20), [&] { return count_ >= count; });
    }
    bool last_ok() {
        const std::lock_guard lock(mutex_);
        return last_ok_;
    }
    int count() {
        const std::lock_guard lock(mutex_);
        return count_;
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int count_ = 0;
    bool last_ok_ = false;
};

TEST_F(Schema, HostKeepsTheLastGoodSchema) {
    WorkerPool pool(1);
    Loads loads;
    SchemaHost host(pool, options_, [&](const Result<LoadedSchema>& loaded) { loads.add(loaded); });
    EXPECT_EQ(host.current(), nullptr);
    folder_.write(".rowtype/schema.json", snapshot_of("films"));
    host.request_load(configuration_);
    ASSERT_TRUE(loads.wait_for(1));
    EXPECT_TRUE(loads.last_ok());
    const auto first = host.current();
    ASSERT_NE(first, nullptr);
    folder_.write(".rowtype/schema.json", "broken");
    host.request_load(configuration_);
    ASSERT_TRUE(loads.wait_for(2));
    EXPECT_FALSE(loads.last_ok());
    EXPECT_EQ(host.current(), first);
}

TEST_F(Schema, RequestsDuringALoadLeadToOneMore) {
    WorkerPool pool(1);
    Loads loads;
    folder_.write(".rowtype/schema.json", snapshot_of("films"));
    SchemaHost host(pool, options_, [&](const Result<LoadedSchema>& loaded) { loads.add(loaded); });
    std::mutex gate;
    gate.lock();
    pool.post([&] { const std::lock_guard wait(gate); });  // the first load cannot start yet
    for (int i = 0; i < 10; ++i) host.request_load(configuration_);
    gate.unlock();
    ASSERT_TRUE(loads.wait_for(2));
    pool.drain();
    EXPECT_EQ(loads.count(), 2);
}

TEST_F(Schema, DestroyingTheHostWaitsForItsLoad) {
    WorkerPool pool(1);
    std::atomic<bool> destroyed{false};
    std::atomic<bool> called_late{false};
    {
        SchemaHost host(pool, options_, [&](const Result<LoadedSchema>&) { called_late = called_late || destroyed.load(); });
        host.request_load(configuration_);
    }
    destroyed = true;
    pool.drain();
    EXPECT_FALSE(called_late.load());
}

}  // namespace
}  // namespace rowtype::workspace
