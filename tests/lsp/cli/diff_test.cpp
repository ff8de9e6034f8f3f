// `rowtype diff`, and what `pull --check` says of a stale snapshot.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;

class DiffCommand : public CommandProject {
protected:
    DiffCommand() {
        folder_.write("after.sql",
                      "create type mood as enum ('sad', 'ok');\n"
                      "create table users (id bigint primary key, name varchar(30) not null, age integer default 18);\n"
                      "comment on table users is 'People';\n"
                      "create table invoices (id bigint primary key);\n");
    }
};

TEST_F(DiffCommand, OfTheConfiguredSchemaAndAnother) {
    EXPECT_EQ(run({"diff", "migrations:after.sql"}), kExitFindings) << errors();
    EXPECT_EQ(out(),
              "+ public.invoices  table, 1 column\n"
              "- public.orders  table, 2 columns\n"
              "\n"
              "public.users  table\n"
              "  ~ name: type text → character varying(30)\n"
              "  - column nick text\n"
              "  + column age integer default 18\n"
              "  + comment \"People\"\n"
              "\n"
              "+ public.mood  enum, (sad, ok)\n"
              "\n"
              "From supabase/migrations (1 file) to after.sql: 4 objects differ: 2 added, 1 removed, 1 changed\n");
    EXPECT_EQ(errors(), "");
    EXPECT_EQ(run({"diff", "migrations:after.sql", "--exit-zero", "--quiet"}), kExitClean);
    EXPECT_THAT(out(), Not(HasSubstr("From ")));
}

