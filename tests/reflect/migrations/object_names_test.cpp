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

}  // namespace
}  // namespace rowtype::migrations
