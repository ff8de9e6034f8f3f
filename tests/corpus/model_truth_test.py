#!/usr/bin/env python3
"""`./dev corpus DIR --alembic` on a small project, in the tests' own environment: nothing is installed."""

import contextlib
import io
import os
import pathlib
import sys
import tempfile
import types
import unittest
import unittest.mock

import model_changes
import model_environment
import model_modules
import model_truth
import psycopg

HERE = pathlib.Path(__file__).resolve().parent
sys.path.append(str(HERE.parent / "support/postgres"))

import throw_away  # noqa: E402  (found where the line above says)

PROGRAM = pathlib.Path(os.environ["ROWTYPE_BIN_DIR"], "rowtype")
FILES = {
    "server/shop/__init__.py": "",
    "server/shop/settings.py": "import nowhere_to_be_found\n\nraise KeyError('SHOP_SECRET')\n",
    "server/shop/broken.py": "from sqlalchemy import Column, Integer\n\nprint(Column(Integer).unheard_of)\n",
    "server/shop/models.py": '''
import nowhere_to_be_found
from sqlalchemy import ForeignKey, Index, String, text
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from shop import settings


class Base(DeclarativeBase):
    pass


class Plain(nowhere_to_be_found.Mixin, settings.Mixin):
    pass


class User(Base):
    __tablename__ = "users"
    __table_args__ = (Index("of_some", "name", unique=True, postgresql_where=text("age > 3")),)
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))
    nick: Mapped[str] = mapped_column(String(settings.LENGTH and 20), unique=True)
    age: Mapped[int | None]


class Post(Base):
    __tablename__ = "posts"
    id: Mapped[int] = mapped_column(primary_key=True)
    owner: Mapped[int] = mapped_column(ForeignKey("users.id"))
    title: Mapped[str]
    words: Mapped[int]
    note: Mapped[str | None]
''',
    "server/migrations/env.py": "import alembic\n\nraise KeyError('SHOP_SECRET')\n",
    "server/migrations/versions/1_first.py": '''
import sqlalchemy as sa
from alembic import op

revision, down_revision = "1", None


def upgrade():
    op.execute('CREATE EXTENSION IF NOT EXISTS "not-an-extension"')
    op.create_table("users", sa.Column("id", sa.Integer, primary_key=True), sa.Column("name", sa.String(40), nullable=False),
                    sa.Column("nick", sa.String(20), nullable=False, unique=True), sa.Column("age", sa.Integer))
    op.create_index("of_some", "users", ["name"], unique=True, postgresql_where=sa.text("age > 3"))
    op.create_table("posts", sa.Column("id", sa.Integer, primary_key=True), sa.Column("title", sa.String, nullable=False),
                    sa.Column("owner", sa.Integer, sa.ForeignKey("users.id"), nullable=False),
                    sa.Column("words", sa.Integer), sa.Column("note", sa.String))
''',
}
SQL = """
CREATE TABLE users (id serial PRIMARY KEY, name varchar(40) NOT NULL, nick varchar(20) NOT NULL UNIQUE, age int);
CREATE UNIQUE INDEX of_some ON users (name) WHERE age > 3;
CREATE TABLE posts (id serial PRIMARY KEY, owner int NOT NULL, title varchar NOT NULL, words int, note varchar);
CREATE TABLE refused (id nonsense);
"""
# Classes that no file has, and a schema that is named although it is the default one.
MADE = '''
from sqlalchemy import Column, Float, ForeignKey, Integer, MetaData, String
from sqlalchemy.orm import DeclarativeBase


class Base(DeclarativeBase):
    metadata = MetaData(schema="public")


class Part:
    id = Column(Integer, primary_key=True)
    value = Column(Float(6))


def make(month):
    type(f"Part{month}", (Part, Base), {"__tablename__": f"part_{month}"})


for month in range(2):
    make(month)


def text_of(table):
    return {"plain": String}[table]


class Plain(Base):
    __tablename__ = "plain"
    id = Column(Integer, primary_key=True)
    name = Column(text_of("plain"))
    note = Column(String)
    words = Column(String)
    gone = Column(Integer, unique=True)


class Next(Base):
    __tablename__ = "next"
    id = Column(Integer, primary_key=True)
    plain = Column(ForeignKey(Plain.id))
    far = Column(Integer, ForeignKey("public.plain.gone"))
'''
# Of it two parts have other columns; what the class Plain lacks, and an index of a kind that the server does not have.
MADE_REVISION = '''
from alembic import op

revision, down_revision = "1", None


def upgrade():
    for month in range(2):
        op.execute(f"CREATE TABLE part_{month} (id serial PRIMARY KEY, other int)")
    op.execute("CREATE TABLE plain (id bigserial PRIMARY KEY, name int NOT NULL, note varchar, words varchar)")
    op.execute("CREATE TABLE next (id serial PRIMARY KEY, plain bigint REFERENCES plain, far int)")
    op.execute("CREATE UNIQUE INDEX plain_note ON plain (note)")
    op.execute("CREATE INDEX plain_words ON plain USING not_a_method (words)")
'''
# A table of another system, and a comparator as packages have them.
ELSEWHERE = '''
import clickhouse_connect
from alembic.autogenerate import comparators
from sqlalchemy import Column, Integer, MetaData, Table
from sqlalchemy.engine.default import DefaultDialect


class ClickHouseDialect(DefaultDialect):
    name = "clickhouse"


events = Table("events", MetaData(), Column("id", Integer))


@comparators.dispatch_for("schema")
def compare_views(context, operations, schemas):
    raise KeyError("a table that a view needs")
'''
# Classes of which code beside them may make the rest.
OPEN = '''
from sqlalchemy import String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column


class Base(DeclarativeBase):
    pass


class User(Base):
    __tablename__ = "users"
    __mapper_args__ = {"polymorphic_on": "name"}
    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(40))


class Grown(User):
    age: Mapped[int | None]


class Post(Base):
    __tablename__ = "posts"
    __table_args__ = {"extend_existing": True}
    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str]
'''
MIXIN = "from sqlalchemy.orm import Mapped, mapped_column\n\n\nclass Mixin:\n    id: Mapped[int] = mapped_column(primary_key=True)\n"
SILENT = f"#!{sys.executable}\nprint('{{\"issues\": []}}')\n"
# Of a class's table in line 18, and in line 6 of what no declaration names.
UNKNOWN = f'''#!{sys.executable}
import json

issue = {{"rule": "unknown-table", "file": "server/shop/models.py", "field": None, "details": "no such table"}}
print(json.dumps({{"issues": [{{**issue, "line": 18, "table": "misread"}}, {{**issue, "line": 6, "table": "asked"}}]}}))
'''


