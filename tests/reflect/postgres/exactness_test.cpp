// Names and shapes at the limits of what PostgreSQL allows: each comes out as it is, once.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reflect/snapshot/snapshot.h"
#include "tests/reflect/postgres/catalog_of.h"
#include "tests/support/postgres/postgres_server.h"

namespace rowtype::testing {
namespace {

using namespace catalog;
using ::testing::ElementsAre;
using ::testing::IsEmpty;

// As an SQL identifier.
std::string quoted(const std::string& name) {
    std::string text = "\"";
    for (const char letter : name) text += letter == '"' ? "\"\"" : std::string(1, letter);
    return text + "\"";
}

// Everything that can have a name has this one; whoever splits or unquotes names on the way changes one of them.
void expect_name_survives(const std::string& name) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("names");
    const std::string q = quoted(name);
    server.execute(url, "CREATE SCHEMA " + q + "; SET search_path = " + q + ", public; CREATE TYPE listed AS ENUM ($label$" +
                            name + "$label$); CREATE DOMAIN checked AS text COLLATE \"C\" CONSTRAINT " + q +
                            " CHECK (VALUE <> '');" + "CREATE TABLE " + q + " (" + q +
                            " int PRIMARY KEY, e listed, d checked); CREATE TABLE other (id int, CONSTRAINT " + q +
                            " FOREIGN KEY (id) REFERENCES " + q + " (" + q + ")); ALTER TABLE other ENABLE ROW LEVEL SECURITY;" +
                            "CREATE POLICY " + q + " ON other USING (id > 0); CREATE FUNCTION " + q + "(" + q +
                            " int) RETURNS SETOF " + q + " LANGUAGE sql AS 'SELECT NULL::int, NULL::listed, NULL::checked';");
    const Catalog catalog(catalog_of(url));
    EXPECT_TRUE(catalog.has_schema(name)) << name;
    const Relation* table = catalog.find_relation(name, name).relation;
    ASSERT_NE(table, nullptr) << name;
    EXPECT_THAT(table->column_names(), ElementsAre(name, "e", "d"));
    EXPECT_THAT(table->primary_key->columns, ElementsAre(name));
    EXPECT_EQ(table->columns[1].type.name, (QualifiedName{name, "listed"}));
    EXPECT_THAT(catalog.find_type(table->columns[1].type.name)->labels, ElementsAre(name));
    EXPECT_EQ(catalog.find_type(table->columns[2].type.name)->checks.at(0).name, name);
    EXPECT_EQ(catalog.find_type(table->columns[2].type.name)->collation, "C");
    const Relation& other = *catalog.find_relation(name, "other").relation;
    EXPECT_EQ(other.foreign_keys.at(0).name, name);
    EXPECT_EQ(other.foreign_keys.at(0).referenced_relation, (QualifiedName{name, name}));
    EXPECT_THAT(other.foreign_keys.at(0).referenced_columns, ElementsAre(name));
    EXPECT_EQ(other.policies.at(0).name, name);
    EXPECT_EQ(other.policies.at(0).using_expression, "(id > 0)") << "the text finds its policy";
    const Function& function = *catalog.find_functions(name, name).at(0);
    EXPECT_EQ(function.arguments.at(0).name, name);
    EXPECT_EQ(function.result.name, (QualifiedName{name, name})) << "a computed field's row type is its table";
    EXPECT_EQ(catalog_of(url, {name}).schemas, std::vector<std::string>{name}) << "also where it is asked for";
}

TEST(Names, OfEveryKindComeOutAsTheyAre) {
    for (const char* name : {"Quo\"te", "it's", "a.b.c", "{x,\"y\"}", "back\\slash", "sp ace", "naïve 😀", "select", "NULL",
                             "null", "%percent$1", "new\nline", "a", "-- not a comment", ":namespaces"}) {
        expect_name_survives(name);
    }
}

TEST(Names, OfSixtyThreeBytes) {
    expect_name_survives(std::string(63, 'n'));
    std::string wide;
    for (int count = 0; count < 15; ++count) wide += "😀";
    expect_name_survives(wide + "abc");
}

TEST(Shapes, AThousandAndSixHundredColumns) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("wide");
    std::string columns;
    for (int column = 1; column <= 1600; ++column) columns += (column > 1 ? ", c" : "c") + std::to_string(column) + " bool";
    server.execute(url, "CREATE TABLE wide (" + columns + "); CREATE INDEX ON wide (c1600);");
    const Catalog catalog(catalog_of(url));
    const Relation& wide = *catalog.find_relation("public", "wide").relation;
    ASSERT_EQ(wide.columns.size(), 1600U);
    for (std::size_t column = 0; column < 1600; ++column) EXPECT_EQ(wide.columns[column].name, "c" + std::to_string(column + 1));
    EXPECT_THAT(wide.indexes.at(0).columns, ElementsAre("c1600"));
}

