#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "tests/analysis/alembic/read_upgrade.h"

namespace rowtype::alembic {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

TEST(CreateTable, KeysAndSerials) {
    EXPECT_THAT(upgrade("op.create_table('t', sa.Column('id', sa.Integer(), nullable=False), sa.PrimaryKeyConstraint('id', "
                        "name=op.f('pk')))"),
                ElementsAre("CREATE TABLE \"t\" (\"id\" SERIAL NOT NULL, CONSTRAINT \"pk\" PRIMARY KEY (\"id\"))"));
    EXPECT_THAT(upgrade("op.create_table('t', sa.Column('id', sa.BigInteger, primary_key=True), schema='s')"),
                ElementsAre("CREATE TABLE \"s\".\"t\" (\"id\" BIGSERIAL NOT NULL, PRIMARY KEY (\"id\"))"));
    EXPECT_THAT(upgrade("op.create_table('t', sa.Column('id', sa.Integer, autoincrement=False, primary_key=True))"),
                ElementsAre("CREATE TABLE \"t\" (\"id\" INTEGER NOT NULL, PRIMARY KEY (\"id\"))"));
    EXPECT_THAT(upgrade("op.create_table('t', sa.Column('id', sa.Integer, sa.Identity(always=True), primary_key=True))"),
                ElementsAre("CREATE TABLE \"t\" (\"id\" INTEGER GENERATED ALWAYS AS IDENTITY, PRIMARY KEY (\"id\"))"));
    // A key that refers to another table counts nothing up, and a key of several columns does not, either.
    EXPECT_THAT(upgrade("op.create_table('t', sa.Column('id', sa.Integer), sa.ForeignKeyConstraint(['id'], ['u.id']), "
                        "sa.PrimaryKeyConstraint('id'))"),
                ElementsAre("CREATE TABLE \"t\" (\"id\" INTEGER NOT NULL, FOREIGN KEY (\"id\") REFERENCES \"u\" (\"id\"), "
                            "PRIMARY KEY (\"id\"))"));
    EXPECT_THAT(
        upgrade(
            "op.create_table('t', sa.Column('a', sa.Integer, primary_key=True), sa.Column('b', sa.Integer, primary_key=True))"),
        ElementsAre("CREATE TABLE \"t\" (\"a\" INTEGER NOT NULL, \"b\" INTEGER NOT NULL, PRIMARY KEY (\"a\", \"b\"))"));
}

TEST(CreateTable, Defaults) {
    const auto with_default = [](const std::string& given) {
        return upgrade("op.add_column('t', sa.Column('c', sa.Text(), server_default=" + given + "))").back().substr(31);
    };
    EXPECT_EQ(with_default("'it''s'"), "TEXT DEFAULT 'its'");
    EXPECT_EQ(with_default("\"it's\""), "TEXT DEFAULT 'it''s'");
    EXPECT_EQ(with_default("sa.text('now()')"), "TEXT DEFAULT now()");
    EXPECT_EQ(with_default("sa.func.now()"), "TEXT DEFAULT now()");
    EXPECT_EQ(with_default("sa.func.current_timestamp()"), "TEXT DEFAULT current_timestamp");
    EXPECT_EQ(with_default("sa.func.timezone('UTC', sa.func.now())"), "TEXT DEFAULT timezone('UTC', now())");
    EXPECT_EQ(with_default("sa.false()"), "TEXT DEFAULT false");
    EXPECT_EQ(with_default("sa.sql.expression.true()"), "TEXT DEFAULT true");
    EXPECT_EQ(with_default("sa.literal('x')"), "TEXT DEFAULT 'x'");
    EXPECT_EQ(with_default("sa.cast('x', sa.Text())"), "TEXT DEFAULT CAST('x' AS TEXT)");
    EXPECT_EQ(with_default("None"), "TEXT");
    EXPECT_EQ(with_default("sa.FetchedValue()"), "TEXT");
    // There is one, whatever it is: an insert may leave the column out.
    EXPECT_EQ(with_default("settings.DEFAULT"), "TEXT DEFAULT \"DEFAULT\"()");
}

TEST(CreateTable, ColumnsBringConstraintsIndexesAndComments) {
    EXPECT_THAT(
        upgrade(
            "op.create_table('t',\n"
            "  sa.Column('a', sa.Integer, sa.ForeignKey('s.u.id', name='fk', ondelete='SET NULL'), unique=True, comment='A'),\n"
            "  sa.Column('b', sa.Integer, index=True),\n"
            "  sa.Column('c', sa.Integer, index=True, unique=True),\n"
            "  sa.Column('d', sa.Integer, sa.Computed('a + b')),\n"
            "  sa.CheckConstraint('a > 0', name='ck'), sa.Index('ix', 'a', sa.text('b DESC'), unique=True),\n"
            "  comment=\"The table's\")"),
        ElementsAre("CREATE TABLE \"t\" ( \"a\" INTEGER, \"b\" INTEGER, \"c\" INTEGER, \"d\" INTEGER GENERATED ALWAYS AS "
                    "(a + b) STORED, CONSTRAINT \"fk\" FOREIGN KEY (\"a\") REFERENCES \"s\".\"u\" (\"id\") ON DELETE SET NULL, "
                    "UNIQUE (\"a\"), CONSTRAINT \"ck\" CHECK (a > 0))",
                    "COMMENT ON COLUMN \"t\".\"a\" IS 'A'", "CREATE INDEX \"ix_t_b\" ON \"t\" (\"b\")",
                    "CREATE UNIQUE INDEX \"ix_t_c\" ON \"t\" (\"c\")", "CREATE UNIQUE INDEX \"ix\" ON \"t\" (\"a\", b DESC)",
                    "COMMENT ON TABLE \"t\" IS 'The table''s'"));
}

// A naming convention that could not be read: by SQLAlchemy's own the two indexes would have one name, and the revision fail.
TEST(CreateTable, IndexesWithoutNamesAreKeptApart) {
    EXPECT_THAT(upgrade("op.create_table('t', sa.Column('a', sa.Integer, index=True), sa.Column('b', sa.Integer),\n"
                        "  sa.Index(None, 'a', 'b', unique=True), sa.Index(None, 'b', 'a'))"),
                ElementsAre("CREATE TABLE \"t\" (\"a\" INTEGER, \"b\" INTEGER)", "CREATE INDEX \"ix_t_a\" ON \"t\" (\"a\")",
                            "CREATE UNIQUE INDEX \"ix_t_a_b\" ON \"t\" (\"a\", \"b\")",
                            "CREATE INDEX \"ix_t_b\" ON \"t\" (\"b\", \"a\")"));
}

TEST(CreateTable, ExclusionsAndOptionsOfKeys) {
    EXPECT_THAT(
        upgrade("op.create_table('t', postgresql.ExcludeConstraint(('room', '='), (sa.text('during'), '&&'), name='ex', "
                "where=sa.text('room > 0'), using='gist'), sa.UniqueConstraint('a', 'b', name='u', deferrable=True, "
                "initially='DEFERRED', postgresql_nulls_not_distinct=True, postgresql_include=['c']))"),
        ElementsAre(
            "CREATE TABLE \"t\" (CONSTRAINT \"ex\" EXCLUDE USING \"gist\" (\"room\" WITH =, during WITH &&) WHERE (room "
            "> 0), CONSTRAINT \"u\" UNIQUE NULLS NOT DISTINCT (\"a\", \"b\") INCLUDE (\"c\") DEFERRABLE INITIALLY deferred)"));
}

TEST(Columns, AreAddedDroppedAndRenamed) {
    EXPECT_THAT(
        upgrade("op.add_column('t', sa.Column('c', sa.Integer, sa.ForeignKey('u.id'), nullable=False, index=True), schema='s')"),
        ElementsAre("ALTER TABLE \"s\".\"t\" ADD COLUMN \"c\" INTEGER NOT NULL",
                    "ALTER TABLE \"s\".\"t\" ADD FOREIGN KEY (\"c\") REFERENCES \"u\" (\"id\")",
                    "CREATE INDEX \"ix_s_t_c\" ON \"s\".\"t\" (\"c\")"));
    EXPECT_THAT(upgrade("op.drop_column('t', 'c', schema='s')"), ElementsAre("ALTER TABLE \"s\".\"t\" DROP COLUMN \"c\""));
    EXPECT_THAT(upgrade("op.alter_column('t', 'c', new_column_name='d')"),
                ElementsAre("ALTER TABLE \"t\" RENAME COLUMN \"c\" TO \"d\""));
}

TEST(Columns, AreAlteredInAlembicsOrder) {
    EXPECT_THAT(
        upgrade("op.alter_column('t', 'c', existing_type=sa.Integer(), type_=sa.String(5), nullable=False, server_default='x', "
                "comment='C', new_column_name='d', postgresql_using='c::text', existing_nullable=True)"),
        ElementsAre("ALTER TABLE \"t\" ALTER COLUMN \"c\" TYPE VARCHAR(5)", "ALTER TABLE \"t\" ALTER COLUMN \"c\" SET NOT NULL",
                    "ALTER TABLE \"t\" ALTER COLUMN \"c\" SET DEFAULT 'x'", "COMMENT ON COLUMN \"t\".\"c\" IS 'C'",
                    "ALTER TABLE \"t\" RENAME COLUMN \"c\" TO \"d\""));
    EXPECT_THAT(upgrade("op.alter_column('t', 'c', nullable=True, server_default=None, comment=None)"),
                ElementsAre("ALTER TABLE \"t\" ALTER COLUMN \"c\" DROP NOT NULL",
                            "ALTER TABLE \"t\" ALTER COLUMN \"c\" DROP DEFAULT", "COMMENT ON COLUMN \"t\".\"c\" IS NULL"));
    EXPECT_THAT(upgrade("op.alter_column('t', 'c', server_default=False, comment=False, existing_type=sa.Text())"), IsEmpty());
    EXPECT_THAT(upgrade("op.alter_column('t', 'c', server_default=sa.Identity())\n"
                        "op.alter_column('t', 'c', server_default=None, existing_server_default=sa.Identity())"),
                ElementsAre("ALTER TABLE \"t\" ALTER COLUMN \"c\" ADD GENERATED BY DEFAULT AS IDENTITY",
                            "ALTER TABLE \"t\" ALTER COLUMN \"c\" DROP IDENTITY"));
}

TEST(Tables, AreRenamedCommentedAndDropped) {
    EXPECT_THAT(upgrade("op.rename_table('a', 'b', schema='s')\nop.create_table_comment('b', 'B', schema='s')\n"
                        "op.drop_table_comment('b', schema='s')\nop.drop_table('b', schema='s', if_exists=True)"),
                ElementsAre("ALTER TABLE \"s\".\"a\" RENAME TO \"b\"", "COMMENT ON TABLE \"s\".\"b\" IS 'B'",
                            "COMMENT ON TABLE \"s\".\"b\" IS NULL", "DROP TABLE IF EXISTS \"s\".\"b\""));
}

TEST(Constraints, AreMadeAndDropped) {
    EXPECT_THAT(
        upgrade(
            "op.create_unique_constraint('u', 't', ['a', 'b'], schema='s')\n"
            "op.create_unique_constraint(None, 't', ['a'])\n"
            "op.create_primary_key('p', 't', ['a'])\n"
            "op.create_foreign_key('f', 't', 'u', ['a'], ['id'], source_schema='s', referent_schema='r', ondelete='CASCADE')\n"
            "op.create_check_constraint('c', 't', 'a > 0')\n"
            "op.drop_constraint('c', 't', type_='check')"),
        ElementsAre(
            "ALTER TABLE \"s\".\"t\" ADD CONSTRAINT \"u\" UNIQUE (\"a\", \"b\")", "ALTER TABLE \"t\" ADD UNIQUE (\"a\")",
            "ALTER TABLE \"t\" ADD CONSTRAINT \"p\" PRIMARY KEY (\"a\")",
            "ALTER TABLE \"s\".\"t\" ADD CONSTRAINT \"f\" FOREIGN KEY (\"a\") REFERENCES \"r\".\"u\" (\"id\") ON DELETE CASCADE",
            "ALTER TABLE \"t\" ADD CONSTRAINT \"c\" CHECK (a > 0)", "ALTER TABLE \"t\" DROP CONSTRAINT \"c\""));
}

TEST(Indexes, AreMadeAndDropped) {
    EXPECT_THAT(
        upgrade("op.create_index('i', 't', ['a', sa.text('lower(b)')], unique=True, schema='s', postgresql_using='gin', "
                "postgresql_where=sa.text('a > 0'), postgresql_include=['c'], postgresql_ops={'a': 'gin_trgm_ops'})\n"
                "op.create_index(None, 't', [sa.column('a').desc(), sa.func.lower(sa.column('b'))])\n"
                "op.create_index('j', table_name='t', columns=['a'], postgresql_where=sa.column('a') == sa.true())\n"
                "op.drop_index(op.f('i'), table_name='t', schema='s')"),
        ElementsAre(
            "CREATE UNIQUE INDEX \"i\" ON \"s\".\"t\" USING \"gin\" (\"a\" gin_trgm_ops, lower(b)) INCLUDE (\"c\") WHERE a > 0",
            "CREATE INDEX \"\" ON \"t\" (\"a\" DESC, lower(\"b\"))", "CREATE INDEX \"j\" ON \"t\" (\"a\") WHERE \"a\" = true",
            "DROP INDEX IF EXISTS \"s\".\"i\""));
}

TEST(Batches, AreOperationsOnTheirTable) {
    EXPECT_THAT(
        upgrade("with op.batch_alter_table('t', schema='s') as batch_op:\n"
                "    batch_op.add_column(sa.Column('c', sa.Integer()))\n"
                "    batch_op.alter_column('c', nullable=False, existing_type=sa.Integer())\n"
                "    batch_op.create_index(batch_op.f('ix'), ['c'], unique=False)\n"
                "    batch_op.create_foreign_key('fk', 'u', ['c'], ['id'], referent_schema='r')\n"
                "    batch_op.create_unique_constraint('uq', ['c'])\n"
                "    batch_op.drop_constraint('uq', type_='unique')\n"
                "    batch_op.drop_column('c')"),
        ElementsAre("ALTER TABLE \"s\".\"t\" ADD COLUMN \"c\" INTEGER", "ALTER TABLE \"s\".\"t\" ALTER COLUMN \"c\" SET NOT NULL",
                    "CREATE INDEX \"ix\" ON \"s\".\"t\" (\"c\")",
                    "ALTER TABLE \"s\".\"t\" ADD CONSTRAINT \"fk\" FOREIGN KEY (\"c\") REFERENCES \"r\".\"u\" (\"id\")",
                    "ALTER TABLE \"s\".\"t\" ADD CONSTRAINT \"uq\" UNIQUE (\"c\")",
                    "ALTER TABLE \"s\".\"t\" DROP CONSTRAINT \"uq\"", "ALTER TABLE \"s\".\"t\" DROP COLUMN \"c\""));
}

// hotosm/tasking-manager: GeoAlchemy's operations have the parameters of Alembic's own.
TEST(Operations, OfGeoAlchemyAreAlembicsOwn) {
    EXPECT_THAT(
        upgrade("op.create_geospatial_table('t', sa.Column('id', sa.Integer()))\n"
                "op.add_geospatial_column('t', sa.Column('c', sa.Integer()))\n"
                "with op.batch_alter_table('t') as batch_op:\n"
                "    batch_op.create_geospatial_index('ix', ['c'], unique=False, postgresql_using='gist', postgresql_ops={})\n"
                "op.drop_geospatial_index('ix', 't', postgresql_using='gist', column_name='c')\n"
                "op.drop_geospatial_column('t', 'c')\nop.drop_geospatial_table('t')"),
        ElementsAre("CREATE TABLE \"t\" (\"id\" INTEGER)", "ALTER TABLE \"t\" ADD COLUMN \"c\" INTEGER",
                    "CREATE INDEX \"ix\" ON \"t\" USING \"gist\" (\"c\")", "DROP INDEX IF EXISTS \"ix\"",
                    "ALTER TABLE \"t\" DROP COLUMN \"c\"", "DROP TABLE \"t\""));
}

TEST(Objects, MakeAndDropThemselves) {
    EXPECT_THAT(
        upgrade("mood = postgresql.ENUM('a', 'b', name='mood')\nmood.create(op.get_bind(), "
                "checkfirst=True)\nmood.drop(op.get_bind())\n"
                "sa.Table('t', sa.MetaData(), sa.Column('a', sa.Integer), schema='s').create(op.get_bind())\n"
                "op.execute(sa.schema.CreateSequence(sa.Sequence('q')))\nop.execute(sa.schema.CreateSchema('app', "
                "if_not_exists=True))"),
        ElementsAre("guarded: CREATE TYPE \"mood\" AS ENUM ('a', 'b')", "DROP TYPE IF EXISTS \"mood\"",
                    "CREATE TABLE \"s\".\"t\" (\"a\" INTEGER)", "CREATE SEQUENCE \"q\"", "CREATE SCHEMA IF NOT EXISTS \"app\""));
}

TEST(Objects, OfAlembicUtils) {
    const char* const imports =
        "from alembic_utils.pg_view import PGView\nfrom alembic_utils.pg_function import PGFunction\n"
        "from alembic_utils.pg_trigger import PGTrigger\nfrom alembic_utils.pg_extension import PGExtension\n";
    EXPECT_THAT(
        upgrade("op.create_entity(PGView(schema='s', signature='v', definition='SELECT 1 AS one'))\n"
                "op.replace_entity(PGFunction('public', 'f(a int)', 'returns int language sql as $$ select 1 $$'))\n"
                "op.create_entity(PGTrigger('public', 'tr', 'on t', 'before insert'))\n"
                "op.create_entity(PGExtension(schema='public', signature='citext'))\n"
                "op.drop_entity(PGView(schema='s', signature='v', definition=''))",
                imports),
        ElementsAre("CREATE OR REPLACE VIEW \"s\".\"v\" AS SELECT 1 AS one",
                    "CREATE OR REPLACE FUNCTION \"public\".f(a int) returns int language sql as $$ select 1 $$",
                    "possible: CREATE TRIGGER {} ON {}", "CREATE EXTENSION IF NOT EXISTS \"citext\" WITH SCHEMA \"public\"",
                    "DROP VIEW IF EXISTS \"s\".\"v\""));
}

// The labels become exactly the new ones, as alembic-postgresql-enum 1.11 makes it so (_set_enum_values).
TEST(Objects, OfAlembicPostgresqlEnum) {
    EXPECT_THAT(
        upgrade("op.sync_enum_values(enum_schema='public', enum_name='state', new_values=['new', 'done'],\n"
                "    affected_columns=[TableReference(table_schema='s', table_name='t', column_name='a'),\n"
                "        TableReference('u', 'b', column_type=ColumnType.ARRAY)], enum_values_to_rename=[('gone', 'done')])",
                "from alembic_postgresql_enum import ColumnType, TableReference\n"),
        ElementsAre("ALTER TYPE \"public\".\"state\" RENAME TO \"state_old\";CREATE TYPE \"public\".\"state\" AS ENUM "
                    "('new', 'done');ALTER TABLE \"s\".\"t\" ALTER COLUMN \"a\" TYPE \"public\".\"state\";"
                    "ALTER TABLE \"u\" ALTER COLUMN \"b\" TYPE \"public\".\"state\"[];DROP TYPE \"public\".\"state_old\";"));
    EXPECT_THAT(upgrade("op.sync_enum_values('s', 'state', ['new'], [('t', 'a')])"),
                ElementsAre("ALTER TYPE \"s\".\"state\" RENAME TO \"state_old\";CREATE TYPE \"s\".\"state\" AS ENUM ('new');"
                            "ALTER TABLE \"t\" ALTER COLUMN \"a\" TYPE \"s\".\"state\";DROP TYPE \"s\".\"state_old\";"));
    EXPECT_THAT(upgrade("op.sync_enum_values('s', 'state', ['new'], columns)"),
                ElementsAre("ALTER TYPE \"s\".\"state\" ADD VALUE IF NOT EXISTS 'new';",
                            "possible: ALTER TYPE \"s\".\"state\" ADD VALUE {} -- which columns get the new labels of an enum "
                            "cannot be told; what it could change is taken as unknown"));
}

TEST(Execute, TakesSqlInManyForms) {
    EXPECT_THAT(upgrade("op.execute('CREATE TABLE a (x int)')\nop.execute(sa.text('CREATE TABLE b (x int)'))\n"
                        "op.get_bind().execute(sa.text(\"SELECT 1 WHERE x = '\\\\:y'\"))\n"
                        "connection = op.get_bind()\nconnection.exec_driver_sql('DROP TABLE c')\n"
                        "op.execute(sa.text('UPDATE a SET x = :x').bindparams(x=1))"),
                ElementsAre("CREATE TABLE a (x int)", "CREATE TABLE b (x int)", "SELECT 1 WHERE x = ':y'", "DROP TABLE c",
                            "UPDATE a SET x = $1"));
    // Statements on rows change no schema.
    EXPECT_THAT(upgrade("users = sa.table('users', sa.column('id'))\nop.bulk_insert(users, [{'id': 1}])\n"
                        "op.execute(users.update().where(users.c.id == 1).values(id=2))\nop.execute(sa.delete(users))\n"
                        "op.get_bind().execute(sa.select(users.c.id))\nsession = Session(bind=op.get_bind())\nsession.commit()",
                        "from sqlalchemy.orm import Session"),
                IsEmpty());
}

}  // namespace
}  // namespace rowtype::alembic