class Project(unittest.TestCase):
    def setUp(self):
        self.folder = pathlib.Path(self.enterContext(tempfile.TemporaryDirectory(prefix="rowtype-models-")))
        for name, text in FILES.items():
            path = self.folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text, encoding="utf-8")
        # The environment that is there already, in place of one with the versions that the project pins.
        self.enterContext(unittest.mock.patch.object(model_environment.Environment, "find_folder", lambda *_: pathlib.Path(sys.prefix)))
        self.enterContext(unittest.mock.patch.object(model_environment.Environment, "install", lambda *_: None))

    def test_modules_are_called_as_imports_call_them(self):
        modules = model_modules.Modules(self.folder, [])
        self.assertEqual([name for _, name in modules.with_models()], ["shop.broken", "shop.models"])
        self.assertEqual([name for _, name in model_modules.Modules(self.folder, ["server/shop/m*.py"]).with_models()], ["shop.models"])

    def test_what_is_missing_is_replaced_and_told(self):
        report = model_environment.Environment(self.folder, self.folder, sys.executable, []).complete()
        self.assertEqual(report["stand_ins"], ["nowhere_to_be_found"])
        self.assertEqual(report["failed_code"], {"shop.settings": "KeyError: 'SHOP_SECRET'"})
        self.assertEqual(report["files"], {"shop.models": "server/shop/models.py"})
        self.assertEqual(list(report["failed"]), ["shop.broken"])

    def test_pins_of_lock_files(self):
        (self.folder / "server/requirements.txt").write_text("SQLAlchemy[asyncio]==2.0.1 \\\n  --hash=x\n# other==1\n", encoding="utf-8")
        self.assertEqual(model_environment.pins_of(self.folder / "server"), {"sqlalchemy": "2.0.1"})
        (self.folder / "server/requirements.lock").write_text("-e file:.\nflask==3.0\n    # via x\n", encoding="utf-8")
        self.assertEqual(model_environment.pins_of(self.folder / "server"), {"sqlalchemy": "2.0.1", "flask": "3.0"})
        (self.folder / "uv.lock").write_text('[[package]]\nname = "Flask_Thing"\nversion = "3"\n', encoding="utf-8")
        self.assertEqual(model_environment.pins_of(self.folder), {"flask-thing": "3"})

    def test_pythons_that_projects_want(self):
        inner = self.folder / "repository" / "server"
        (inner.parent / ".git").mkdir(parents=True)
        inner.mkdir()
        for version, is_wanted in (("3.14", True), ("3.20.1", True), ("3.13.14", False), ("3.140", False)):
            (inner.parent / ".python-version").write_text(f"{version}\n", encoding="utf-8")
            self.assertEqual(model_environment.wants_python_314(inner), is_wanted, version)
        (self.folder / ".python-version").write_text("3.14\n", encoding="utf-8")  # not of that repository
        self.assertFalse(model_environment.wants_python_314(inner))

    def test_what_python_314_reads_by_itself(self):
        text = FILES["server/shop/models.py"] + "\n\ntry:\n    last: Mapped[Later]\nexcept KeyError, ValueError:\n    pass\n"
        (self.folder / "server/shop/models.py").write_text(text, encoding="utf-8")
        for version, failing in (("3.13", {"shop.models", "shop.broken"}), ("3.14", {"shop.broken"})):
            (self.folder / ".python-version").write_text(f"{version}\n", encoding="utf-8")
            report = model_environment.Environment(self.folder, self.folder, sys.executable, []).complete()
            self.assertEqual(set(report["failed"]), failing, version)

    def test_an_environment_without_the_mapper_is_not_kept(self):
        environment = model_environment.Environment(self.folder, self.folder, sys.executable, [])
        environment.folder = self.folder / "environment"
        environment.folder.mkdir()
        with unittest.mock.patch.object(model_environment.Environment, "install", lambda *_: False), \
                unittest.mock.patch.object(model_environment.subprocess, "run"), self.assertRaisesRegex(SystemExit, "install sqlalchemy"):
            environment.make(sys.executable)
        self.assertFalse((environment.folder / ".complete").exists())

    def sql(self):
        (self.folder / "schema.sql").write_text(SQL, encoding="utf-8")
        return str(self.folder / "schema.sql")

    def compare(self, program=PROGRAM, **more):
        options = types.SimpleNamespace(**{"python": None, "models": [], "revisions": None, "sql": None, "created": False, **more})
        with throw_away.Server() as server, contextlib.redirect_stdout(io.StringIO()) as printed:
            is_equal = model_truth.compare(program, self.folder, server.facts, options)
        return is_equal, printed.getvalue()

    def test_both_say_the_same(self):
        is_equal, text = self.compare()
        self.assertTrue(is_equal, text)
        self.assertIn("1 revisions of server/migrations, run by Alembic, without the extension not-an-extension", text)
        self.assertIn("as the schema stands: 2 mapped classes, 2 tables, 9 columns\n"
                      "columns of which both say the same: 9 of 9; said by both: 1 (1 nullability); by one alone: 0", text)
        self.assertRegex(text, r"after \d+ changes of the schema: 2 mapped classes, 2 tables, 9 columns\n"
                               r"columns of which both say the same: 9 of 9; said by both: [3-9] ")

    def test_tables_that_sqlalchemy_makes(self):
        is_equal, text = self.compare(created=True)
        self.assertTrue(is_equal, text)
        self.assertIn("schema: the tables that SQLAlchemy makes of the models\n", text)
        self.assertIn("columns of which both say the same: 9 of 9; said by both: 0 (); by one alone: 0", text)

    def test_classes_that_code_makes_and_a_schema_that_need_not_be_named(self):
        (self.folder / "server/shop/models.py").write_text(MADE, encoding="utf-8")
        (self.folder / "server/migrations/versions/1_first.py").write_text(MADE_REVISION, encoding="utf-8")
        is_equal, text = self.compare()
        self.assertTrue(is_equal, text)
        self.assertIn("run by Alembic, without indexes by not_a_method\n", text)
        self.assertIn("as the schema stands: 4 mapped classes, 4 tables, 12 columns\n"
                      "columns of which both say the same: 12 of 12; said by both: 4 (1 columns, 1 nullability, 1 types, 1 unique keys); "
                      "by one alone: 0", text)
        self.assertIn("allowed: alembic alone, key to what is gone: 1 ", text)
        self.assertIn("allowed: alembic alone, class that code makes: 4 ", text)
        self.assertIn("allowed: alembic alone, type that code makes: 1 ", text)
        self.assertIn("allowed: alembic alone, type of a key's target: 1 ", text)

    def test_tables_of_another_system_and_what_packages_compare(self):
        (self.folder / "server/shop/events.py").write_text(ELSEWHERE, encoding="utf-8")
        is_equal, text = self.compare()
        self.assertTrue(is_equal, text)
        self.assertIn("allowed: alembic alone, another database system: 1 ", text)

    def test_what_other_code_may_add(self):
        (self.folder / "server/shop/models.py").write_text(OPEN, encoding="utf-8")
        is_equal, text = self.compare(sql=self.sql())
        self.assertTrue(is_equal, text)
        self.assertIn("allowed: alembic alone, columns of subclasses: 1 ", text)  # nick, and its key with it
        self.assertIn("allowed: alembic alone, table that is extended: 3 ", text)

    def test_types_in_other_words(self):
        (self.folder / "server/shop/models.py").write_text(MADE, encoding="utf-8")
        is_equal, text = self.compare(created=True)
        self.assertTrue(is_equal, text)
        self.assertIn("allowed: alembic alone, other words for a type: 2 ", text)

    def test_sql_files_in_place_of_revisions(self):
        is_equal, text = self.compare(sql=self.sql())
        self.assertTrue(is_equal, text)
        self.assertIn("schema: the SQL files of schema.sql, of which PostgreSQL refused 1 statements\n", text)
        self.assertIn("columns of which both say the same: 9 of 9; said by both: 2 (1 foreign keys, 1 nullability); by one alone: 0", text)

    def test_nothing_compared_is_no_agreement(self):
        is_equal, text = self.compare(models=["server/shop/settings.py"])
        self.assertFalse(is_equal)
        self.assertIn("nothing was compared: no module with models could be imported", text)
        (self.folder / "server/shop/models.py").write_text(MIXIN, encoding="utf-8")
        is_equal, text = self.compare(created=True)
        self.assertFalse(is_equal)
        self.assertIn("nothing was compared: the modules that were imported have no mapped class and no table", text)

    def test_a_table_that_only_rowtype_sees_in_a_model_is_told(self):
        is_equal, text = self.compare(self.program(UNKNOWN))
        self.assertFalse(is_equal)
        self.assertIn("rowtype alone: unknown-table public.misread : server/shop/models.py:18: no such table", text)
        self.assertNotIn("rowtype alone: unknown-table public.asked", text)
        self.assertIn("allowed: rowtype alone, table that a query names: 1 ", text)

    def program(self, text):
        """One that stands in for rowtype."""
        path = self.folder / "program"
        path.write_text(text, encoding="utf-8")
        path.chmod(0o755)
        return path

    def test_silence_is_no_agreement(self):
        is_equal, text = self.compare(self.program(SILENT))
        self.assertFalse(is_equal)
        self.assertIn("alembic alone: nullable public.posts words: modify_nullable False", text)
        self.assertIn("columns of which both say the same: 8 of 9; said by both: 0 (); by one alone: 1", text)


class Changes(unittest.TestCase):
    def test_only_the_named_tables_change(self):
        with throw_away.Server() as server, psycopg.connect(server.url, autocommit=True) as connection:
            for name in ("a", "b"):
                connection.execute(f"CREATE TABLE {name} (id int PRIMARY KEY, x text, y text, z varchar(3))")
            self.assertGreater(model_changes.change(server.url, {"public.a"}), 2)
            query = "SELECT count(*) FROM information_schema.columns WHERE table_name = %s AND column_name IN ('x', 'y', 'z')"
            self.assertEqual([connection.execute(query, [name]).fetchone()[0] for name in ("a", "b")], [2, 3])


if __name__ == "__main__":
    unittest.main()
