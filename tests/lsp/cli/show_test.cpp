// `rowtype show`, run inside this process on small projects.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <nlohmann/json.hpp>

#include "lsp/cli/cli.h"
#include "tests/lsp/cli/command_project.h"

namespace rowtype::cli {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::TemporaryFolder;

constexpr const char* kSchema = R"sql(
create schema billing;
create type mood as enum ('sad', 'ok');
create table users (id bigint generated always as identity primary key, name text not null unique, mood mood default 'ok');
create table orders (
    id bigint primary key,
    user_id bigint not null references users (id) on delete cascade,
    total numeric(10,2) not null default 0 check (total >= 0)
);
create index orders_total_idx on orders (total) where total > 0;
create table billing.invoices (number text primary key);
create view names as select name from users;
create function greet(who text) returns text language sql as 'select who';
comment on table users is E'People\n\x1b[31mred';
comment on column users.name is 'As written';
)sql";

class Show : public EmptyProject {
protected:
    Show() {
        folder_.write("migrations/1.sql", kSchema);
        folder_.write("rowtype.toml",
                      "schemas = [\"public\", \"billing\"]\n[schema]\nsource = \"migrations\"\npath = \"migrations\"\n");
    }
    int run(std::vector<std::string> arguments) {
        arguments.insert(arguments.begin(), "show");
        return EmptyProject::run(std::move(arguments));
    }
};

TEST_F(Show, ATable) {
    EXPECT_EQ(run({"orders"}), kExitClean);
    EXPECT_EQ(out(),
              "public.orders  table\n"
              "\n"
              "  id       bigint         not null     primary key\n"
              "  user_id  bigint         not null     → public.users (id) on delete cascade\n"
              "  total    numeric(10,2)  not null  0\n"
              "\n"
              "Primary key\n"
              "  (id)\n"
              "\n"
              "Foreign keys\n"
              "  orders_user_id_fkey (user_id) → public.users (id) on delete cascade\n"
              "\n"
              "Checks\n"
              "  orders_total_check (total >= 0)\n"
              "\n"
              "Indexes\n"
              "  orders_total_idx btree (total) where total > 0\n"
              "\n"
              "Embeds\n"
              "  users  one, by user_id\n"
              "\n"
              "Schema: migrations (1 file)\n");
    EXPECT_THAT(errors(), IsEmpty());
}

