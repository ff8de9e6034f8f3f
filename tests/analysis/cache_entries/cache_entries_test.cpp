#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "analysis/cache_entries/drift.h"
#include "analysis/cache_entries/entry_check.h"
#include "analysis/cache_entries/search_index.h"
#include "analysis/cache_entries/shapes.h"
#include "reflect/migrations/migrations.h"

namespace rowtype::cache_entries {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using Kind = EntryField::Kind;

catalog::Catalog catalog_of(const std::string& sql) {
    const auto read = migrations::read_migrations({{"schema.sql", sql}});
    EXPECT_TRUE(read.ok());
    return catalog::Catalog(read.ok() ? read->data : catalog::CatalogData{});
}

std::vector<TableShape> shapes_of(const catalog::Catalog& catalog) {
    std::vector<TableShape> shapes;
    for (const catalog::Relation* table : cached_tables(catalog, {})) shapes.push_back(shape_of(*table, catalog));
    return shapes;
}

constexpr const char* kSchema = R"sql(
create schema billing;
create type mood as enum ('sad', 'ok');
create type billing.state as enum ('open');
create table users (
    id bigint primary key, email varchar(40) not null unique, mood mood, score numeric(5,2), tags text[], extra jsonb,
    born date, is_on boolean, key uuid);
create index users_lower on users (lower(email)) where is_on;
create table billing.invoices (id int, state billing.state not null, user_id bigint references users, primary key (id, state));
create view names as select email from users;
create table schema_migrations (version text);
)sql";

TEST(Shapes, AreOfTablesAsPostgreSqlNamesThem) {
    const catalog::Catalog catalog = catalog_of(kSchema);
    const std::vector<TableShape> shapes = shapes_of(catalog);
    ASSERT_EQ(shapes.size(), 2U) << "views and the books of migration tools are no rows to cache";
    const TableShape& invoices = shapes[0];
    EXPECT_EQ(invoices.table, "billing.invoices");
    EXPECT_THAT(invoices.primary_key, ElementsAre("id", "state"));
    EXPECT_THAT(invoices.fields,
                ElementsAre(FieldShape{"id", "integer", false, true}, FieldShape{"state", "billing.state", false, true},
                            FieldShape{"user_id", "bigint", true, false}));
    const TableShape& users = shapes[1];
    EXPECT_EQ(users.table, "users");
    EXPECT_EQ(*users.find_field("email"), (FieldShape{"email", "character varying(40)", false, true}));
    EXPECT_EQ(*users.find_field("mood"), (FieldShape{"mood", "mood", true, false}));
    ASSERT_EQ(users.indexes.size(), 2U) << "a unique key's, and the one that was made; the primary key stands apart";
    EXPECT_EQ(users.indexes[0], (IndexShape{"users_email_key", {"email"}, true, ""}));
    EXPECT_THAT(users.indexes[1].columns, ElementsAre(HasSubstr("lower(")));
    EXPECT_EQ(users.indexes[1].where, "is_on");
}

TEST(Drift, NamesWhatChangedAndNothingElse) {
    const std::vector<TableShape> before = shapes_of(catalog_of(kSchema));
    EXPECT_THAT(compare_shapes(before, before), IsEmpty());
    const std::vector<TableShape> after = shapes_of(catalog_of(
        std::string(kSchema) +
        "alter table users alter email type text; alter table users drop mood; alter table users alter born set not null;"
        "alter table users add nick text; create index on users (born); drop table billing.invoices; create table extra (a "
        "int);"));
    std::vector<std::string> found;
    for (const Drift& drift : compare_shapes(before, after))
        found.push_back(drift.table + "." + drift.field + " " + drift.message);
    EXPECT_THAT(found, ElementsAre("billing.invoices. the schema has no such table any more",
                                   "users.email the type was character varying(40) and is text",
                                   "users.mood the table has no such column any more", "users.born was nullable and is not null",
                                   "users.born is indexed now", "users.nick the column is new (text)",
                                   "users. the index \"users_born_idx\" is new", "extra. the table is new"));
}

