"""Models of every style for a schema with every type, held against rows at the edges of what those types hold: what a PostgreSQL prints as
JSON and what psycopg reads is valid, and what the models give back is the row that was read."""

import decimal
import importlib.util
import json
import os
import subprocess
import sys
import tempfile
import typing
import unittest
import warnings
from pathlib import Path

import psycopg
from psycopg.rows import dict_row
from pydantic import TypeAdapter

PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"], "rowtype")
sys.path.insert(0, str(Path(os.environ["ROWTYPE_SOURCE_DIR"], "tests/support/postgres")))

import torture  # noqa: E402
import torture_driver  # noqa: E402
from throw_away import Server  # noqa: E402

# All that the configuration can say of values that few applications hold: NULL in arrays, infinite dates, NaN.
EVERYTHING = 'strict-arrays = true\n[generate]\nspecial-values = "accept"\n'
# A month has no number of days: psycopg makes a timedelta of 30 of it.
MONTHS = {"interval"}
# psycopg writes arrays of boxes with commas between, where PostgreSQL wants semicolons; SQLAlchemy's DOMAIN hands a dictionary to the
# driver as it is, which knows none.
READ_ALONE = MONTHS | {"box", "json", "jsonb"}


def class_name(table):
    return "".join(part.capitalize() for part in table.split("_"))


