// Text that is not fully known makes unknown what it could touch, and nothing more.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const catalog::Relation& relation_of(const catalog::Catalog& catalog, std::string_view name) {
    const catalog::Relation* relation = catalog.find_relation("public", name).relation;
    if (relation == nullptr) throw std::runtime_error("no such relation");
    return *relation;
}

// The text is made of more than literals, so that the table is not known.
catalog::Catalog after_execute(const std::string& made_before, const std::string& expression) {
    return read_sql(made_before + " DO $$ DECLARE r record; BEGIN FOR r IN SELECT tablename FROM pg_tables LOOP EXECUTE " +
                    expression + "; END LOOP; END $$");
}

TEST(DynamicSql, TypesAndNotNullOfTheColumnsThatItNames) {
    const catalog::Catalog catalog = after_execute(
        "CREATE TABLE users (id int PRIMARY KEY, ref int NOT NULL, n int NOT NULL); CREATE TABLE t (ref int, d int NOT NULL);",
        "format('alter table %I alter column ref type text, alter column ref drop not null', r.tablename)");
    EXPECT_THAT(columns_of(catalog, "users"), ElementsAre("id integer not null", "ref ? null?", "n integer not null"));
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("ref ?", "d integer not null"));
    EXPECT_TRUE(relation_of(catalog, "users").columns_complete);
    EXPECT_TRUE(relation_of(catalog, "users").parts_complete);
    EXPECT_TRUE(catalog.data().incomplete_schemas.empty());
}

TEST(DynamicSql, EachSubCommandTouchesItsOwn) {
    struct Case {
        std::string command;
        std::string column;
        bool columns_complete = true;
        bool parts_complete = true;
    };
    const std::vector<Case> cases = {
        {"alter a type bigint", "a ? default 1"},
        {"alter a set data type bigint", "a ? default 1"},
        {"alter column a type some_domain", "a ? null? default 1"},
        {"alter a set not null", "a integer null? default 1"},
        {"alter a drop not null", "a integer default 1"},
        {"alter a set default 2", "a integer"},
        {"alter a drop default", "a integer"},
        {"alter a add generated always as identity", "a integer"},
        {"alter a set statistics 100", "a integer default 1"},
        {"alter a set (n_distinct = 5)", "a integer default 1"},
        {"alter b type bigint", "a integer default 1"},
        {"alter type type bigint, alter a type bigint", "a ? default 1"},
        {"add b int", "a integer default 1", false},
        {"add column if not exists a int", "a integer default 1"},
        {"add b int unique", "a integer default 1", false, false},
        {"drop a", "a integer null? default 1", false, false},
        {"drop b", "a integer default 1"},
        {"rename a to b", "a integer null? default 1", false, false},
        {"add constraint k unique (a)", "a integer default 1", true, false},
        {"add constraint k primary key (a)", "a integer null? default 1", true, false},
        {"add constraint k primary key (b)", "a integer default 1", true, false},
        {"drop constraint t_a_check", "a integer default 1", true, false},
        {"enable row level security", "a integer default 1"},
        {"owner to somebody", "a integer default 1"},
        {"set (fillfactor = 70)", "a integer default 1"},
    };
    for (const Case& one : cases) {
        const catalog::Catalog catalog = after_execute("CREATE TABLE t (a int DEFAULT 1 CHECK (a > 0));",
                                                       "format('alter table %I " + one.command + "', r.tablename)");
        EXPECT_THAT(columns_of(catalog, "t"), ElementsAre(one.column)) << one.command;
        EXPECT_EQ(relation_of(catalog, "t").columns_complete, one.columns_complete) << one.command;
        EXPECT_EQ(relation_of(catalog, "t").parts_complete, one.parts_complete) << one.command;
    }
}

TEST(DynamicSql, ADefaultThatMayHaveComeOrGoneIsNotKnown) {
    const catalog::Catalog catalog =
        after_execute("CREATE TABLE t (a int NOT NULL, b int NOT NULL);", "format('alter table %I alter a set default 1', r.x)");
    EXPECT_FALSE(relation_of(catalog, "t").find_column("a")->default_known);
    EXPECT_TRUE(relation_of(catalog, "t").find_column("a")->is_optional_on_insert());
    EXPECT_TRUE(relation_of(catalog, "t").find_column("b")->default_known);
}

TEST(DynamicSql, ANamedTableIsTheOnlyOneAndAllBelowIt) {
    const catalog::Catalog catalog =
        after_execute("CREATE TABLE t (a int); CREATE TABLE below () INHERITS (t); CREATE TABLE other (a int);",
                      "'alter table t alter a type ' || r.tablename");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a ? null?"));
    EXPECT_THAT(columns_of(catalog, "below"), ElementsAre("a ? null?"));
    EXPECT_THAT(columns_of(catalog, "other"), ElementsAre("a integer"));
}

