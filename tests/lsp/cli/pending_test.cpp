// Whole commands on a project whose snapshot is older than its migrations.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lsp/cli/cli.h"
#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

class PendingProject : public EmptyProject {
protected:
    PendingProject() {
        folder_.write("supabase/migrations/20250101000000_users.sql",
                      "create table users (id bigint primary key, name text not null, old text);\n"
                      "create table carts (id bigint primary key);\n");
        EXPECT_EQ(run({"pull", "--schema", "migrations:supabase/migrations"}), kExitClean) << console_.errors;
        pulled_ = console_.output;
    }

    void write_pending() {
        folder_.write("supabase/migrations/20250202000000_add_nick.sql",
                      "alter table users add column nick text;\ncreate table tags (id bigint primary key, label text);\n");
        folder_.write("supabase/migrations/20250303000000_tidy.sql",
                      "alter table users drop column old;\nalter table carts rename to baskets;\n");
    }
    void write_code(const std::string& lines) {
        folder_.write("app.py", "from supabase import create_client\nclient = create_client('http://x', 'key')\n" + lines);
    }

    std::string pulled_;
};

TEST_F(PendingProject, UsesArePendingAndNoFindings) {
    write_code(
        "client.table('users').select('id, nick').eq('nick', 'x').execute()\n"
        "client.table('tags').select('label').execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings) << "before the migration is written, they are nowhere";
    write_pending();
    EXPECT_EQ(run({"check"}), kExitClean) << console_.output;
    EXPECT_THAT(console_.output, HasSubstr("Schema: .rowtype/schema.json, 2 pending migrations"));
    EXPECT_THAT(console_.output, HasSubstr("3 uses of 2 names that are pending in "
                                           "supabase/migrations/20250202000000_add_nick.sql: right once it is applied.\n"));
    EXPECT_EQ(run({"check", "--output-format", "json"}), kExitClean);
    const nlohmann::json report = nlohmann::json::parse(console_.output);
    ASSERT_EQ(report["pending"].size(), 1U);
    EXPECT_EQ(report["pending"][0]["file"], "supabase/migrations/20250202000000_add_nick.sql");
    EXPECT_EQ(report["pending"][0]["names"], (std::vector<std::string>{"public.tags", "public.users.nick"}));
    EXPECT_EQ(report["pending"][0]["uses"], 3);
}

// Of functions and labels, too; what a pending file makes of them is there.
TEST_F(PendingProject, FunctionsAndLabelsCountWithTheirMigrations) {
    folder_.write("supabase/migrations/20250101000001_state.sql",
                  "create type state as enum ('open', 'paid'); create schema app; create table bills (id bigint, state state);\n"
                  "create function app.tax(a numeric) returns numeric language sql as 'select a';\n");
    EXPECT_EQ(run({"pull", "--schema", "migrations:supabase/migrations"}), kExitClean) << console_.errors;
    folder_.write("supabase/migrations/20250202000000_state.sql",
                  "alter type state rename value 'paid' to 'settled'; alter type state add value 'void';\n"
                  "alter function app.tax(numeric) rename to vat;\n");
    folder_.write("app.py",
                  "import psycopg\n"
                  "def run(cur):\n"
                  "    cur.execute(\"SELECT id FROM bills WHERE state IN ('void', 'settled') AND app.vat(1) > 0\")\n"
                  "    cur.execute(\"SELECT id FROM bills WHERE state = 'paid' AND app.tax(1) > 0\")\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(console_.output, HasSubstr("renamed to \"settled\" by pending migration 20250202000000_state.sql"));
    EXPECT_THAT(console_.output, HasSubstr("renamed to \"vat\" by pending migration 20250202000000_state.sql"));
    EXPECT_THAT(console_.output, Not(HasSubstr("app.py:3")));
}

TEST_F(PendingProject, WhatAMigrationTakesAwayIsFoundWithItsName) {
    write_pending();
    write_code(
        "client.table('users').select('old').execute()\n"
        "client.table('carts').select('id').execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(console_.output,
                HasSubstr("public.users has no column \"old\"; dropped by pending migration 20250303000000_tidy.sql"));
    EXPECT_THAT(console_.output, HasSubstr("dropped here (supabase/migrations/20250303000000_tidy.sql:1)"));
    EXPECT_THAT(console_.output,
                HasSubstr("renamed to \"baskets\" by pending migration 20250303000000_tidy.sql: did you mean \"baskets\"?"));
    EXPECT_THAT(console_.output, HasSubstr("fix available: Replace by \"baskets\""));
}

TEST_F(PendingProject, APullKeepsToItsSource) {
    EXPECT_THAT(pulled_, HasSubstr("1 migration recorded"));
    EXPECT_THAT(folder_.read(".rowtype/schema.json"), HasSubstr("{\"name\": \"20250101000000_users.sql\", \"hash\": \""));
    EXPECT_EQ(run({"pull", "--check", "--schema", "migrations:supabase/migrations"}), kExitClean);
    write_pending();
    EXPECT_EQ(run({"pull", "--check", "--schema", "migrations:supabase/migrations"}), kExitFindings);
    EXPECT_EQ(run({"pull", "--check", "--schema", "snapshot:.rowtype/schema.json"}), kExitClean)
        << "what is pending is no part of what a snapshot says";
}

TEST_F(PendingProject, ASnapshotWithoutRecordIsNotStale) {
    std::string text = folder_.read(".rowtype/schema.json");
    const std::size_t begin = text.find("  \"migrations\"");
    text.erase(begin, text.find("],\n", begin) + 3 - begin);
    folder_.write(".rowtype/schema.json", text);
    EXPECT_EQ(run({"pull", "--check", "--schema", "migrations:supabase/migrations"}), kExitClean);
    EXPECT_THAT(console_.output, HasSubstr("it does not record the migrations yet"));
    write_pending();
    write_code("client.table('tags').select('label').execute()\n");
    EXPECT_EQ(run({"check"}), kExitFindings);
    EXPECT_THAT(console_.output, HasSubstr("does not say which migrations it contains"));
    EXPECT_EQ(run({"pull", "--schema", "migrations:supabase/migrations"}), kExitClean);
    EXPECT_THAT(console_.output, HasSubstr("3 migrations recorded"));
}

TEST_F(PendingProject, ASnapshotOfANewerVersionNamesTheRemedy) {
    folder_.write(".rowtype/schema.json", "{\"version\": 99}");
    write_code("");
    EXPECT_EQ(run({"check"}), kExitNoSchema);
    EXPECT_THAT(console_.errors, HasSubstr(".rowtype/schema.json: the snapshot has format version 99"));
    EXPECT_THAT(console_.errors, HasSubstr("update rowtype"));
}

TEST_F(PendingProject, GeneratedModelsAreThoseOfTheSchemaToCome) {
    write_pending();
    EXPECT_EQ(run({"generate", "-t", "users", "-o", "-"}), kExitClean) << console_.errors;
    EXPECT_THAT(console_.output, HasSubstr("nick: "));
    EXPECT_THAT(console_.output, Not(HasSubstr("old: ")));
}

}  // namespace
}  // namespace rowtype::cli
