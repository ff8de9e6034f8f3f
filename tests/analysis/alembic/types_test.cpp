#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/alembic/read_upgrade.h"

namespace rowtype::alembic {
namespace {

using testing::ElementsAre;

// What a column of the type is declared as.
std::string declared(const std::string& type, std::string_view outside = "") {
    const std::vector<std::string> lines = upgrade("op.add_column('t', sa.Column('c', " + type + "))", outside);
    const std::string start = "ALTER TABLE \"t\" ADD COLUMN \"c\" ";
    return lines.back().starts_with(start) ? lines.back().substr(start.size()) : lines.back();
}

TEST(Types, OfSqlAlchemy) {
    EXPECT_EQ(declared("sa.Integer()"), "INTEGER");
    EXPECT_EQ(declared("sa.Integer"), "INTEGER");
    EXPECT_EQ(declared("sa.BigInteger"), "BIGINT");
    EXPECT_EQ(declared("sa.String(length=30)"), "VARCHAR(30)");
    EXPECT_EQ(declared("sa.String(30, collation='C')"), "VARCHAR(30)");
    EXPECT_EQ(declared("sa.String()"), "VARCHAR");
    EXPECT_EQ(declared("sa.Numeric(10, 2)"), "NUMERIC(10, 2)");
    EXPECT_EQ(declared("sa.Numeric(precision=10)"), "NUMERIC(10)");
    EXPECT_EQ(declared("sa.Numeric(asdecimal=False)"), "NUMERIC");
    EXPECT_EQ(declared("sa.Float(precision=53)"), "FLOAT(53)");
    EXPECT_EQ(declared("sa.DateTime(timezone=True)"), "TIMESTAMP WITH TIME ZONE");
    EXPECT_EQ(declared("sa.DateTime(True)"), "TIMESTAMP WITH TIME ZONE");
    EXPECT_EQ(declared("sa.DateTime"), "TIMESTAMP WITHOUT TIME ZONE");
    EXPECT_EQ(declared("sa.Uuid(as_uuid=True)"), "UUID");
    EXPECT_EQ(declared("sa.LargeBinary(length=16)"), "BYTEA");
    EXPECT_EQ(declared("sa.types.JSON(none_as_null=True)"), "JSON");
    EXPECT_EQ(declared("sa.ARRAY(sa.String(3), dimensions=2)"), "VARCHAR(3)[][]");
}

TEST(Types, OfPostgres) {
    EXPECT_EQ(declared("postgresql.UUID(as_uuid=True)"), "UUID");
    EXPECT_EQ(declared("postgresql.JSONB(astext_type=sa.Text())"), "JSONB");
    EXPECT_EQ(declared("postgresql.TIMESTAMP(timezone=True, precision=3)"), "TIMESTAMP(3) WITH TIME ZONE");
    EXPECT_EQ(declared("postgresql.ARRAY(postgresql.UUID())"), "UUID[]");
    EXPECT_EQ(declared("postgresql.BIT(5, varying=True)"), "BIT VARYING(5)");
    EXPECT_EQ(declared("JSONB()", "from sqlalchemy.dialects.postgresql import JSONB"), "JSONB");
    EXPECT_EQ(declared("pg.INET()", "import sqlalchemy.dialects.postgresql as pg"), "INET");
}

TEST(Types, VariantsAreThoseOfPostgres) {
    EXPECT_EQ(declared("sa.JSON().with_variant(postgresql.JSONB(), 'postgresql')"), "JSONB");
    EXPECT_EQ(declared("postgresql.JSONB().with_variant(sa.JSON(), 'sqlite', 'mysql')"), "JSONB");
    EXPECT_EQ(declared("MutableDict.as_mutable(postgresql.JSONB())", "from sqlalchemy.ext.mutable import MutableDict"), "JSONB");
}

TEST(Types, OfLibraries) {
    EXPECT_EQ(declared("sqlmodel.sql.sqltypes.AutoString(length=20)", "import sqlmodel"), "VARCHAR(20)");
    EXPECT_EQ(declared("sqlmodel.sql.sqltypes.AutoString()", "import sqlmodel"), "VARCHAR");
    EXPECT_EQ(declared("sqlalchemy_utils.types.uuid.UUIDType()", "import sqlalchemy_utils"), "UUID");
    EXPECT_EQ(declared("fastapi_users_db_sqlalchemy.generics.GUID()", "import fastapi_users_db_sqlalchemy"), "UUID");
    EXPECT_EQ(declared("Vector(1536)", "from pgvector.sqlalchemy import Vector"), "vector(1536)");
    EXPECT_EQ(declared("pgvector.sqlalchemy.vector.VECTOR(dim=3)", "import pgvector.sqlalchemy"), "vector(3)");
    EXPECT_EQ(declared("geoalchemy2.types.Geometry(geometry_type='POINT', srid=4326)", "import geoalchemy2"),
              "geometry(POINT,4326)");
}

TEST(Types, Intervals) {
    EXPECT_EQ(declared("sa.Interval()"), "INTERVAL");
    EXPECT_EQ(declared("sa.Interval(second_precision=2)"), "INTERVAL (2)");
    EXPECT_EQ(declared("postgresql.INTERVAL(fields='DAY TO SECOND', precision=3)"), "INTERVAL DAY TO SECOND (3)");
    EXPECT_EQ(declared("postgresql.INTERVAL(precision=N)", "from app import N"), "\"sqlalchemy.dialects.postgresql.INTERVAL\"");
}

TEST(Types, EnumsAreMadeWithTheTable) {
    EXPECT_THAT(
        upgrade("op.create_table('t', sa.Column('c', sa.Enum('a', \"it's\", name='mood'), nullable=False))"),
        ElementsAre("guarded: CREATE TYPE \"mood\" AS ENUM ('a', 'it''s')", "CREATE TABLE \"t\" (\"c\" \"mood\" NOT NULL)"));
    EXPECT_THAT(upgrade("op.add_column('t', sa.Column('c', postgresql.ENUM('a', name='mood', schema='s', create_type=False)))"),
                ElementsAre("ALTER TABLE \"t\" ADD COLUMN \"c\" \"s\".\"mood\""));
    EXPECT_EQ(declared("sa.Enum('a', 'four', name='x', native_enum=False)"), "VARCHAR(4)");
    EXPECT_EQ(declared("sa.Enum('a', native_enum=False, length=20)"), "VARCHAR(20)");
}

TEST(Types, EnumsOfClasses) {
    const std::string color = "import enum\nclass Color(str, enum.Enum):\n    RED = 'red'\n    BLUE = 'blue'\n";
    EXPECT_THAT(upgrade("sa.Enum(Color).create(op.get_bind())", color),
                ElementsAre("guarded: CREATE TYPE \"color\" AS ENUM ('RED', 'BLUE')"));
    EXPECT_THAT(upgrade("sa.Enum(Color, name='c', values_callable=lambda e: [x.value for x in e]).create(op.get_bind())", color),
                ElementsAre("guarded: CREATE TYPE \"c\" AS ENUM ('red', 'blue')"));
    EXPECT_THAT(upgrade("sa.Enum(*[c.value for c in Color], name='c').create(op.get_bind())", color),
                ElementsAre("guarded: CREATE TYPE \"c\" AS ENUM ('red', 'blue')"));
    EXPECT_THAT(
        upgrade("sa.Enum(Color, name='c').create(op.get_bind())", "from app.colors import Color", {{"app.colors", color}}),
        ElementsAre("guarded: CREATE TYPE \"c\" AS ENUM ('RED', 'BLUE')"));
}

TEST(Types, WhatIsNotKnownHasTheNameThatStandsThere) {
    EXPECT_EQ(declared("app.types.Money()", "import app.types"), "\"app.types.Money\"");
    EXPECT_EQ(declared("sa.String(length=LENGTH)", "from app import LENGTH"), "\"sqlalchemy.String\"");
    EXPECT_EQ(declared("sa.dialects.mysql.TINYINT(1)"), "\"sqlalchemy.dialects.mysql.TINYINT\"");
    EXPECT_EQ(declared("sa.Enum(Color, name='color')", "from app import Color"), "\"color\"");
}

}  // namespace
}  // namespace rowtype::alembic