TEST(DynamicSql, ASubCommandThatIsNotKnownMayBeAnything) {
    const catalog::Catalog catalog =
        after_execute("CREATE TABLE t (a int DEFAULT 1); CREATE TABLE u (a int);", "'alter table t ' || r.command");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a ? null?"));
    EXPECT_FALSE(relation_of(catalog, "t").columns_complete);
    EXPECT_FALSE(relation_of(catalog, "t").parts_complete);
    EXPECT_THAT(columns_of(catalog, "u"), ElementsAre("a integer"));
}

TEST(DynamicSql, RowSecurityOfEveryTableIsNotKnown) {
    const catalog::Catalog catalog =
        after_execute("CREATE TABLE t (a int);", "'alter table ' || quote_ident(r.tablename) || ' enable row level security'");
    EXPECT_FALSE(catalog.data().access_known);
    EXPECT_TRUE(relation_of(catalog, "t").parts_complete);
    EXPECT_THAT(notes_of(catalog), IsEmpty());
}

TEST(DynamicSql, IndexesTypesAndDroppedRelations) {
    const std::string made =
        "CREATE TYPE mood AS ENUM ('a'); CREATE TYPE other AS ENUM ('a'); CREATE TABLE t (a int); CREATE TABLE u (a int);";
    EXPECT_FALSE(relation_of(after_execute(made, "format('create index on %I (a)', r.x)"), "u").parts_complete);
    EXPECT_TRUE(relation_of(after_execute(made, "'create index ' || r.x || ' on t (a)'"), "u").parts_complete);
    EXPECT_FALSE(relation_of(after_execute(made, "'create index ' || r.x || ' on t (a)'"), "t").parts_complete);

    const catalog::Catalog labels = after_execute(made, "format('alter type mood add value %L', r.x)");
    EXPECT_FALSE(labels.find_type({"public", "mood"})->complete);
    EXPECT_TRUE(labels.find_type({"public", "other"})->complete);
    const catalog::Catalog all = after_execute(made, "format('alter type %I add value %L', r.x, r.y)");
    EXPECT_FALSE(all.find_type({"public", "other"})->complete);

    const catalog::Catalog dropped = after_execute(made, "'drop table t' || r.suffix");
    EXPECT_TRUE(relation_of(dropped, "t").presumed) << "its name may have a suffix";
    EXPECT_TRUE(relation_of(dropped, "u").presumed);
    const catalog::Catalog of_schema =
        after_execute("CREATE SCHEMA z; CREATE TABLE z.t (a int); CREATE TABLE u (a int);", "'drop schema z ' || r.behavior");
    EXPECT_TRUE(of_schema.find_relation("z", "t").relation->presumed);
    EXPECT_FALSE(relation_of(of_schema, "u").presumed);
}

TEST(DynamicSql, ASchemaThatIsKnownLimitsIt) {
    const catalog::Catalog catalog = after_execute("CREATE SCHEMA app; CREATE TABLE app.t (a int); CREATE TABLE u (a int);",
                                                   "format('alter table app.%I add column x int', r.tablename)");
    EXPECT_FALSE(catalog.find_relation("app", "t").relation->columns_complete);
    EXPECT_TRUE(relation_of(catalog, "u").columns_complete);
    const catalog::Catalog created = after_execute("CREATE SCHEMA app;", "format('create table app.%I (a int)', r.tablename)");
    EXPECT_TRUE(created.is_incomplete("app"));
    EXPECT_FALSE(created.is_incomplete("public"));
}

TEST(DynamicSql, TextThatLiteralsMakeAloneIsStatic) {
    for (const std::string_view expression :
         {"'ALTER TABLE ' || 't' || ' ADD b int'", "format('ALTER TABLE %I ADD %s int', 't', 'b')",
          "format('ALTER TABLE %1$I ADD b int', 't')", "concat('ALTER TABLE ', quote_ident('t'), ' ADD b int')",
          "('ALTER TABLE t ADD b int')", "E'ALTER TABLE t ADD b int'", "command", "command || ''"}) {
        const catalog::Catalog catalog =
            read_sql("CREATE TABLE t (a int); DO $$ DECLARE command text := 'ALTER TABLE t ADD b int'; BEGIN EXECUTE " +
                     std::string(expression) + "; END $$");
        EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a integer", "b integer")) << expression;
        EXPECT_THAT(notes_of(catalog), IsEmpty()) << expression;
    }
}

TEST(DynamicSql, TextOfUnknownOriginMayDoAnything) {
    const catalog::Catalog catalog = read_sql(
        "CREATE TABLE t (a int NOT NULL); CREATE TYPE mood AS ENUM ('x');"
        "DO $$ DECLARE r record; BEGIN FOR r IN SELECT command FROM commands LOOP EXECUTE r.command; END LOOP; END $$");
    EXPECT_THAT(columns_of(catalog, "t"), ElementsAre("a ? null?"));
    EXPECT_FALSE(catalog.find_type({"public", "mood"})->complete);
    EXPECT_TRUE(catalog.is_incomplete("public"));
}

}  // namespace
}  // namespace rowtype::migrations
