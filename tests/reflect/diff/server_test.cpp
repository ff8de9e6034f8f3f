// One database, read by each source: whatever the spelling, there is no difference.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <filesystem>

#include "reflect/migrations/migrations.h"
#include "reflect/openapi/openapi.h"
#include "reflect/snapshot/snapshot.h"
#include "tests/reflect/diff/differences.h"
#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/paths.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using catalog::Catalog;
using diff::compare;
using diff::lines_of;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

const std::string kTests = testing::source_folder() + "/tests/";

constexpr const char* kPlatform = R"(
    DO $$ BEGIN
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'anon') THEN CREATE ROLE anon; END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'authenticated') THEN CREATE ROLE authenticated; END IF;
        IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'service_role') THEN CREATE ROLE service_role; END IF;
    END $$;
    CREATE SCHEMA auth;
    CREATE SCHEMA extensions;
    GRANT USAGE ON SCHEMA public, extensions TO anon, authenticated, service_role;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON TABLES TO anon, authenticated, service_role;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON SEQUENCES TO anon, authenticated, service_role;
    ALTER DEFAULT PRIVILEGES IN SCHEMA public GRANT ALL ON FUNCTIONS TO anon, authenticated, service_role;
    CREATE TABLE auth.users (id uuid PRIMARY KEY, email text);
    CREATE FUNCTION auth.uid() RETURNS uuid LANGUAGE sql STABLE AS 'SELECT NULL::uuid';
    CREATE FUNCTION auth.role() RETURNS text LANGUAGE sql STABLE AS 'SELECT NULL::text';
    CREATE FUNCTION auth.jwt() RETURNS jsonb LANGUAGE sql STABLE AS 'SELECT NULL::jsonb';)";

struct Sources {
    std::string url;
    Catalog server;
    Catalog files;
};

Sources read(std::vector<std::string> paths, const std::string& prologue) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("diff");
    server.execute(url, prologue);
    std::ranges::sort(paths);
    std::vector<migrations::SqlFile> files;
    for (const std::string& path : paths) {
        server.execute_file(url, path);
        files.push_back({path, read_text_file(path)});
    }
    Result<migrations::MigrationCatalog> read = migrations::read_migrations(files);
    EXPECT_TRUE(read.ok());
    // The server's administrator plays Supabase's, who runs migrations there under another name.
    catalog::CatalogData of_server = catalog_of(url);
    for (catalog::DefaultPrivileges& entry : of_server.default_privileges) {
        if (entry.owner == server.user()) entry.owner = "postgres";
    }
    return {url, Catalog(std::move(of_server)), Catalog(read ? std::move(read->data) : catalog::CatalogData{})};
}

Catalog document_of(const std::string& url, const std::string& schema) {
    const std::string text =
        PostgresServer::shared().execute(url, "\\set schema '" + schema + "'\n\\set style bits\n" +
                                                  read_text_file(kTests + "reflect/openapi/postgrest_document.sql"));
    Result<catalog::CatalogData> data = openapi::read_openapi(text, "document", {.schema = schema, .complete = true});
    EXPECT_TRUE(data.ok()) << data.error().to_string();
    return Catalog(data ? std::move(*data) : catalog::CatalogData{});
}

void expect_none(const Sources& sources, const std::vector<std::string>& schemas) {
    const diff::Options options{.schemas = schemas, .is_left_out = {}};
    EXPECT_THAT(lines_of(compare(sources.files, sources.server, options)), IsEmpty());
    EXPECT_THAT(lines_of(compare(sources.server, sources.files, options)), IsEmpty());
    const auto snapshot = snapshot::read_snapshot(snapshot::write_snapshot(sources.server), "snapshot");
    ASSERT_TRUE(snapshot.ok());
    EXPECT_THAT(lines_of(compare(sources.server, Catalog(*snapshot), options)), IsEmpty());
    EXPECT_THAT(compare(sources.files, sources.server, options).not_compared, IsEmpty());
    for (const std::string& schema : schemas) {
        const Catalog document = document_of(sources.url, schema);
        const diff::Options one{.schemas = {schema}, .is_left_out = {}};
        EXPECT_THAT(lines_of(compare(document, sources.server, one)), IsEmpty()) << schema;
        EXPECT_THAT(lines_of(compare(sources.files, document, one)), IsEmpty()) << schema;
    }
}

TEST(DifferenceOfSources, RichSchema) { expect_none(read({kTests + "reflect/postgres/rich.sql"}, ""), {"app"}); }

TEST(DifferenceOfSources, SampleProject) {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::directory_iterator(kTests + "projects/shop/supabase/migrations")) {
        paths.push_back(entry.path().string());
    }
    expect_none(read(paths, kPlatform), {"billing", "public"});
}

TEST(DifferenceOfSources, WhatWasChangedOnTheServerIsFound) {
    const std::string file = kTests + "reflect/postgres/rich.sql";
    const Sources before = read({file}, "");
    PostgresServer::shared().execute(
        before.url,
        "ALTER TABLE app.account DROP COLUMN raw, ALTER COLUMN balance SET DEFAULT 1, "
        "DROP CONSTRAINT account_balance_check, ADD CONSTRAINT account_balance_check CHECK (balance > 0);"
        "ALTER TYPE app.mood ADD VALUE 'new';");
    const Catalog now(catalog_of(before.url));
    EXPECT_THAT(
        lines_of(compare(before.files, now, {.schemas = {"app"}, .is_left_out = {}})),
        ElementsAre("app.account: changed default balance: 0 -> 1", "app.account: removed column raw: bytea -> ",
                    "app.account: changed check account_balance_check: (balance >= 0 AND balance < 1000000) -> (balance > "
                    "0::numeric)",
                    "app.mood: added label new:  -> new"));
}

}  // namespace
}  // namespace rowtype::testing
