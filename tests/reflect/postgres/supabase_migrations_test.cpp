// The record of applied migrations that Supabase's tools keep: read where it may be, never a reason to fail.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reflect/snapshot/snapshot.h"
#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using snapshot::Migration;
using snapshot::MigrationRecord;

constexpr const char* kTable =
    "CREATE SCHEMA supabase_migrations; CREATE TABLE supabase_migrations.schema_migrations "
    "(version text PRIMARY KEY, statements text[], name text);";
constexpr const char* kRows =
    "INSERT INTO supabase_migrations.schema_migrations VALUES ('20250202000000', '{}', 'b'), ('20250101000000', '{}', 'a'), "
    "('not <a> version', '{}', 'c');";

class SupabaseMigrations : public ::testing::Test {
protected:
    MigrationRecord record_after(const std::string& sql, const std::vector<std::string>& schemas = {}) {
        url_ = server_.create_database("supabase_migrations");
        server_.execute(url_, "CREATE TABLE t (id int); CREATE VIEW v AS SELECT id FROM t;" + sql);
        return record(url_, schemas);
    }
    static MigrationRecord record(const std::string& url, const std::vector<std::string>& schemas = {}) {
        postgres::Request request;
        request.schemas = schemas;
        const ProgramResult result = run_rowtype_db(url, request);
        EXPECT_EQ(result.exit_code, postgres::kExitSnapshot) << result.output;
        const Result<snapshot::Snapshot> read = snapshot::read_snapshot_with_migrations(result.output, "");
        EXPECT_TRUE(read.ok());
        const catalog::Catalog catalog(read->data);
        const catalog::Relation* view = catalog.find_relation("public", "v").relation;
        EXPECT_TRUE(view != nullptr && !view->definition.empty()) << "views are read whatever becomes of the record";
        return read->migrations;
    }

    PostgresServer& server_ = PostgresServer::shared();
    std::string url_;
};

TEST_F(SupabaseMigrations, VersionsAreRead) {
    const std::vector<Migration> expected = {{"20250101000000", ""}, {"20250202000000", ""}};
    EXPECT_EQ(record_after(std::string(kTable) + kRows), expected);
    EXPECT_EQ(record(url_, {"public"}), expected) << "also when that schema is not asked for";
}

TEST_F(SupabaseMigrations, NoTableAndNoRowsDiffer) {
    EXPECT_EQ(record_after(""), std::nullopt);
    EXPECT_EQ(record_after(kTable), std::vector<Migration>{});
}

// Whoever may not read it, or would run somebody's code by it, does without.
TEST_F(SupabaseMigrations, WhatMayNotBeReadIsNotTold) {
    const std::string trap =
        "CREATE FUNCTION boom() RETURNS text LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''called''; END';"
        "CREATE SCHEMA supabase_migrations;";
    EXPECT_EQ(record_after(trap + "CREATE VIEW supabase_migrations.schema_migrations AS SELECT boom() AS version"), std::nullopt);
    EXPECT_EQ(record_after(trap + "CREATE TABLE supabase_migrations.schema_migrations (version int)"), std::nullopt);
    EXPECT_EQ(record_after(std::string(kTable) + kRows +
                           "ALTER TABLE supabase_migrations.schema_migrations ENABLE ROW LEVEL SECURITY;"),
              std::nullopt);
    EXPECT_EQ(server_.log().find("ERROR:  called"), std::string::npos);
}

// What stands in a schema of the platform's own roles needs no model.
TEST_F(SupabaseMigrations, SchemasOfThePlatformAreItsOwn) {
    const std::string url = server_.create_database("platform");
    server_.execute(url,
                    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'supabase_admin') THEN "
                    "CREATE ROLE supabase_admin; END IF; END $$; CREATE SCHEMA auth AUTHORIZATION supabase_admin;"
                    "CREATE TABLE auth.users (id uuid); CREATE SCHEMA mine; CREATE TABLE mine.users (id uuid);");
    const catalog::Catalog catalog(catalog_of(url));
    EXPECT_EQ(catalog.find_relation("auth", "users").relation->extension, "supabase");
    EXPECT_EQ(catalog.find_relation("mine", "users").relation->extension, "");
}

TEST_F(SupabaseMigrations, ARoleWithoutTheRightReadsTheRest) {
    ASSERT_NE(record_after(std::string(kTable) + kRows), std::nullopt);
    server_.execute(url_,
                    "DO $$ BEGIN IF NOT EXISTS (SELECT FROM pg_roles WHERE rolname = 'ci_reader') THEN "
                    "CREATE ROLE ci_reader LOGIN PASSWORD 'reader'; END IF; END $$;");
    std::string as_reader = url_;
    const std::size_t user = as_reader.find("://") + 3;
    as_reader.replace(user, as_reader.find('@') - user, "ci_reader:reader");
    EXPECT_EQ(record(as_reader), std::nullopt) << "no usage of the schema";
    server_.execute(url_, "GRANT USAGE ON SCHEMA supabase_migrations TO ci_reader");
    EXPECT_EQ(record(as_reader), std::nullopt) << "no right to the table";
    server_.execute(url_, "GRANT SELECT ON supabase_migrations.schema_migrations TO ci_reader");
    EXPECT_NE(record(as_reader), std::nullopt);
}

}  // namespace
}  // namespace rowtype::testing