class Torture(unittest.TestCase):
    """One database has the rows that models take by default, the other also those that EVERYTHING lets in."""

    @classmethod
    def setUpClass(cls):
        server = cls.enterClassContext(Server())
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="rowtype-torture-")))
        cls.urls = {"plain": server.url, "everything": server.make_database("everything")}
        cls.loaded = {}
        for name, url in cls.urls.items():
            with psycopg.connect(url) as connection:
                connection.execute(torture.definitions())
                for kind in torture.TYPES:
                    statements = torture.rows(kind, nulls=name == "everything")
                    if name == "everything":
                        statements += torture.rows(kind, special=True, first=len(statements) + 1)
                    for statement in statements:
                        connection.execute(statement)

    def models(self, database, style, access):
        """The module that the program generates from that database, imported."""
        name = f"{database}_{style}_{access}".replace("-", "_")
        if name not in self.loaded:
            folder = self.folder / name
            folder.mkdir()
            settings = EVERYTHING if database == "everything" else ""
            (folder / "rowtype.toml").write_text(f'access = "{access}"\n{settings}')
            arguments = ["generate", "--quiet", "--schema", "postgres", "--database-url-env", "TORTURE_URL", "--style", style, "-o", f"{name}.py"]
            environment = {**os.environ, "TORTURE_URL": self.urls[database]}
            done = subprocess.run([PROGRAM, *arguments], cwd=folder, env=environment, capture_output=True, text=True, check=False)
            self.assertEqual((0, "", ""), (done.returncode, done.stdout, done.stderr))
            text = (folder / f"{name}.py").read_text(encoding="utf-8")
            # One environment holds one pydantic and one Python.
            if style == "pydantic-v1":
                text = text.replace("from pydantic import", "from pydantic.v1 import")
            if style == "typeddict":
                text = text.replace("Literal, TypedDict", "Literal\nfrom typing_extensions import TypedDict")
            (folder / f"{name}.py").write_text(text, encoding="utf-8")
            spec = importlib.util.spec_from_file_location(name, folder / f"{name}.py")
            module = importlib.util.module_from_spec(spec)
            sys.modules[name] = module
            with warnings.catch_warnings():
                warnings.simplefilter("error")
                spec.loader.exec_module(module)
            self.loaded[name] = module
        return self.loaded[name]

    def each_row(self, database, module, connection, read):
        """Type, table, model and row of everything that there is; counts what was looked at."""
        count = 0
        for kind in torture.TYPES:
            table = f"{kind.name}_rows"
            for row in read(connection, table):
                count += 1
                yield kind, table, getattr(module, class_name(table)), row
        self.assertGreater(count, 250)

    def assert_same(self, connection, table, identifier, made):
        """`made`: a query that gives what was written; it is the row of that table."""
        query, values = made
        found = connection.execute(f"SELECT to_jsonb(t)::text, to_jsonb(made)::text FROM {table} t, ({query}) made WHERE t.id = %s", [*values, identifier]).fetchone()
        self.assertEqual(found[0], found[1])

    def json_goes_round(self, database, style, parse, dump, one_way=frozenset()):
        module = self.models(database, style, "json")
        with psycopg.connect(self.urls[database], autocommit=True) as connection:
            for kind, table, model, text in self.each_row(database, module, connection, json_texts):
                with self.subTest(style=style, table=table, row=text):
                    row = parse(model, text)
                    body = dump(row)
                    if kind.name not in one_way:
                        self.assert_same(connection, table, json.loads(text)["id"], (f"SELECT * FROM jsonb_populate_record(NULL::{table}, %s::jsonb)", [body]))

    # What PostgREST sends is decoded first by supabase-py, or handed to the model as text.
    def test_json_through_pydantic_and_back(self):
        for database in self.urls:
            self.json_goes_round(
                database, "pydantic", lambda model, text: model.model_validate(json.loads(text)),
                lambda row: json.dumps(row.model_dump(mode="json", by_alias=True), allow_nan=False),
            )  # fmt: skip
            self.json_goes_round(database, "pydantic", lambda model, text: model.model_validate_json(text), lambda row: row.model_dump_json(by_alias=True))

    def test_json_through_version_1_and_back(self):
        # Version 1 has encoders of classes, and hstore is a dictionary as any other.
        self.json_goes_round("plain", "pydantic-v1", lambda model, text: model.parse_obj(json.loads(text)), lambda row: row.json(by_alias=True), {"hstore"})

    def test_json_is_what_dictionaries_and_dataclasses_say(self):
        for database in self.urls:
            for style in ("typeddict", "dataclass"):
                self.is_what_annotations_say(database, style, "json", lambda connection, table: map(json.loads, json_texts(connection, table)))

    def test_drivers_rows_are_what_dictionaries_and_dataclasses_say(self):
        for database in self.urls:
            for style in ("typeddict", "dataclass"):
                self.is_what_annotations_say(database, style, "driver", driver_rows)

    def is_what_annotations_say(self, database, style, access, read):
        module = self.models(database, style, access)
        with psycopg.connect(self.urls[database], autocommit=True) as connection:
            if access == "driver":
                torture_driver.register(connection, infinity=database == "everything")
            for kind, table, model, row in self.each_row(database, module, connection, read):
                hints = typing.get_type_hints(model)
                self.assertEqual(hints.keys(), row.keys())
                for name, value in row.items():
                    with self.subTest(style=style, table=table, column=name, value=value):
                        adapter(hints[name]).validate_python(finite(value), strict=True)

    def test_drivers_rows_through_pydantic_and_back(self):
        for database in self.urls:
            module = self.models(database, "pydantic", "driver")
            with psycopg.connect(self.urls[database], autocommit=True) as connection:
                torture_driver.register(connection, module.Mood, infinity=database == "everything")
                for kind, table, model, row in self.each_row(database, module, connection, driver_rows):
                    with self.subTest(database=database, table=table, row=row):
                        made = model.model_validate(row)
                        if kind.name not in MONTHS:
                            self.assert_same(connection, table, row["id"], torture_driver.as_query(connection, table, made.model_dump(by_alias=True)))

    def test_mapped_rows_are_read_and_written_again(self):
        import sqlalchemy
        from sqlalchemy.orm import Session

        for database, url in self.urls.items():
            for style in ("sqlalchemy", "sqlmodel"):
                module = self.models("everything", style, "driver")  # of the same tables, and SQLModel takes each once
                engine = sqlalchemy.create_engine(url.replace("postgresql:", "postgresql+psycopg:"), poolclass=sqlalchemy.NullPool)
                sqlalchemy.event.listen(engine, "connect", lambda connection, _, infinity=database == "everything": torture_driver.register(connection, infinity=infinity))
                for kind in torture.TYPES:
                    table = f"{kind.name}_rows"
                    model = getattr(module, class_name(table))
                    with self.subTest(database=database, style=style, table=table), Session(engine) as session:
                        before = texts_of(session, table)
                        names = [attribute.key for attribute in model.__mapper__.column_attrs]
                        rows = [{name: getattr(row, name) for name in names} for row in session.scalars(sqlalchemy.select(model))]
                        self.assertEqual(len(before), len(rows))
                        if kind.name in READ_ALONE:
                            continue
                        session.expunge_all()
                        session.connection().exec_driver_sql(f"DELETE FROM {table}")
                        session.add_all([model(**row) for row in rows])
                        session.flush()
                        after = texts_of(session, table)
                        session.rollback()
                        self.assertEqual(before, after)


def json_texts(connection, table):
    return [text for (text,) in connection.execute(f"SELECT to_json(t)::text FROM {table} t ORDER BY id")]


def driver_rows(connection, table):
    return connection.cursor(row_factory=dict_row).execute(f"SELECT * FROM {table} ORDER BY id").fetchall()


def texts_of(session, table):
    return [text for (text,) in session.connection().exec_driver_sql(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY id")]


def finite(value):
    """NaN is a Decimal, whatever pydantic, which looks at the types here, says of it."""
    if isinstance(value, list):
        return [finite(item) for item in value]
    return decimal.Decimal(0) if isinstance(value, decimal.Decimal) and not value.is_finite() else value


ADAPTERS = {}


def adapter(annotation):
    if repr(annotation) not in ADAPTERS:
        ADAPTERS[repr(annotation)] = TypeAdapter(annotation)
    return ADAPTERS[repr(annotation)]


if __name__ == "__main__":
    unittest.main()