TEST(Shapes, ColumnsDroppedAndAddedKeepTheirNumbers) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("dropped");
    server.execute(url,
                   "CREATE TABLE t (a int, gone1 int, b int DEFAULT 2, gone2 int, CONSTRAINT b_check CHECK (b > 0));"
                   "ALTER TABLE t DROP gone1, DROP gone2, ADD c int DEFAULT 3, ADD CONSTRAINT t_key UNIQUE (c, a) INCLUDE (b);"
                   "CREATE INDEX t_idx ON t (c DESC, b); GRANT SELECT (c) ON t TO PUBLIC; CREATE TABLE empty (); CREATE TABLE "
                   "emptied (a int);"
                   "ALTER TABLE emptied DROP a;");
    const Catalog catalog(catalog_of(url));
    const Relation& table = *catalog.find_relation("public", "t").relation;
    EXPECT_THAT(table.column_names(), ElementsAre("a", "b", "c"));
    EXPECT_EQ(table.find_column("b")->default_expression, "2");
    EXPECT_EQ(table.find_column("c")->default_expression, "3");
    EXPECT_THAT(table.unique_keys.at(0).columns, ElementsAre("c", "a"));
    EXPECT_THAT(table.unique_keys.at(0).included_columns, ElementsAre("b"));
    EXPECT_THAT(table.indexes.at(0).columns, ElementsAre("c", "b"));
    EXPECT_THAT(table.indexes.at(0).orders, ElementsAre(IndexOrder::Descending, IndexOrder::Ascending));
    EXPECT_EQ(table.grants.at(0).column, "c");
    for (const char* name : {"empty", "emptied"})
        EXPECT_THAT(catalog.find_relation("public", name).relation->columns, IsEmpty()) << name;
}

TEST(Shapes, NotNullIsFoundUnderDomains) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("domains");
    server.execute(url,
                   "CREATE DOMAIN a AS int NOT NULL; CREATE DOMAIN b AS a; CREATE DOMAIN c AS b; CREATE DOMAIN free AS int;"
                   "CREATE DOMAIN listed AS a[]; CREATE TABLE t (deep c, loose free, many c[], list listed);");
    const Catalog catalog(catalog_of(url));
    const Relation& table = *catalog.find_relation("public", "t").relation;
    EXPECT_EQ(table.find_column("deep")->nullability, Nullability::NotNull);
    EXPECT_EQ(table.find_column("loose")->nullability, Nullability::Nullable);
    EXPECT_EQ(table.find_column("many")->nullability, Nullability::Nullable) << "the elements refuse NULL, the array does not";
    EXPECT_EQ(table.find_column("list")->nullability, Nullability::Nullable);
    EXPECT_EQ(table.find_column("list")->type.to_string(), "listed");
}

TEST(Shapes, PartitionsOfPartitionsAreEachTheirParents) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("partitions");
    server.execute(url,
                   "CREATE TABLE target (id int PRIMARY KEY);"
                   "CREATE TABLE top (id int REFERENCES target, at date NOT NULL DEFAULT '2025-01-01', CHECK (id > 0)) PARTITION "
                   "BY RANGE (at);"
                   "CREATE INDEX top_id ON top (id);"
                   "CREATE TABLE mid PARTITION OF top FOR VALUES FROM ('2025-01-01') TO ('2026-01-01') PARTITION BY LIST (id);"
                   "CREATE TABLE leaf PARTITION OF mid FOR VALUES IN (1); CREATE TABLE rest PARTITION OF top DEFAULT;"
                   "CREATE TABLE plain (id int); CREATE TABLE kid () INHERITS (plain); CREATE TABLE grandkid (x int) INHERITS "
                   "(kid, target);");
    const Catalog catalog(catalog_of(url));
    const auto relation = [&](const char* name) -> const Relation& { return *catalog.find_relation("public", name).relation; };
    EXPECT_EQ(relation("mid").partition_of, (QualifiedName{"public", "top"}));
    EXPECT_EQ(relation("mid").kind, RelationKind::PartitionedTable);
    EXPECT_EQ(relation("leaf").partition_of, (QualifiedName{"public", "mid"}));
    EXPECT_EQ(relation("leaf").indexes.size(), 1U);
    EXPECT_EQ(relation("leaf").checks.size(), 1U);
    EXPECT_EQ(relation("top").foreign_keys.size(), 1U);
    EXPECT_EQ(relation("leaf").foreign_keys.size(), 0U) << "declared once, at the top";
    EXPECT_THAT(relation("kid").inherits, ElementsAre(QualifiedName{"public", "plain"}));
    EXPECT_THAT(relation("grandkid").inherits, ElementsAre(QualifiedName{"public", "kid"}, QualifiedName{"public", "target"}));
    EXPECT_EQ(catalog.relations().size(), 8U);
}

// Foreign keys into schemas that are not read, types and parents there.
TEST(Shapes, WhatIsNotReadIsStillNamed) {
    PostgresServer& server = PostgresServer::shared();
    const std::string url = server.create_database("elsewhere");
    server.execute(
        url,
        "CREATE SCHEMA away; CREATE TABLE away.target (b int, a int, PRIMARY KEY (a, b)); CREATE TABLE away.parent (id int);"
        "CREATE TABLE here (x int, y int, FOREIGN KEY (x, y) REFERENCES away.target, whole away.target) INHERITS (away.parent);"
        "CREATE FUNCTION takes(t away.target) RETURNS text LANGUAGE sql AS 'SELECT NULL'");
    const Catalog catalog(catalog_of(url, {"public"}));
    ASSERT_EQ(catalog.relations().size(), 1U);
    const Relation& here = catalog.relations()[0];
    EXPECT_EQ(here.foreign_keys.at(0).referenced_relation, (QualifiedName{"away", "target"}));
    EXPECT_THAT(here.foreign_keys.at(0).referenced_columns, ElementsAre("a", "b"));
    EXPECT_THAT(here.inherits, ElementsAre(QualifiedName{"away", "parent"}));
    EXPECT_EQ(here.find_column("whole")->type.name, (QualifiedName{"away", "target"}));
    EXPECT_EQ(catalog.find_functions("public", "takes").at(0)->arguments.at(0).type.name, (QualifiedName{"away", "target"}));
}

}  // namespace
}  // namespace rowtype::testing
