#include "reflect/migrations/object_names.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/reflect/migrations/read_sql.h"

namespace rowtype::migrations {
namespace {

using testing::ElementsAre;

TEST(MakeObjectName, JoinsAndShortensTheLongerName) {
    EXPECT_EQ(make_object_name("t", "a_b", "key"), "t_a_b_key");
    EXPECT_EQ(make_object_name("t", "", "pkey"), "t_pkey");
    const std::string name = make_object_name(std::string(40, 'a'), std::string(50, 'b'), "fkey");
    EXPECT_EQ(name, std::string(29, 'a') + "_" + std::string(28, 'b') + "_fkey");
    EXPECT_EQ(name.size(), 63U);
}

TEST(MakeObjectName, NeverCutsACharacter) {
    const std::string name = make_object_name("t" + std::string(2, 'x'), std::string(60, 'y') + "é", "key");
    EXPECT_LE(name.size(), 63U);
    EXPECT_EQ(name.find('\xC3'), std::string::npos);
}

TEST(IndexColumnNames, AreMadeDistinct) {
    EXPECT_THAT(index_column_names({"a", "", "a", ""}), ElementsAre("a", "expr", "a1", "expr1"));
}

TEST(AutomaticNames, AvoidWhatExists) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE a (x int, CONSTRAINT b_x_check CHECK (x > 0), CONSTRAINT b_x_fkey UNIQUE (x));
        CREATE TABLE b_pkey (y int); CREATE SEQUENCE b_id_seq;
        CREATE TABLE b (id serial PRIMARY KEY, x int CHECK (x > 1) REFERENCES a (x)))");
    EXPECT_THAT(constraints_of(catalog, "b"),
                ElementsAre("pk b_pkey1(id)", "fk b_x_fkey1(x) -> public.a(x)", "check b_x_check1: x > 1"));
    EXPECT_THAT(columns_of(catalog, "b"),
                ElementsAre("id integer not null default nextval('public.b_id_seq1'::regclass)", "x integer"));
}

TEST(ObjectNames, WhatIsDroppedOrRenamedFreesItsName) {
    const catalog::Catalog catalog = read_sql(R"(
        CREATE TABLE t (a int, b int UNIQUE, UNIQUE (a, b), UNIQUE (b, a), CHECK (a > 0), CHECK (a > 1));
        CREATE INDEX ON t (a); CREATE INDEX ON t (a); DROP INDEX t_a_idx; CREATE INDEX ON t (a); ALTER INDEX t_a_idx1 RENAME TO other;
        CREATE INDEX ON t (a); ALTER TABLE t DROP CONSTRAINT t_a_check, ADD CHECK (a < 9); CREATE TABLE gone (id int PRIMARY KEY);
        CREATE TABLE u (a int REFERENCES gone); DROP TABLE gone CASCADE; CREATE TABLE gone (id int PRIMARY KEY);
        ALTER TABLE u ADD FOREIGN KEY (a) REFERENCES gone)");
    EXPECT_THAT(constraints_of(catalog, "t"),
                testing::ElementsAre("unique t_a_b_key(a,b)", "unique t_b_a_key(b,a)", "unique t_b_key(b)",
                                     "check t_a_check: a < 9", "check t_a_check1: a > 1", "index other btree(a)",
                                     "index t_a_idx btree(a)", "index t_a_idx1 btree(a)"));
    EXPECT_THAT(constraints_of(catalog, "u"), testing::ElementsAre("fk u_a_fkey(a) -> public.gone(id)"));
}

}  // namespace
}  // namespace rowtype::migrations