TEST_F(Show, WhatRefersToItAndWhatItsColumnsMayHold) {
    EXPECT_EQ(run({"public.users", "-q"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("public.users  table\nPeople\n\\x1b[31mred\n\n")) << "a comment cannot colour the terminal";
    EXPECT_THAT(out(), HasSubstr("\nReferenced by\n  public.orders (user_id) → (id)\n"));
    EXPECT_THAT(out(), HasSubstr("\nValues\n  mood: sad, ok\n"));
    EXPECT_THAT(out(), HasSubstr("\nComments\n  name: As written\n"));
    EXPECT_THAT(out(), HasSubstr("\nUnique\n  users_name_key (name)\n"));
    EXPECT_THAT(out(), HasSubstr("primary key, generated always as identity\n"));
    EXPECT_THAT(out(), Not(HasSubstr("Schema:")));
}

TEST_F(Show, ViewsTypesAndFunctions) {
    EXPECT_EQ(run({"names", "mood", "greet", "billing.invoices", "-q"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("public.names  view\n"));
    EXPECT_THAT(out(), HasSubstr("public.mood  enum\n\nValues\n  sad\n  ok\n"));
    EXPECT_THAT(out(), HasSubstr("public.greet(who text) returns text  function\n"));
    EXPECT_THAT(out(), HasSubstr("billing.invoices  table\n"));
}

TEST_F(Show, NamesAsSqlQuotesThem) {
    folder_.write("migrations/2.sql", "create table \"Order \"\"x\"\".y\" (id int); create table billing.\"Big\" (id int);");
    EXPECT_EQ(run({"\"Order \"\"x\"\".y\"", "billing.\"Big\"", "\"public\".\"orders\""}), kExitClean) << errors();
    EXPECT_THAT(out(), HasSubstr("public.Order \"x\".y  table\n"));
    EXPECT_THAT(out(), HasSubstr("billing.Big  table\n"));
    EXPECT_THAT(out(), HasSubstr("public.orders  table\n"));
    for (const char* name : {"\"", "\"x", "\"x\"y"}) {
        EXPECT_EQ(run({name}), kExitFindings) << name;
        EXPECT_THAT(errors(), HasSubstr("the schema has no table")) << name;
    }
}

TEST_F(Show, WhatCouldNotBeReadIsSaid) {
    folder_.write("migrations/2.sql", "create tabel broken (id int);");
    EXPECT_EQ(run({"orders"}), kExitClean);
    EXPECT_THAT(errors(), HasSubstr("1 part of the schema could not be read; what it could concern may be missing here:\n  "
                                    "migrations/2.sql:1: "));
    EXPECT_EQ(run({"orders", "--quiet"}), kExitClean);
    EXPECT_THAT(errors(), IsEmpty());
}

TEST_F(Show, UnknownNamesAreSaidBesideTheOthers) {
    EXPECT_EQ(run({"user", "orders"}), kExitFindings);
    EXPECT_THAT(out(), HasSubstr("public.orders  table"));
    EXPECT_EQ(errors(), "error: the schema has no table, view, type or function \"user\": did you mean \"users\"?\n");
    EXPECT_EQ(run({"invoices"}), kExitFindings);
    EXPECT_EQ(errors(), "error: no schema of the search path has \"invoices\": did you mean \"billing.invoices\"?\n");
    EXPECT_EQ(run({"billing.invoice"}), kExitFindings);
    EXPECT_THAT(errors(), HasSubstr("did you mean \"billing.invoices\"?"));
    EXPECT_EQ(run({"nowhere.users"}), kExitFindings);
    EXPECT_THAT(errors(), HasSubstr("the schema \"nowhere\" was not read"));
    EXPECT_EQ(run({"\x1b[31m"}), kExitFindings);
    EXPECT_THAT(errors(), HasSubstr("\"\\x1b[31m\"\n"));
    EXPECT_THAT(out(), IsEmpty());
}

TEST_F(Show, Json) {
    EXPECT_EQ(run({"users", "mood", "greet", "nothing", "--output-format", "json"}), kExitFindings);
    const auto document = nlohmann::json::parse(out());
    EXPECT_EQ(document["version"], 1);
    ASSERT_EQ(document["objects"].size(), 3U);
    const auto& users = document["objects"][0];
    EXPECT_EQ(users["name"], "public.users");
    EXPECT_EQ(users["kind"], "table");
    EXPECT_EQ(users["comment"], "People\n\x1b[31mred");
    EXPECT_EQ(users["columns"][0],
              nlohmann::json::parse(R"({"name":"id","type":"bigint","nullable":false,"default":null,"identity":"always",
                                        "generated":null,"labels":null,"comment":null})"));
    EXPECT_EQ(users["columns"][2]["labels"], nlohmann::json::parse(R"(["sad","ok"])"));
    EXPECT_EQ(users["referenced_by"][0]["table"], "public.orders");
    EXPECT_EQ(users["primary_key"], nlohmann::json::parse(R"(["id"])"));
    EXPECT_EQ(document["objects"][1]["labels"], nlohmann::json::parse(R"(["sad","ok"])"));
    EXPECT_EQ(document["objects"][2]["signature"], "public.greet(who text) returns text");
    EXPECT_EQ(document["unknown"][0]["name"], "nothing");
    EXPECT_THAT(errors(), IsEmpty()) << "the document says it";
}

TEST_F(Show, Colours) {
    EXPECT_EQ(run({"orders", "--color", "always", "-q"}), kExitClean);
    EXPECT_THAT(out(), HasSubstr("\x1b[1mpublic.orders\x1b[0m  \x1b[2mtable\x1b[0m\n"));
}

TEST_F(Show, NoSchema) {
    EXPECT_EQ(run({"orders", "--schema", "migrations:nowhere"}), kExitNoSchema);
    EXPECT_THAT(out(), IsEmpty());
    EXPECT_THAT(errors(), HasSubstr("nowhere"));
    EXPECT_EQ(run({}), kExitUsage);
}

}  // namespace
}  // namespace rowtype::cli