TEST_F(DiffCommand, OfTwoNamedOnes) {
    EXPECT_EQ(run({"diff", "migrations:after.sql", "migrations:supabase/migrations"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("- public.invoices"));
    EXPECT_THAT(out(), HasSubstr("  + column nick text\n"));
    EXPECT_EQ(run({"pull", "--schema", "migrations:supabase/migrations", "-o", "a.json"}), kExitClean);
    EXPECT_EQ(run({"diff", "snapshot:a.json", "migrations:supabase/migrations"}), kExitClean) << out();
    EXPECT_EQ(out(), "From a.json to supabase/migrations (1 file): no difference\n");
    EXPECT_EQ(run({"diff", "migrations:after.sql", "--schema", "snapshot:a.json", "--exit-zero"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("From a.json to after.sql"));
}

TEST_F(DiffCommand, ColoursSignsWhereAsked) {
    EXPECT_EQ(run({"diff", "migrations:after.sql", "--color", "always"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("\x1B[1;32m+\x1B[0m public.invoices"));
    EXPECT_THAT(out(), HasSubstr("\x1B[1;31m-\x1B[0m column nick text"));
    EXPECT_THAT(out(), HasSubstr("\x1B[1;33m~\x1B[0m name: type"));
}

TEST_F(DiffCommand, AsJson) {
    EXPECT_EQ(run({"diff", "migrations:after.sql", "--output-format", "json"}), kExitFindings);
    const nlohmann::json report = nlohmann::json::parse(out());
    EXPECT_EQ(report["version"], 1);
    EXPECT_EQ(report["from"], "supabase/migrations (1 file)");
    EXPECT_EQ(report["to"], "after.sql");
    EXPECT_EQ(report["summary"], (nlohmann::json{{"added", 2}, {"removed", 1}, {"changed", 1}}));
    EXPECT_EQ(report["objects"][0], (nlohmann::json{{"change", "added"},
                                                    {"class", "relation"},
                                                    {"kind", "table"},
                                                    {"name", "public.invoices"},
                                                    {"changes", nlohmann::json::array()}}));
    EXPECT_EQ(
        report["objects"][2]["changes"][0],
        (nlohmann::json{
            {"change", "changed"}, {"aspect", "type"}, {"name", "name"}, {"from", "text"}, {"to", "character varying(30)"}}));
    EXPECT_EQ(run({"diff", "migrations:supabase/migrations", "--output-format", "json"}), kExitClean);
    EXPECT_THAT(nlohmann::json::parse(out())["objects"], IsEmpty());
}

TEST_F(DiffCommand, AsMarkdown) {
    EXPECT_EQ(run({"diff", "migrations:after.sql", "--output-format", "markdown"}), kExitFindings);
    EXPECT_THAT(
        out(),
        HasSubstr("### Schema difference\n\nFrom `supabase/migrations (1 file)` to `after.sql`: 4 objects differ: 2 added, 1 "
                  "removed, 1 changed.\n\n```diff\n+ public.invoices  table, 1 column\n"));
    EXPECT_THAT(out(), HasSubstr("\n! name: type text → character varying(30)\n- column nick text\n"));
    EXPECT_EQ(run({"diff", "migrations:supabase/migrations", "--output-format", "markdown"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("`: none.\n"));
}

TEST_F(DiffCommand, OnlyTheSchemasAskedFor) {
    folder_.write("after.sql",
                  "create table users (id bigint primary key); create schema billing; create table billing.bills (id int);");
    EXPECT_EQ(run({"diff", "migrations:after.sql"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("+ billing.bills  table, 1 column\n"));
    EXPECT_EQ(run({"diff", "migrations:after.sql", "--schemas", "public"}), kExitFindings);
    EXPECT_THAT(out(), Not(HasSubstr("billing")));
    EXPECT_EQ(run({"diff", "migrations:after.sql", "--schemas", "publik"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("has no schema \"publik\"; there are auth, "));
    EXPECT_THAT(errors(), HasSubstr("did you mean \"public\"?\n  name schemas that are there with --schemas\n"));
    folder_.write("before.sql", "create schema billing; create table billing.bills (id int);");
    EXPECT_EQ(run({"diff", "migrations:before.sql", "migrations:after.sql", "--schemas", "billing"}), kExitClean) << out();
    folder_.write("rowtype.toml", "schemas = [\"billing\"]\n[schema]\nsource = \"migrations\"\npath = \"before.sql\"\n");
    EXPECT_EQ(run({"diff", "migrations:after.sql"}), kExitClean) << out();
    EXPECT_EQ(run({"diff", "migrations:after.sql", "--schemas", "public,billing"}), kExitFindings);
}

TEST_F(DiffCommand, ADescriptionOfTheApiIsOneOfTheTwo) {
    console_.input = R"({"swagger": "2.0", "definitions": {"users": {"required": ["id", "name"], "properties": {
        "id": {"format": "bigint", "description": "Note:\nThis is a Primary Key.<pk/>"}, "name": {"format": "text"}}}},
        "paths": {"/users": {"get": {}, "post": {}}}})";
    EXPECT_EQ(run({"diff", "openapi:-"}), kExitFindings);
    EXPECT_THAT(out(),
                HasSubstr("public.users  table\n  - column nick text\n\nFrom supabase/migrations (1 file) to standard input"));
    EXPECT_EQ(run({"diff", "openapi:-", "openapi:-"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("name a file for the other"));
}

TEST_F(DiffCommand, WhatEitherSideCouldNotReadIsSaid) {
    folder_.write("slip.sql", "create table users (id int);\ncreate tabel worse (id int);");
    EXPECT_EQ(run({"diff", "migrations:slip.sql", "migrations:slip.sql"}), kExitClean);
    EXPECT_THAT(errors(),
                HasSubstr("1 part of slip.sql could not be read; what it could concern is no difference:\n  slip.sql:2: "));
    EXPECT_EQ(run({"diff", "migrations:after.sql", "migrations:slip.sql", "--output-format", "json"}), kExitFindings);
    const nlohmann::json notes = nlohmann::json::parse(out())["notes"];
    EXPECT_THAT(notes["from"], IsEmpty());
    EXPECT_EQ(notes["to"][0]["file"], "slip.sql");
    EXPECT_EQ(notes["to"][0]["line"], 2);
}

TEST_F(DiffCommand, MistakesHaveTheirCodes) {
    EXPECT_EQ(run({"diff"}), kExitUsage);
    EXPECT_EQ(run({"diff", "migration:x"}), kExitUsage);
    EXPECT_THAT(
        errors(),
        HasSubstr(
            "what is compared must be postgres, local, migrations:PATH, alembic:PATH, snapshot:PATH or openapi:PATH: did you "
            "mean migrations?"));
    EXPECT_EQ(run({"diff", "postgres://app:hunter2secret@db/x"}), kExitUsage);
    EXPECT_THAT(errors(), Not(HasSubstr("hunter2secret")));
    EXPECT_EQ(run({"diff", "postgres:app@db"}), kExitUsage);
    EXPECT_THAT(errors(), HasSubstr("the NAME of an environment variable"));
    EXPECT_EQ(run({"diff", "a", "b", "c"}), kExitUsage);
    EXPECT_EQ(run({"diff", "snapshot:nothing.json"}), kExitNoSchema);
    EXPECT_EQ(run({"diff", "postgres:ROWTYPE_TEST_UNSET"}), kExitNoSchema);
    EXPECT_THAT(errors(), HasSubstr("ROWTYPE_TEST_UNSET"));
}

TEST_F(DiffCommand, PullCheckSaysWhatOfTheSnapshotIsStale) {
    const std::vector<std::string> check = {"pull", "--check", "--schema", "migrations:supabase/migrations"};
    EXPECT_EQ(run({"pull", "--schema", "migrations:supabase/migrations"}), kExitClean);
    EXPECT_EQ(run(check), kExitClean);
    folder_.write("supabase/migrations/2.sql", "alter table users add column email text; drop table orders;\n");
    EXPECT_EQ(run(check), kExitFindings);
    EXPECT_THAT(
        out(),
        HasSubstr(".rowtype/schema.json is stale: it is not what supabase/migrations (2 files), 1 relation says; write it "
                  "with rowtype pull.\n\n- public.orders  table, 2 columns\n\npublic.users  table\n  + column email text\n\n2 "
                  "objects differ: 1 removed, 1 changed.\n"));
    EXPECT_EQ(run({"pull", "--schema", "migrations:supabase/migrations"}), kExitClean);
    folder_.write("supabase/migrations/3.sql", "select 1;\n");
    EXPECT_EQ(run(check), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("No table, type or function differs: the migrations that it records, or its form, do."));
}

}  // namespace
}  // namespace rowtype::cli
