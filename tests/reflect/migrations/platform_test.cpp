#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

catalog::Catalog read(const std::string& path, const std::string& sql) {
    return catalog::Catalog(read_migrations({{path, sql}}).value().data);
}

TEST(Supabase, ItsObjectsAreThereFromTheStart) {
    const catalog::Catalog catalog = read("supabase/migrations/1_init.sql", R"(
        create extension if not exists vector with schema extensions;
        create table profiles (id uuid primary key references auth.users on delete cascade, email text references auth.users (email),
          embedding vector(3), other extensions.vector);
        create policy p on profiles using (auth.uid() = id);
        create view people as select u.id, u.email from auth.users u;)");
    EXPECT_THAT(notes_of(catalog), IsEmpty());
    EXPECT_THAT(constraints_of(catalog, "profiles"),
                ElementsAre("pk profiles_pkey(id)", "fk profiles_email_fkey(email) -> auth.users(email)",
                            "fk profiles_id_fkey(id) -> auth.users(id)"));
    EXPECT_THAT(columns_of(catalog, "people"), ElementsAre("id uuid not null", "email character varying(255) null?"));
    EXPECT_THAT(catalog.search_path(), ElementsAre("public", "extensions"));
    const catalog::Relation* users = catalog.find_relation("auth", "users").relation;
    EXPECT_EQ(users->extension, "supabase");
    EXPECT_FALSE(users->columns_complete);
    EXPECT_TRUE(catalog.find_relation("storage", "anything").unknown);
    EXPECT_FALSE(catalog.find_relation("public", "anything").unknown);
    EXPECT_FALSE(catalog.find_relation("", "anything").unknown);
    EXPECT_EQ(catalog.find_type({"extensions", "vector"})->extension, "vector");
}

TEST(Supabase, IsRecognisedByWhatStatementsName) {
    EXPECT_TRUE(read("db/1.sql", "alter table auth.users add column x int").has_schema("storage"));
    EXPECT_TRUE(read("db/1.sql", "create policy p on t to authenticated using (true)").has_schema("auth"));
    EXPECT_FALSE(read("db/1.sql", "create table users (id int)").has_schema("auth"));
}

TEST(Supabase, AProjectsOwnAuthSchemaIsNot) {
    const catalog::Catalog catalog =
        read("db/1.sql", "create schema auth; create table auth.users (id int primary key, login text)");
    EXPECT_EQ(catalog.find_relation("auth", "users").relation->extension, "");
    EXPECT_FALSE(catalog.has_schema("storage"));
}

TEST(Supabase, ADumpsOwnDefinitionsWin) {
    const catalog::Catalog catalog = read("dump.sql", R"(
        CREATE SCHEMA auth; ALTER SCHEMA auth OWNER TO supabase_admin;
        CREATE TABLE auth.users (id uuid NOT NULL, nickname text); ALTER TABLE ONLY auth.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);)");
    const catalog::Relation* users = catalog.find_relation("auth", "users").relation;
    EXPECT_THAT(columns_of(catalog, "auth", "users"), ElementsAre("id uuid not null", "nickname text"));
    EXPECT_EQ(users->extension, "supabase");
    EXPECT_TRUE(users->columns_complete);
}

TEST(Options, TheSearchPathOfTheCatalogCanBeSet) {
    Options options;
    options.search_path = {"app", "public"};
    const Result<MigrationCatalog> result =
        read_migrations({{"1.sql", "create schema app; create table app.t (a int)"}}, options);
    EXPECT_NE(catalog::Catalog(result.value().data).find_relation("", "t").relation, nullptr);
}

}  // namespace
}  // namespace rowtype::migrations
