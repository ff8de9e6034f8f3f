#!/usr/bin/env python3
"""Alembic is the oracle of models: what `alembic.autogenerate.compare_metadata` says of models and a database, and what
`rowtype check` says of the same files, without running them, must be the same.

The tables of models/ are created in a real PostgreSQL, and the same statements stand in a folder of migrations; then one of them is
changed after the other, in both. What either side reports is brought into one form (differences.py), in which what only one of them can
say is left out, with the reason.
"""

import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

HERE = Path(__file__).resolve().parent
SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"], "rowtype")
sys.path[:0] = [str(HERE), str(SOURCE / "tests/support/postgres")]

from differences import ALLOWED, from_alembic, from_rowtype, single  # noqa: E402
from throw_away import Server  # noqa: E402


# What one of the two alone says at single places, beside what differences.ALLOWED has of kinds.
ALLOWED_PLACES = {
    ("missing-field", "public.user_account", ("mail",)): "a class below, in the same table, may have the column",
    ("unique", "app.event", ("kind",)): "an index that stands behind its class is known to be there, and no more",
    ("missing-field", "app.reader", ("note",)): "the class says which columns it maps: of others it knows",
}

# Statements that change what the models of a module were created as. They run in batches of which each starts anew: every
# BATCHES-th in one, so that neighbours may change the same column.
BATCHES = 6
CHANGES = {
    "modern": [
        "ALTER TABLE account DROP COLUMN wakes",
        "ALTER TABLE account RENAME COLUMN name TO full_name",
        "ALTER TABLE account ADD COLUMN surplus integer",
        "ALTER TABLE account ADD COLUMN demanded integer NOT NULL",
        "ALTER TABLE account ALTER COLUMN old_name TYPE varchar(99)",
        "ALTER TABLE account ALTER COLUMN name TYPE varchar(20)",
        "ALTER TABLE account ALTER COLUMN bio TYPE varchar(20)",
        "ALTER TABLE account ALTER COLUMN rests TYPE text",
        "ALTER TABLE account ALTER COLUMN big TYPE integer",
        "ALTER TABLE account ALTER COLUMN balance TYPE numeric(14, 4)",
        "ALTER TABLE account ALTER COLUMN balance TYPE double precision",
        "ALTER TABLE account ALTER COLUMN ratio TYPE numeric",
        "ALTER TABLE account ALTER COLUMN settings TYPE json",
        "ALTER TABLE account ALTER COLUMN raw TYPE jsonb",
        "ALTER TABLE account ALTER COLUMN token TYPE text",
        "ALTER TABLE account ALTER COLUMN tags DROP DEFAULT",
        "ALTER TABLE account ALTER COLUMN tags DROP DEFAULT, ALTER COLUMN tags TYPE text USING 'x'",
        "ALTER TABLE account ALTER COLUMN born TYPE timestamp",
        "ALTER TABLE account ALTER COLUMN local TYPE timestamptz",
        "ALTER TABLE account ALTER COLUMN created_at TYPE timestamp",
        "ALTER TABLE account ALTER COLUMN updated_at SET NOT NULL",
        "ALTER TABLE account ALTER COLUMN created_at DROP NOT NULL",
        "ALTER TABLE account ALTER COLUMN created_at DROP DEFAULT",
        "ALTER TABLE account ALTER COLUMN big SET DEFAULT 5",
        "ALTER TABLE account ALTER COLUMN address TYPE text",
        "ALTER TABLE account ALTER COLUMN level TYPE text",
        "ALTER TABLE account ALTER COLUMN level_text TYPE varchar(8)",
        "ALTER TYPE level ADD VALUE 'middle'",
        "ALTER TYPE level RENAME VALUE 'low' TO 'Low'",
        "ALTER TABLE account DROP CONSTRAINT account_nick_key",
        "ALTER TABLE account ADD UNIQUE (big)",
        "ALTER TABLE post DROP CONSTRAINT post_owner_id_fkey",
        "ALTER TABLE post DROP CONSTRAINT post_owner_id_slug_key",
        "ALTER TABLE post ALTER COLUMN owner_id DROP NOT NULL",
        "ALTER TABLE post DROP COLUMN language",
        "DROP INDEX ix_post_language",
        "DROP INDEX uq_part_code",
        "DROP TABLE post",
        "DROP TABLE links",
        "ALTER TABLE audit.machine SET SCHEMA public",
        "ALTER TABLE audit.machine ALTER COLUMN weight TYPE numeric(8, 1)",
        "ALTER TABLE audit.machine ADD COLUMN note text",
        "ALTER TABLE part DROP CONSTRAINT part_pkey, ADD PRIMARY KEY (number)",
        "ALTER TABLE part DROP CONSTRAINT part_maker_model_fkey",
        "ALTER TABLE part ADD UNIQUE (maker)",
        "ALTER TABLE post ADD COLUMN note text",
        "ALTER TABLE dog DROP COLUMN breed",
        "ALTER TABLE dog ALTER COLUMN breed TYPE varchar(41)",
        "ALTER TABLE dog ADD COLUMN age integer",
        "ALTER TABLE animal DROP COLUMN lives",
        "ALTER TABLE animal ALTER COLUMN lives SET NOT NULL",
        "CREATE TABLE stranger (id integer)",
    ],
    "classic": [
        "ALTER TABLE shop.person DROP COLUMN padded",
        "ALTER TABLE shop.person ALTER COLUMN padded TYPE char(5)",
        "ALTER TABLE shop.person ALTER COLUMN padded TYPE varchar(3)",
        "ALTER TABLE shop.person ALTER COLUMN email TYPE varchar(90)",
        "ALTER TABLE shop.person ALTER COLUMN email TYPE bytea USING NULL",
        "ALTER TABLE shop.person ALTER COLUMN name TYPE varchar(41)",
        "ALTER TABLE shop.person ALTER COLUMN name TYPE text",
        "ALTER TABLE shop.person ALTER COLUMN name DROP NOT NULL",
        "ALTER TABLE shop.person ALTER COLUMN note TYPE integer USING 1",
        "ALTER TABLE shop.person ALTER COLUMN price TYPE numeric(10, 3)",
        "ALTER TABLE shop.person ALTER COLUMN price TYPE numeric",
        "ALTER TABLE shop.person ALTER COLUMN rate TYPE real",
        "ALTER TABLE shop.person ALTER COLUMN exact TYPE double precision",
        "ALTER TABLE shop.person ALTER COLUMN state DROP DEFAULT",
        "ALTER TABLE shop.person ALTER COLUMN numbers TYPE bigint[]",
        "ALTER TABLE shop.person ALTER COLUMN numbers TYPE integer USING 1",
        "ALTER TABLE shop.person ALTER COLUMN extra TYPE json",
        "ALTER TABLE shop.person ALTER COLUMN search TYPE text",
        "ALTER TABLE shop.person ALTER COLUMN uid TYPE varchar(40)",
        "ALTER TABLE shop.person DROP CONSTRAINT person_uid_key",
        "ALTER TABLE shop.person DROP CONSTRAINT person_email_key",
        "ALTER TABLE shop.person ALTER COLUMN is_on DROP DEFAULT",
        "ALTER TABLE shop.person ALTER COLUMN any_text TYPE varchar",
        "ALTER TABLE shop.person ALTER COLUMN mutable TYPE json",
        "ALTER TABLE shop.person ALTER COLUMN begins TYPE timetz",
        "ALTER TABLE shop.person ALTER COLUMN lasts TYPE time",
        "ALTER TABLE shop.person ALTER COLUMN moment TYPE timestamp",
        "ALTER TABLE shop.person ALTER COLUMN moment TYPE text",
        "ALTER TABLE shop.person ALTER COLUMN token TYPE varchar(36)",
        "ALTER TABLE shop.person ALTER COLUMN document TYPE json",
        "ALTER TABLE shop.person RENAME COLUMN email TO mail",
        "ALTER TABLE shop.group DROP CONSTRAINT uq_group",
        "ALTER TABLE shop.group DROP COLUMN changed_by",
        "ALTER TABLE shop.group DROP CONSTRAINT group_changed_by_fkey",
        "ALTER TABLE shop.group ALTER COLUMN created TYPE timestamp",
        "ALTER TABLE shop.group ALTER COLUMN id TYPE integer",
        "ALTER TABLE shop.person_group ALTER COLUMN since TYPE timestamp",
        "ALTER TABLE shop.person_group DROP COLUMN since",
        "ALTER TABLE shop.person_group DROP CONSTRAINT person_group_group_id_fkey",
        "ALTER TABLE shop.person_group ADD COLUMN until date",
        "ALTER TABLE other.audit ALTER COLUMN what DROP NOT NULL",
        "ALTER TABLE other.audit ADD FOREIGN KEY (number) REFERENCES shop.group (id)",
        "ALTER TABLE other.audit DROP CONSTRAINT audit_person_id_fkey",
        "DROP TABLE other.audit",
        "CREATE TABLE shop.new (id integer)",
    ],
    "sqlmodels": [
        "ALTER TABLE team ALTER COLUMN name TYPE varchar(31)",
        "ALTER TABLE team ALTER COLUMN motto SET NOT NULL",
        "ALTER TABLE team DROP COLUMN motto",
        "ALTER TABLE team DROP CONSTRAINT team_token_key",
        "ALTER TABLE heroes ALTER COLUMN name TYPE varchar(10)",
        "ALTER TABLE heroes ALTER COLUMN name TYPE text",
        "ALTER TABLE heroes ALTER COLUMN age TYPE bigint",
        "ALTER TABLE heroes ALTER COLUMN height TYPE real",
        "ALTER TABLE heroes ALTER COLUMN worth TYPE numeric(10, 2)",
        "ALTER TABLE heroes ALTER COLUMN born TYPE timestamp",
        "ALTER TABLE heroes ALTER COLUMN height TYPE numeric",
        "ALTER TABLE heroes ALTER COLUMN zoned_at TYPE timestamp",
        "ALTER TABLE heroes ALTER COLUMN typed_at SET NOT NULL",
        "ALTER TABLE heroes ALTER COLUMN typed_at TYPE timestamp",
        "ALTER TABLE heroes ALTER COLUMN picture TYPE text",
        "ALTER TABLE heroes ALTER COLUMN is_new DROP NOT NULL",
        "ALTER TABLE heroes ALTER COLUMN colour TYPE varchar(4)",
        "ALTER TABLE heroes ALTER COLUMN tale SET NOT NULL",
        "ALTER TABLE heroes DROP COLUMN tale",
        "ALTER TABLE heroes ALTER COLUMN flags DROP NOT NULL",
        "ALTER TABLE heroes ALTER COLUMN extra TYPE json",
        "ALTER TABLE heroes ALTER COLUMN counted DROP DEFAULT",
        "ALTER TABLE heroes ALTER COLUMN nothing DROP NOT NULL",
        "ALTER TABLE heroes DROP CONSTRAINT heroes_team_id_fkey",
        "ALTER TABLE heroes ADD COLUMN power integer",
        "ALTER TABLE heroes DROP CONSTRAINT heroes_name_team_id_key",
        "DROP TABLE heroes",
    ],
    "flasked": [
        "ALTER TABLE role ALTER COLUMN name TYPE varchar(81)",
        "ALTER TABLE role DROP CONSTRAINT role_name_key",
        "ALTER TABLE role DROP COLUMN description",
        "ALTER TABLE user_account RENAME COLUMN email TO mail",
        "ALTER TABLE user_account ALTER COLUMN active DROP NOT NULL",
        "ALTER TABLE user_account ALTER COLUMN amount TYPE numeric(10, 3)",
        "ALTER TABLE user_account ALTER COLUMN joined_at TYPE timestamptz",
        "ALTER TABLE user_account ALTER COLUMN level TYPE bigint",
        "ALTER TABLE user_account DROP COLUMN level",
        "ALTER TABLE roles_users DROP CONSTRAINT roles_users_role_id_fkey",
        "ALTER TABLE roles_users ADD COLUMN since date",
        "ALTER TABLE http_log ALTER COLUMN path DROP NOT NULL",
        "ALTER TABLE http_log DROP CONSTRAINT http_log_user_id_fkey",
        "ALTER TABLE http_log ADD COLUMN verb text",
        "ALTER TABLE audit.api_key2_log ALTER COLUMN owner DROP DEFAULT",
        "ALTER TABLE audit.api_key2_log ALTER COLUMN key TYPE text",
        "ALTER TABLE audit.api_key2_log DROP CONSTRAINT api_key2_log_key_owner_key",
        "DROP TABLE http_log",
    ],
    "flasked_base": [
        "ALTER TABLE app.person ALTER COLUMN name TYPE varchar(61)",
        "ALTER TABLE app.person ALTER COLUMN token TYPE text",
        "ALTER TABLE app.person DROP CONSTRAINT person_token_key",
        "ALTER TABLE app.notes ALTER COLUMN text SET NOT NULL",
        "ALTER TABLE app.notes ADD COLUMN title text",
        "ALTER TABLE app.notes DROP CONSTRAINT notes_person_id_fkey",
        "ALTER TABLE app.person DROP COLUMN name",
    ],
    "imperative": [
        'ALTER TABLE "user" RENAME COLUMN full_name TO called',
        'ALTER TABLE "user" ALTER COLUMN full_name DROP NOT NULL',
        'ALTER TABLE "user" ALTER COLUMN nickname TYPE varchar(13)',
        'ALTER TABLE "user" DROP CONSTRAINT user_full_name_nickname_key',
        "ALTER TABLE address DROP COLUMN email_address",
        "ALTER TABLE address DROP CONSTRAINT address_user_id_fkey",
        "ALTER TABLE parcel DROP CONSTRAINT parcel_house_street_fkey",
        "ALTER TABLE parcel ADD UNIQUE (house)",
        "ALTER TABLE item ALTER COLUMN label DROP NOT NULL",
        "ALTER TABLE item ADD COLUMN colour text",
        "ALTER TABLE thing ALTER COLUMN weight TYPE bigint",
        "DROP TABLE thing",
    ],
    "arguments": [
        "ALTER TABLE app.person DROP CONSTRAINT person_name_key",
        "DROP INDEX app.person_by_mail",
        "ALTER TABLE app.person ADD UNIQUE (city)",
        "ALTER TABLE app.person ADD COLUMN surplus integer",
        "DROP INDEX app.post_by_title",
        "DROP INDEX app.post_by_slug",
        "ALTER TABLE app.post ADD UNIQUE (size)",
        "ALTER TABLE app.post ALTER COLUMN made_at DROP NOT NULL",
        "ALTER TABLE app.post ALTER COLUMN seen_at SET NOT NULL",
        "ALTER TABLE app.post ALTER COLUMN size DROP NOT NULL",
        "ALTER TABLE app.post ALTER COLUMN weight SET NOT NULL",
        "ALTER TABLE app.post DROP COLUMN weight",
        "ALTER TABLE app.tag DROP CONSTRAINT tag_word_key",
        "DROP INDEX app.tag_by_kind",
        "ALTER TABLE app.tag ALTER COLUMN word TYPE varchar(31)",
        "ALTER TABLE app.reader DROP CONSTRAINT reader_card_key",
        "ALTER TABLE app.reader ADD UNIQUE (name)",
        "ALTER TABLE app.reader ADD COLUMN note text",
        "ALTER TABLE app.follower DROP CONSTRAINT follower_person_id_fkey",
        "ALTER TABLE app.follower ALTER COLUMN colour DROP DEFAULT",
        "ALTER TABLE app.follower ADD UNIQUE (colour)",
        "ALTER TABLE app.follower ADD COLUMN extra integer",
        "CREATE UNIQUE INDEX follower_by_person ON app.follower (person_id, colour)",
        "DROP INDEX app.event_by_kind; CREATE INDEX event_by_kind ON app.event (kind)",
        "ALTER TABLE app.concert DROP CONSTRAINT concert_id_fkey",
        "ALTER TABLE app.concert ADD UNIQUE (place)",
        "ALTER TABLE app.event RENAME COLUMN at TO begins",
        "DROP INDEX app.post_by_slug; CREATE UNIQUE INDEX post_by_slug ON app.post (slug) WHERE slug IS NOT NULL",
    ],
    "named": [
        *(f"ALTER TABLE {table} DROP COLUMN name"
          for table in ("user_account", "incident_cost", "http_response_code2_xx", "simple_name", "letter_by_letter", "found_words")),
        *(f"ALTER TABLE {table} ALTER COLUMN name SET NOT NULL"
          for table in ("h_t_t_p_log2_entry", "a_p_i_key", "order_lines", "shop_baskets", "httpproxy_old")),
    ],
}


