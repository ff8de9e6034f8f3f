#include "reflect/diff/difference.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reflect/catalog/unknown_text.h"
#include "tests/reflect/diff/differences.h"

namespace rowtype::diff {
namespace {

using catalog::Catalog;
using catalog::CatalogData;
using migrations::read_sql;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

std::vector<std::string> changes(const std::string& before, const std::string& after) {
    return lines_of(compare(read_sql(before), read_sql(after)));
}

TEST(Difference, OfRelations) {
    EXPECT_THAT(
        changes("create table a (id int);", "create table b (id int, name text); create view c as select id from b;"),
        ElementsAre("removed table public.a: 1 column", "added table public.b: 2 columns", "added view public.c: 1 column"));
    EXPECT_THAT(changes("create table a (id int);", "create view a as select 1 as id;"),
                ElementsAre("public.a: changed kind: table -> view"));
    EXPECT_THAT(changes("create table a (id int); comment on table a is 'x';", "create table a (id int);"),
                ElementsAre("public.a: removed comment: x -> "));
    EXPECT_THAT(changes("create table a (id int);", "create table a (id int); alter table a enable row level security;"),
                ElementsAre("public.a: changed row-level security: off -> on"));
}

TEST(Difference, OfColumns) {
    EXPECT_THAT(changes("create table a (id int, gone text, t varchar(10), n int, d int default 1, e int, i int);",
                        "create table a (id int, t varchar(20), n int not null, d int default 2, e int default 3, "
                        "i int generated always as identity, new numeric(10,2) not null default 0);"),
                ElementsAre("public.a: removed column gone: text -> ",
                            "public.a: changed type t: character varying(10) -> character varying(20)",
                            "public.a: changed nullability n: null -> not null", "public.a: changed default d: 1 -> 2",
                            "public.a: added default e:  -> 3", "public.a: changed nullability i: null -> not null",
                            "public.a: added identity i:  -> generated always as identity",
                            "public.a: added column new:  -> numeric(10,2) not null default 0"));
    EXPECT_THAT(
        changes("create table a (x int, y int generated always as (x * 2) stored);",
                "create table a (x int, y int generated always as (x*3) stored); comment on column a.x is 'new';"),
        ElementsAre("public.a: added comment x:  -> new",
                    "public.a: changed generated y: generated always as (x * 2) stored -> generated always as (x*3) stored"));
}

TEST(Difference, OfConstraintsAndIndexes) {
    const std::string both = "create table b (id int primary key);";
    EXPECT_THAT(
        changes(both + "create table a (id int primary key, u int unique, b int references b, c int check (c > 0)); "
                       "create index a_c on a (c);",
                both + "create table a (id int, u int, b int references b on delete cascade, c int check (c >= 1), "
                       "primary key (id, u)); create index a_c on a (c) where c > 5; create index a_u on a (u);"),
        ElementsAre("public.a: changed nullability u: null -> not null",
                    "public.a: changed primary key: a_pkey (id) -> a_pkey (id, u)",
                    "public.a: removed unique key a_u_key: (u) -> ",
                    "public.a: changed foreign key a_b_fkey: (b) references public.b (id) -> (b) references public.b (id) on "
                    "delete cascade",
                    "public.a: changed check a_c_check: (c > 0) -> (c >= 1)",
                    "public.a: changed index a_c: using btree (c) -> using btree (c) where c > 5",
                    "public.a: added index a_u:  -> using btree (u)"));
}

TEST(Difference, OfTypes) {
    EXPECT_THAT(changes("create type mood as enum ('a', 'b'); create domain d as text; create type c as (x int);",
                        "create type mood as enum ('b', 'c', 'd'); create domain d as text not null check (value <> ''); "
                        "create type c as (x text, y int); create type e as enum ('x');"),
                ElementsAre("public.c: changed attribute x: integer -> text", "public.c: added attribute y:  -> integer",
                            "public.d: changed nullability: null -> not null", "public.d: added check d_check:  -> (value <> '')",
                            "added enum public.e: (x)", "public.mood: removed label a: a -> ",
                            "public.mood: added label c:  -> c", "public.mood: added label d:  -> d"));
    EXPECT_THAT(changes("create type mood as enum ('a', 'b');", "create type mood as enum ('b', 'a');"),
                ElementsAre("public.mood: changed order of labels: (a, b) -> (b, a)"));
}

TEST(Difference, OfFunctions) {
    const std::string body = " language sql as 'select 1';";
    EXPECT_THAT(changes("create function f(a int) returns int" + body + "create function g() returns int" + body +
                            "create function h(a int) returns int" + body,
                        "create function f(a int) returns int" + body + "create function f(a text) returns int" + body +
                            "create function g() returns bigint" + body + "create function h(b int) returns int" + body),
                ElementsAre("added function public.f(text): ", "public.g(): changed result: integer -> bigint",
                            "public.h(integer): changed arguments: (a integer) -> (b integer)"));
}

TEST(Difference, WhatATableChangesInItsPartitionsIsToldOnce) {
    const std::string partition = "create table event_1 partition of event for values from ('2025-01-01') to ('2026-01-01');";
    EXPECT_THAT(
        changes("create table event (id int, at date) partition by range (at);" + partition,
                "create table event (id int, at date, note text) partition by range (at);" + partition +
                    "create index event_1_id on event_1 (id);"),
        ElementsAre("public.event: added column note:  -> text", "public.event_1: added index event_1_id:  -> using btree (id)"));
}

TEST(Difference, ExtensionsObjectsAndLeftOutRelationsAreNoPartOfIt) {
    CatalogData data;
    data.schemas = {"public"};
    const Catalog empty(data);
    data.relations.emplace_back().name = {"public", "spatial_ref_sys"};
    data.relations.back().extension = "postgis";
    data.relations.emplace_back().name = {"public", "alembic_version"};
    data.types.emplace_back().name = {"public", "geometry"};
    const Catalog more(data);
    Options options;
    options.is_left_out = [](const catalog::Relation& relation) { return relation.name.name == "alembic_version"; };
    EXPECT_TRUE(compare(empty, more, options).empty());
    EXPECT_THAT(lines_of(compare(empty, more)), ElementsAre("added table public.alembic_version: 0 columns"));
}

TEST(Difference, OfASchemaThatOneLacks) {
    const Catalog one = read_sql("create table a (id int); create schema s; create table s.b (id int);");
    const Catalog other = read_sql("create table a (id text);");
    const Difference difference = compare(one, other);
    EXPECT_THAT(difference.not_compared, IsEmpty());
    EXPECT_THAT(lines_of(difference), ElementsAre("public.a: changed type id: integer -> text", "removed table s.b: 1 column"));
    EXPECT_THAT(lines_of(compare(other, one, {.schemas = {"s"}, .is_left_out = {}})), ElementsAre("added table s.b: 1 column"));
    EXPECT_THAT(lines_of(compare(one, other, {.schemas = {"public"}, .is_left_out = {}})),
                ElementsAre("public.a: changed type id: integer -> text"));
}

TEST(Difference, NotOfASchemaThatOneDidNotRead) {
    const Catalog one = read_sql("create table a (id int); create schema s; create table s.b (id int);");
    CatalogData description = read_sql("create table a (id int);").data();
    description.outline_schemas = {"public"};
    CatalogData dynamic = read_sql("create table a (id int);").data();
    dynamic.incomplete_schemas = {"*"};
    for (const CatalogData& other : {description, dynamic}) {
        const Difference difference = compare(one, Catalog(other));
        EXPECT_THAT(difference.not_compared, ElementsAre("s"));
        EXPECT_THAT(lines_of(difference), IsEmpty());
    }
}

// The schema of migration tools' books, and a platform's, of which migrations name a table.
TEST(Difference, NotOfSchemasThatAreNobodys) {
    const Catalog one = read_sql("create schema books; create table books.versions (id int);");
    Options options;
    options.is_left_out = [](const catalog::Relation& relation) { return relation.name.name == "versions"; };
    EXPECT_TRUE(compare(one, read_sql(""), options).empty());
    CatalogData platform = one.data();
    platform.relations.front().extension = "supabase";
    EXPECT_TRUE(compare(Catalog(platform), read_sql("")).empty());
}

// Behind somebody's lock.
TEST(Difference, NotOfExpressionsThatCouldNotBeRead) {
    const std::string text =
        "create table a (id int, r int4range, check (id > 0), exclude using gist (r with &&) where (id > 1));"
        "create index i on a ((id + 1)) where id > 5;"
        "create policy p on a using (id > 1); create domain d as int default 1 check (value > 0);";
    const Catalog whole = read_sql(text);
    CatalogData data = whole.data();
    catalog::Relation& relation = data.relations.front();
    relation.checks.front().expression.clear();
    relation.exclusions.front().predicate = catalog::kUnreadExpression;
    for (catalog::Index& index : relation.indexes) {
        for (std::string& expression : index.expressions) expression.clear();
        if (!index.predicate.empty()) index.predicate = catalog::kUnreadExpression;
    }
    relation.policies.front().using_expression = "";
    for (catalog::TypeDefinition& type : data.types) {
        type.default_expression = "";
        type.checks.front().expression.clear();
    }
    data.access_known = true;
    CatalogData told = whole.data();
    told.access_known = true;
    EXPECT_THAT(lines_of(compare(Catalog(told), Catalog(data))), IsEmpty());
    EXPECT_THAT(lines_of(compare(Catalog(data), Catalog(told))), IsEmpty());
}

// A schema that its owner alone may use has no grants; one without an entry is not told of.
TEST(Difference, OfASchemasLastPrivilege) {
    CatalogData with = read_sql("create table a (id int);").data();
    with.access_known = true;
    CatalogData without = with;
    without.schema_privileges = {{"public", {}}};
    catalog::Grant grant{"reader", {}};
    grant.privileges.add(catalog::Privilege::Usage);
    with.schema_privileges = {{"public", {grant}}};
    EXPECT_THAT(lines_of(compare(Catalog(with), Catalog(without))), ElementsAre("public: removed privileges reader: usage -> "));
    EXPECT_THAT(lines_of(compare(Catalog(without), Catalog(with))), ElementsAre("public: added privileges reader:  -> usage"));
    without.schema_privileges.clear();
    EXPECT_TRUE(compare(Catalog(without), Catalog(with)).empty());
}

// Each pair differs in nothing that both sides know.
TEST(Difference, UnknownIsNone) {
    CatalogData data = read_sql("create table a (id int not null default 1, x text); create type mood as enum ('a');").data();
    const Catalog full(data);
    const auto expect_none = [&](const CatalogData& changed, const char* why) {
        EXPECT_THAT(lines_of(compare(full, Catalog(changed))), IsEmpty()) << why;
        EXPECT_THAT(lines_of(compare(Catalog(changed), full)), IsEmpty()) << why;
    };
    CatalogData changed = data;
    changed.relations.clear();
    changed.types.clear();
    changed.incomplete_schemas = {"public"};
    expect_none(changed, "the other side may have it all");
    changed = data;
    changed.relations[0].columns.pop_back();
    changed.relations[0].columns_complete = false;
    expect_none(changed, "columns that were not seen");
    changed = data;
    changed.relations[0].columns[0].type = {{"", "thing"}, {}, 0};
    changed.relations[0].columns[0].nullability = catalog::Nullability::Unknown;
    changed.relations[0].columns[0].default_expression.reset();
    changed.relations[0].columns[0].default_known = false;
    expect_none(changed, "type, nullability and default");
    changed = data;
    changed.relations[0].grants = {{"anon", catalog::PrivilegeSet(1)}};
    changed.relations[0].policies.emplace_back().name = "mine";
    changed.policies_known = false;
    changed.default_privileges = {{"", "public", catalog::ObjectClass::Relations, {{"anon", catalog::PrivilegeSet(1)}}}};
    expect_none(changed, "the other side read no privileges");
}

TEST(Difference, OfPrivilegesAndPoliciesWhereBothReadThem) {
    CatalogData before = read_sql("create table a (id int);").data();
    before.access_known = true;
    CatalogData after = before;
    before.relations[0].grants = {{"anon", catalog::PrivilegeSet(1)}, {"app", catalog::PrivilegeSet(3)}};
    after.relations[0].grants = {{"app", catalog::PrivilegeSet(1)}, {"app", catalog::PrivilegeSet(4), "id"}};
    catalog::Policy policy;
    policy.name = "own";
    policy.roles = {"public"};
    policy.using_expression = "auth.uid() = id";
    before.relations[0].policies = {policy};
    policy.using_expression = "(auth.uid() = id)";
    policy.command = catalog::PolicyCommand::Select;
    after.relations[0].policies = {policy};
    EXPECT_THAT(
        lines_of(compare(Catalog(before), Catalog(after))),
        ElementsAre("public.a: changed policy own: for all to public using (auth.uid() = id) -> for select to public using "
                    "((auth.uid() = id))",
                    "public.a: removed privileges anon: select -> ", "public.a: changed privileges app: select, insert -> select",
                    "public.a: added privileges app on id:  -> update"));
}

// Files tell of policies whether or not they can tell of every role's grants.
TEST(Difference, OfPoliciesWithoutAllGrants) {
    const std::string table = "create table a (id int); ";
    const std::string secured = table + "alter table a enable row level security; create policy p on a using ";
    EXPECT_THAT(changes(secured + "(id > 1);", secured + "(id > 2);"),
                ElementsAre("public.a: changed policy p: for all to public using (id > 1) -> for all to public using (id > 2)"));
    EXPECT_THAT(changes(table, secured + "(id > 1);").size(), 2U);
}

// A side that does not know tells no difference.
TEST(Difference, OfWhatIsNotKnown) {
    const std::string table = "create table t (a int default 3, c text check (c <> '')); create index i on t (c);";
    const std::string many = "create table m1 (a int); create table m2 (a int); create table m3 (a int);";
    EXPECT_THAT(
        changes(many + "create tabel worse (a int); alter table nonexist add z int; not sql;", many + "create table o (a int);"),
        ElementsAre("added table public.o: 1 column"));
    EXPECT_THAT(changes("alter table nonexist add z int;", "create table o (a int);"), IsEmpty()) << "no whole history";
    EXPECT_THAT(
        changes(table + "do $$ begin execute format('alter table %I alter a drop not null, alter a type bigint, "
                        "alter a set not null, alter a set default 4, enable row level security, drop column c', x); end $$",
                "create table t (a bigint not null); alter table t enable row level security;"),
        IsEmpty());
    EXPECT_THAT(changes("create table t (a int); create type e as enum ('x'); do $$ begin "
                        "execute format('create index on %I (a)', x); execute format('alter type e add value %L', x); "
                        "execute format('comment on table %I is %L', x, y); end $$",
                        "create table t (a int); create index on t (a); create type e as enum ('x', 'y'); "
                        "comment on table t is 'x';"),
                IsEmpty());
    EXPECT_THAT(changes("create table t (a int); do $$ begin execute 'drop table ' || x; end $$", ""), IsEmpty());
    EXPECT_THAT(changes("create table t (a int, b int); do $$ begin execute format('alter table t add %I int', x); end $$",
                        "create table t (a int, c int);"),
                ElementsAre("public.t: removed column b: integer -> "));
}

TEST(Difference, OfDefaultPrivileges) {
    CatalogData before = read_sql("create table a (id int);").data();
    before.access_known = true;
    CatalogData after = before;
    const auto entry = [](const std::string& owner, const std::string& schema, catalog::ObjectClass objects, std::uint16_t bits) {
        return catalog::DefaultPrivileges{owner, schema, objects, {{"anon", catalog::PrivilegeSet(bits)}}};
    };
    using catalog::ObjectClass::Functions;
    using catalog::ObjectClass::Relations;
    before.default_privileges = {entry("", "public", Relations, 3), entry("app", "", Functions, 128)};
    after.default_privileges = {entry("runner", "public", Relations, 1), entry("supabase_admin", "public", Relations, 7),
                                entry("app", "public", Functions, 128)};
    EXPECT_THAT(lines_of(compare(Catalog(before), Catalog(after))),
                ElementsAre("every schema: removed default privileges functions of app to anon: execute -> ",
                            "public: changed default privileges tables of runner to anon: select, insert -> select",
                            "public: added default privileges functions of app to anon:  -> execute"));
    after.default_privileges = {entry("other", "public", Relations, 1), entry("runner", "public", Relations, 3),
                                entry("app", "", Functions, 128)};
    EXPECT_THAT(lines_of(compare(Catalog(after), Catalog(before))),
                ElementsAre("public: removed default privileges tables of other to anon: select -> "))
        << "who runs the files may be the runner";
}

}  // namespace
}  // namespace rowtype::diff