TEST(Drift, WhatIsNotKnownIsNone) {
    const std::vector<TableShape> before = shapes_of(catalog_of("create table t (id int primary key, a text);"));
    const std::vector<TableShape> after = shapes_of(
        catalog_of("create table t (id int primary key); do $$ begin execute 'alter table t ' || 'add a text'; end $$;"));
    EXPECT_THAT(compare_shapes(before, after), IsEmpty());
}

TEST(SearchIndex, HashesHaveTagsForWhatIsLookedUpWhole) {
    const catalog::Catalog catalog = catalog_of(kSchema);
    const SearchIndex index = search_index(*catalog.find_relation("", "users").relation, catalog, EntryKind::Hash, "users:");
    EXPECT_EQ(
        index.command,
        "FT.CREATE idx:users ON HASH PREFIX 1 users: SCHEMA id TAG SORTABLE email TAG SEPARATOR \"\\x1f\" CASESENSITIVE SORTABLE "
        "mood TAG SEPARATOR \"\\x1f\" CASESENSITIVE score NUMERIC born TAG is_on TAG key TAG");
    EXPECT_THAT(index.left_out, ElementsAre("tags", "extra"));
}

TEST(SearchIndex, DocumentsHaveNumbersAsNumbersAndArraysOfTags) {
    const catalog::Catalog catalog = catalog_of("create table t (id int primary key, tags text[], \"Odd \"\"name\" text);");
    const SearchIndex index = search_index(catalog.relations().front(), catalog, EntryKind::Json, "t:");
    EXPECT_EQ(index.command,
              "FT.CREATE idx:t ON JSON PREFIX 1 t: SCHEMA $.id AS id NUMERIC SORTABLE \"$.tags[*]\" AS tags TAG CASESENSITIVE "
              R"("$[\"Odd \\\"name\"]" AS "Odd \"name" TEXT)");
}

std::vector<std::string> problems_of(const std::vector<EntryField>& fields) {
    const catalog::Catalog catalog = catalog_of(kSchema);
    std::vector<std::string> found;
    for (const EntryProblem& problem : check_entry(fields, *catalog.find_relation("", "users").relation, catalog)) {
        found.push_back(problem.field + " " + problem.message);
    }
    return found;
}

TEST(Entries, WhatPostgreSqlTakesIsRight) {
    EXPECT_THAT(problems_of({{"id", Kind::Text, "42"},
                             {"id", Kind::Number, "42"},
                             {"email", Kind::Text, "a@b.c"},
                             {"mood", Kind::Text, "ok"},
                             {"mood", Kind::Null, ""},
                             {"mood", Kind::Text, ""},
                             {"score", Kind::Text, "NaN"},
                             {"tags", Kind::Document, ""},
                             {"extra", Kind::Document, ""},
                             {"extra", Kind::Text, "{\"a\": 1}"},
                             {"born", Kind::Text, "2026-01-31"},
                             {"is_on", Kind::Text, "True"},
                             {"key", Kind::Text, "1b4e28ba-2fa1-11d2-883f-0016d3cca427"}}),
                IsEmpty());
}

TEST(Entries, WhatContradictsTheTableIsSaidWithoutItsValue) {
    EXPECT_THAT(problems_of({{"id", Kind::Text, "secret"},
                             {"email", Kind::Null, ""},
                             {"email", Kind::Text, std::string(41, 'x')},
                             {"mood", Kind::Text, "secret"},
                             {"born", Kind::Document, ""},
                             {"key", Kind::Number, "7"},
                             {"emial", Kind::Text, "secret"}}),
                ElementsAre("id holds text that bigint does not take", "email is null, and the column is not",
                            "email is longer than character varying(40) takes", "mood holds a label that mood does not take",
                            "born holds a JSON document, which is no date", "key holds a number that uuid does not take",
                            "emial the table has no such column: did you mean \"email\"?"));
}

TEST(Entries, CharactersCountNotBytes) {
    std::string umlauts;
    for (int count = 0; count < 40; ++count) umlauts += "ä";
    EXPECT_THAT(problems_of({{"email", Kind::Text, umlauts}}), IsEmpty());
}

}  // namespace
}  // namespace rowtype::cache_entries