def load(name):
    specification = importlib.util.spec_from_file_location(name, HERE / "models" / f"{name}.py")
    module = importlib.util.module_from_spec(specification)
    sys.modules[name] = module
    specification.loader.exec_module(module)
    return module


def statements_of(metadata):
    """The DDL that SQLAlchemy would run to create the models' tables."""
    import sqlalchemy

    statements = []
    engine = sqlalchemy.create_mock_engine(
        "postgresql+psycopg://", lambda sql, *_, **__: statements.append(str(sql.compile(dialect=engine.dialect)).strip())
    )
    metadata.create_all(engine, checkfirst=False)
    return statements


class Oracle(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())
        cls.folder = cls.enterClassContext(tempfile.TemporaryDirectory(prefix="rowtype-models-"))

    def alembic_says(self, connection, metadata):
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        options = {"compare_type": True, "compare_server_default": True, "include_schemas": True}
        context = MigrationContext.configure(connection, opts=options)
        found = [one for part in compare_metadata(context, metadata) for one in from_alembic(part)]
        # What a column that is not there would be part of is told with the column.
        gone = {(table, column) for what, table, columns in found if what == "stale-field" for column in columns}
        is_told = lambda one: one[0] in ("unique", "foreign key") and any((one[1], column) in gone for column in one[2])
        return {one for one in found if ("alembic", one[0]) not in ALLOWED and one not in ALLOWED_PLACES and not is_told(one)}

    def rowtype_says(self, folder):
        command = [PROGRAM, "check", "models.py", "--schema", "migrations:schema", "--output-format", "json", "--exit-zero"]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        found = [from_rowtype(one) for issue in json.loads(done.stdout)["issues"] for one in single(issue)]
        return {one for one in found if ("rowtype", one[0]) not in ALLOWED}

    def compare(self, name):
        import sqlalchemy

        module = load(name)
        folder = Path(self.folder, name)
        Path(folder, "schema").mkdir(parents=True)
        shutil.copy(HERE / "models" / f"{name}.py", folder / "models.py")
        schemas = sorted({table.schema for table in module.metadata.tables.values() if table.schema})
        created = [f"CREATE SCHEMA {schema}" for schema in schemas] + statements_of(module.metadata)
        Path(folder, "schema/1_create.sql").write_text(";\n".join([*created, ""]))
        engine = sqlalchemy.create_engine(self.server.url.replace("postgresql:", "postgresql+psycopg:"))
        changes = CHANGES[name]
        for batch in [[], *(changes[start::BATCHES] for start in range(BATCHES))]:
            batch = sorted(batch, key=lambda change: change.startswith("DROP TABLE"))
            with self.subTest(changes=batch), engine.connect() as connection:
                for statement in [*created, *batch]:
                    connection.exec_driver_sql(statement.replace("%", "%%"))
                Path(folder, "schema/2_change.sql").write_text(";\n".join([*batch, ""]))
                expected, found = self.alembic_says(connection, module.metadata), self.rowtype_says(folder)
                connection.rollback()
                # alembic takes an array and its element for the same type where these are called alike.
                arrays = {one for one in found if one[0] == "array"}
                alike = {("type", *one[1:]) for one in arrays}
                self.assertEqual(expected - alike, found - arrays)
        engine.dispose()

    def test_modern(self):
        self.compare("modern")

    def test_classic(self):
        self.compare("classic")

    def test_sqlmodel(self):
        self.compare("sqlmodels")

    def test_flask(self):
        self.compare("flasked")

    def test_flask_over_a_base(self):
        self.compare("flasked_base")

    def test_imperative(self):
        self.compare("imperative")

    def test_arguments(self):
        self.compare("arguments")

    def test_computed_names(self):
        self.compare("named")


if __name__ == "__main__":
    unittest.main(verbosity=1)
