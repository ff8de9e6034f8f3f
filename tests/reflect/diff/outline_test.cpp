// An API's description against a catalog that tells all.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/diff/differences.h"

namespace rowtype::diff {
namespace {

using catalog::Catalog;
using catalog::CatalogData;
using catalog::Nullability;
using migrations::read_sql;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

constexpr const char* kFull =
    "create domain email as varchar(50) not null check (value like '%@%');"
    "create type mood as enum ('sad', 'ok');"
    "create table users (id bigint generated always as identity primary key, mail email, score numeric(10,2) default 0.5, "
    "small smallint, grid int[][], at timestamp(3) not null default now(), code char(3), feeling mood, check (score > 0));"
    "create unique index users_code on users (code);"
    "create table posts (id int primary key, user_id bigint references users, other bigint references users);"
    "create table event (id int, at date) partition by range (at);"
    "create table event_1 partition of event for values from ('2025-01-01') to ('2026-01-01');"
    "create function find(words text, most int) returns setof users language sql as 'select * from users';"
    "create function hidden(users) returns text language sql as 'select 1';";

CatalogData outline() {
    CatalogData data = read_sql(kFull).data();
    data.outline_schemas = {"public"};
    std::erase_if(data.relations, [](const auto& relation) { return relation.partition_of.has_value(); });
    std::erase_if(data.functions, [](const auto& function) { return function.name.name == "hidden"; });
    std::erase_if(data.types, [](const auto& type) { return type.kind != catalog::TypeKind::Enum; });
    for (catalog::Relation& relation : data.relations) {
        if (relation.primary_key) relation.primary_key->name.clear();
        relation.kind = catalog::RelationKind::Table;
        relation.checks.clear();
        relation.indexes.clear();
        if (relation.foreign_keys.size() > 1) relation.foreign_keys.pop_back();
        for (catalog::ForeignKey& key : relation.foreign_keys) key.name.clear();
        for (catalog::Column& column : relation.columns) {
            column.identity = catalog::Identity::None;
            column.default_expression.reset();
            column.default_known = false;
            column.type.modifiers.clear();
            if (column.type.is_array()) column.type.array_dimensions = 1;
            if (column.name == "code") column.type.modifiers = {3};
            if (column.name == "small") column.type.name.name = "int4";
            if (column.name == "mail") column.type = {{"pg_catalog", "varchar"}, {50}, 0};
            if (column.name == "score") column.default_expression = "0.5";
            if (column.name == "score") column.default_known = true;
        }
    }
    for (catalog::Function& function : data.functions) function.result = {};
    for (catalog::Function& function : data.functions) function.returns_set = false;
    return data;
}

TEST(OutlineDifference, WhatAnOutlineLeavesOutIsNone) {
    const Catalog full = read_sql(kFull);
    EXPECT_THAT(lines_of(compare(full, Catalog(outline()))), IsEmpty());
    EXPECT_THAT(lines_of(compare(Catalog(outline()), full)), IsEmpty());
}

TEST(OutlineDifference, WhatItTellsIs) {
    CatalogData data = outline();
    catalog::Relation& users = data.relations[2];
    ASSERT_EQ(users.name.name, "users");
    users.columns[2].type.name.name = "float8";
    users.columns[5].nullability = Nullability::Nullable;
    users.columns[6].type.modifiers = {4};
    users.columns.pop_back();
    users.primary_key->columns = {"code"};
    data.relations[1].foreign_keys[0].columns = {"id"};
    data.types[0].labels = {"sad"};
    data.functions[0].arguments.pop_back();
    data.relations.emplace_back().name = {"public", "late"};
    EXPECT_THAT(lines_of(compare(read_sql(kFull), Catalog(data))),
                ElementsAre("added table public.late: 0 columns",
                            "public.posts: added foreign key:  -> (id) references public.users (id)",
                            "public.users: changed type score: numeric(10,2) -> double precision",
                            "public.users: changed nullability at: not null -> null",
                            "public.users: changed type code: character(3) -> character(4)",
                            "public.users: removed column feeling: mood -> ", "public.users: changed primary key: (id) -> (code)",
                            "public.mood: removed label ok: ok -> ",
                            "public.find: changed arguments: (words text, most integer) -> (words text)"));
}

TEST(OutlineDifference, AbsenceIsToldOnlyWhereAllIsListed) {
    CatalogData data = outline();
    std::erase_if(data.relations, [](const auto& relation) { return relation.name.name == "posts"; });
    data.incomplete_schemas = {"public"};
    EXPECT_THAT(lines_of(compare(read_sql(kFull), Catalog(data))), IsEmpty());
    data.incomplete_schemas.clear();
    EXPECT_THAT(lines_of(compare(read_sql(kFull), Catalog(data))), ElementsAre("removed table public.posts: 3 columns"));
}

}  // namespace
}  // namespace rowtype::diff
