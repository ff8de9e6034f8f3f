"""Generated modules of every style in real Python: formatters, linters, type checkers, the libraries themselves, Alembic, and rows
of a real PostgreSQL there and back.

usage: styles_test.py PRINT_MODULE (the program of print_module.cpp)
"""

import ast
import importlib.util
import json
import os
import shutil
import subprocess
import sys
import tempfile
import unittest
import warnings
from pathlib import Path

HERE = Path(__file__).resolve().parent
PRINT_MODULE = sys.argv.pop(1)
BIN = Path(sys.executable).parent
PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"], "rowtype")
sys.path.insert(0, str(Path(os.environ["ROWTYPE_SOURCE_DIR"], "tests/support/postgres")))

STYLES = ["pydantic", "pydantic-v1", "sqlmodel", "sqlalchemy", "typeddict", "dataclass"]
SCHEMAS = [HERE / "styles.sql", HERE / "rich.sql"]


def generate(words: str, schema: Path) -> str:
    run = subprocess.run([PRINT_MODULE, words, str(schema)], capture_output=True)
    if run.returncode != 0:
        raise AssertionError(run.stderr.decode(errors="replace"))
    text = run.stdout.decode("utf-8")
    # One environment holds one pydantic; version 2 brings version 1 as a module of its own.
    return text.replace("from pydantic import", "from pydantic.v1 import") if "pydantic-v1" in words else text


class Folder(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.folder = Path(cls.enterClassContext(tempfile.TemporaryDirectory(prefix="rowtype-styles-")))

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        return path

    def passes(self, tool: str, *arguments: str):
        environment = {**os.environ, "RUFF_NO_CACHE": "true", "HOME": str(self.folder)}
        run = subprocess.run([BIN / tool, *arguments], capture_output=True, text=True, cwd=self.folder, env=environment)
        self.assertEqual(run.returncode, 0, f"{tool} {arguments}\n{run.stdout[-4000:]}\n{run.stderr[-2000:]}")

    def load(self, text: str):
        Folder.loaded_modules = getattr(Folder, "loaded_modules", 0) + 1
        name = f"generated_{Folder.loaded_modules}"
        path = self.write(f"loaded/{name}.py", text)
        spec = importlib.util.spec_from_file_location(name, path)
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            spec.loader.exec_module(module)
        return module


# Names of the standard library, and keywords of its calls, by the minor version of Python 3 that brought them.
NEWER = {
    "typing": {"TypeAlias": 10, "ParamSpec": 10, "NotRequired": 11, "Required": 11, "Self": 11, "Never": 11, "TypeAliasType": 12,
               "override": 12, "ReadOnly": 13},
    "enum": {"StrEnum": 11, "ReprEnum": 11},
    "types": {"NoneType": 10, "UnionType": 10},
    "datetime": {"UTC": 11},
}  # fmt: skip
NEWER_KEYWORDS = {("dataclass", "kw_only"): 10, ("dataclass", "slots"): 10, ("field", "kw_only"): 10}


def newer_than(tree: ast.Module, minor: int) -> list[str]:
    """What a module needs at import that Python 3.minor does not have, beside syntax."""
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom):
            names = NEWER.get(node.module or "", {})
            found += [f"{node.module}.{alias.name}" for alias in node.names if names.get(alias.name, 0) > minor]
        elif isinstance(node, ast.BinOp) and isinstance(node.op, ast.BitOr) and minor < 10:
            found.append(ast.unparse(node))
        elif isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            found += [f"{node.func.id}({word.arg}=…)" for word in node.keywords if NEWER_KEYWORDS.get((node.func.id, word.arg), 0) > minor]
    return found


def forget_sqlmodel():
    """SQLModel keeps all classes of a process in one registry."""
    from sqlmodel import SQLModel

    SQLModel.metadata.clear()
    SQLModel._sa_registry.dispose()


class Tools(Folder):
    def test_formatters_linters_and_type_checkers_have_nothing_to_say(self):
        paths = []
        for schema in SCHEMAS:
            for style in STYLES:
                for words in ("", "all", "all,driver,strenum,3.13", "all,literal,number"):
                    target = "py313" if "3.13" in words else "py310"
                    name = f"{target}/{schema.stem}_{style}_{words}.py".replace(",", "_").replace("-", "_").replace("3.13", "new")
                    paths.append(self.write(name, generate(f"json,{style},{words}", schema)))
        self.passes("ruff", "format", "--isolated", "--check", "--diff", "py310", "py313")
        self.passes("ruff", "check", "--isolated", "--target-version", "py310", "py310")
        self.passes("ruff", "check", "--isolated", "--target-version", "py313", "py313")
        self.passes("mypy", "--strict", "--cache-dir", str(self.folder / "cache"), *map(str, paths))
        self.write("pyrightconfig.json", json.dumps({"typeCheckingMode": "strict", "pythonVersion": "3.13", "include": ["py310", "py313"]}))
        self.passes("pyright", "-p", str(self.folder), "--pythonpath", sys.executable)

    def test_what_is_set_by_default_passes_with_the_linters_own_defaults(self):
        for style in STYLES:
            self.write(f"default/{style.replace('-', '_')}.py", generate(f"json,{style}", HERE / "styles.sql"))
        self.passes("ruff", "check", "--isolated", "default")

    def test_modules_are_read_by_the_oldest_and_the_newest_python(self):
        import torture

        everything = self.write("torture.sql", torture.definitions())
        for version in ("3.9", "3.10", "3.11", "3.12", "3.13"):
            minor, written = int(version[2:]), []
            for schema in [*SCHEMAS, everything]:
                for style in STYLES:
                    for words in ("all", "all,driver,strenum"):
                        with self.subTest(schema=schema.stem, style=style, version=version, words=words):
                            text = generate(f"json,{style},{words},{version}", schema)
                            tree = ast.parse(text, feature_version=(3, minor))
                            self.assertEqual(newer_than(tree, minor), [])
                            written.append(self.write(f"read_{minor}/{schema.stem}_{style}_{words}.py".replace(",", "_"), text))
            # Where that very interpreter is installed, it says so itself.
            if interpreter := shutil.which(f"python{version}"):
                run = subprocess.run([interpreter, "-m", "py_compile", *written], capture_output=True, text=True)
                if "command not found" not in run.stderr:  # a version manager's placeholder
                    self.assertEqual((run.returncode, run.stderr), (0, ""))

    def test_output_is_the_same_each_time(self):
        for style in STYLES:
            self.assertEqual(generate(f"json,{style},all", SCHEMAS[0]), generate(f"json,{style},all", SCHEMAS[0]))


def generate_package(folder: Path, style: str, layout: str, schema: Path, name: str = "rows"):
    """The package of that name in the folder, written by the program."""
    folder.mkdir(parents=True)
    (folder / "rowtype.toml").write_text(
        f'schemas = ["public", "billing"]\n[schema]\nsource = "migrations"\npath = "{schema}"\n'
        f'[generate]\noutput = "{name}"\nstyle = "{style}"\nlayout = "{layout}"\nvariants = ["row", "insert", "update"]\n'
    )
    subprocess.run([PROGRAM, "generate", "--quiet"], cwd=folder, check=True)


class Packages(Folder):
    """A module for each table or schema: what its files import from each other."""

    def test_formatters_linters_and_type_checkers_have_nothing_to_say(self):
        for schema in SCHEMAS:
            for style in STYLES:
                for layout in ("table", "schema"):
                    name = f"{schema.stem}_{style.replace('-', '_')}_{layout}"
                    generate_package(self.folder / "tools" / name, style, layout, schema, f"rows_{name}")
        self.passes("ruff", "format", "--isolated", "--check", "--diff", "tools")
        self.passes("ruff", "check", "--isolated", "--select", "E4,E7,E9,F,I", "tools")
        packages = [str(path) for path in sorted((self.folder / "tools").glob("*/rows_*"))]
        self.passes("mypy", "--strict", "--cache-dir", str(self.folder / "cache"), *packages)
        self.write("pyrightconfig.json", json.dumps({"typeCheckingMode": "strict", "include": ["tools"]}))
        self.passes("pyright", "-p", str(self.folder), "--pythonpath", sys.executable)

    def test_modules_can_be_imported_in_any_order(self):
        program = (
            "import sys, warnings, importlib, sqlalchemy.orm; warnings.simplefilter('error')\n"
            "importlib.import_module('rows.' + sys.argv[1]); import rows\n"
            "assert all(hasattr(rows, name) for name in rows.__all__); sqlalchemy.orm.configure_mappers()"
        )
        for style in STYLES:
            if style == "pydantic-v1":
                continue  # the environment has version 2
            generate_package(self.folder / f"import_{style}", style, "table", HERE / "styles.sql")
            for module in ("users", "posts", "_shared", "nodes"):
                run = subprocess.run([sys.executable, "-c", program, module], cwd=self.folder / f"import_{style}", capture_output=True, text=True)
                self.assertEqual((run.returncode, run.stderr), (0, ""), f"{style} {module}")

    def test_check_finds_nothing(self):
        for style in STYLES:
            for layout in ("table", "schema"):
                with self.subTest(style=style, layout=layout):
                    folder = self.folder / f"check_{style}_{layout}"
                    generate_package(folder, style, layout, HERE / "rich.sql")
                    text = (folder / "rowtype.toml").read_text()
                    # No comment names a table with a space, and no mapper maps one without columns.
                    (folder / "rowtype.toml").write_text('models = ["rows/*.py"]\nexclude-tables = ["Odd Names", "empty_table"]\n' + text)
                    subprocess.run([PROGRAM, "generate", "--quiet"], cwd=folder, check=True)
                    done = subprocess.run([PROGRAM, "check", "--quiet"], cwd=folder, capture_output=True, text=True)
                    self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)


class Check(Folder):
    def test_generated_models_agree_with_their_schema(self):
        import torture

        everything = self.write("torture.sql", torture.definitions())
        for style in STYLES:
            for schema in [*SCHEMAS, everything]:
                with self.subTest(style=style, schema=schema.stem):
                    folder = self.folder / f"{style}_{schema.stem}"
                    folder.mkdir()
                    (folder / "rowtype.toml").write_text(
                        'models = ["rows.py"]\n'
                        # No comment names a table with a space, and no mapper maps one without columns.
                        'exclude-tables = ["Odd Names", "empty_table"]\n'
                        f'schemas = ["public", "billing"]\n[schema]\nsource = "migrations"\npath = "{schema}"\n'
                        f'[generate]\noutput = "rows.py"\nstyle = "{style}"\nvariants = ["row", "insert", "update"]\n'
                    )
                    subprocess.run([PROGRAM, "generate", "--quiet"], cwd=folder, check=True)
                    done = subprocess.run([PROGRAM, "check", "--quiet"], cwd=folder, capture_output=True, text=True)
                    self.assertEqual((done.returncode, done.stdout), (0, ""), done.stderr)
                    again = subprocess.run([PROGRAM, "generate", "--check"], cwd=folder, capture_output=True, text=True)
                    self.assertEqual(again.returncode, 0, again.stdout)


class Database(Folder):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        import psycopg
        from throw_away import Server

        cls.url = cls.enterClassContext(Server()).url
        with psycopg.connect(cls.url, autocommit=True) as connection:
            connection.execute((HERE / "styles.sql").read_text(encoding="utf-8"))
            connection.execute((HERE / "styles_rows.sql").read_text(encoding="utf-8"))
            rows = connection.execute(
                "SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = relnamespace"
                " WHERE relkind = 'r' AND nspname IN ('public', 'billing') ORDER BY 1, 2"
            )
            cls.tables = rows.fetchall()

    def connect(self):
        import psycopg

        return psycopg.connect(self.url, autocommit=True)

    def engine(self):
        import sqlalchemy

        # Without a pool nothing is left open.
        url = self.url.replace("postgresql:", "postgresql+psycopg:")
        return sqlalchemy.create_engine(url, poolclass=sqlalchemy.NullPool)

    def class_name(self, schema: str, table: str) -> str:
        return "".join(part.capitalize() for part in table.split("_"))

    def json_rows(self, connection, schema, table):
        for (text,) in connection.execute(f'SELECT to_json(t)::text FROM "{schema}"."{table}" t'):
            yield json.loads(text)

    def goes_back(self, connection, schema, table, dump):
        """The dumped row, made a row of the table by the database as PostgREST does it, equals the one that was read."""
        name = f'"{schema}"."{table}"'
        dumped = json.dumps(dump)
        found = connection.execute(
            f"SELECT count(*) FROM {name} t WHERE to_jsonb(t) = to_jsonb(jsonb_populate_record(NULL::{name}, %s::jsonb))", [dumped]
        ).fetchone()
        self.assertEqual(found[0], 1, f"{name}: {dumped}")

    def test_rows_in_json_go_through_models_and_back(self):
        count = 0
        for style in ("pydantic", "pydantic-v1"):
            module = self.load(generate(f"json,{style}", HERE / "styles.sql"))
            with self.connect() as connection:
                for schema, table in self.tables:
                    model = getattr(module, self.class_name(schema, table))
                    for row in self.json_rows(connection, schema, table):
                        with self.subTest(style=style, table=table, row=row):
                            if style == "pydantic":
                                dump = model.model_validate(row).model_dump(mode="json", by_alias=True)
                            else:
                                dump = json.loads(model.parse_obj(row).json(by_alias=True))
                            self.goes_back(connection, schema, table, dump)
                            count += 1
        self.assertGreater(count, 50)

    def test_rows_in_json_are_what_dictionaries_and_dataclasses_say(self):
        import dataclasses
        import typing

        from pydantic import TypeAdapter

        for style in ("typeddict", "dataclass"):
            text = generate(f"json,{style}", HERE / "styles.sql")
            module = self.load(text.replace("Literal, TypedDict", "Literal\nfrom typing_extensions import TypedDict"))
            with self.connect() as connection:
                for schema, table in self.tables:
                    model = getattr(module, self.class_name(schema, table))
                    hints = typing.get_type_hints(model)
                    if style == "dataclass":
                        fields = dataclasses.fields(model)
                        hints = {field.metadata.get("column", field.name): hints[field.name] for field in fields}
                    for row in self.json_rows(connection, schema, table):
                        with self.subTest(style=style, table=table, row=row):
                            self.assertEqual(hints.keys(), row.keys())
                            for name, value in row.items():
                                # Nothing is converted on the way: a value is of its annotated type already.
                                TypeAdapter(hints[name]).validate_python(value, strict=True)

    def test_rows_of_a_driver_are_taken_by_models(self):
        from psycopg.rows import dict_row

        module = self.load(generate("driver,pydantic", HERE / "styles.sql"))
        with self.connect() as connection:
            for schema, table in self.tables:
                model = getattr(module, self.class_name(schema, table))
                columns = ", ".join(
                    f'"{c}"' for (c,) in connection.execute(
                        "SELECT column_name FROM information_schema.columns WHERE (table_schema, table_name) = (%s, %s)"
                        " AND udt_name NOT IN ('money_amount', '_mood')", [schema, table])
                )  # fmt: skip
                rows = connection.cursor(row_factory=dict_row).execute(f'SELECT {columns} FROM "{schema}"."{table}"').fetchall()
                for row in rows:
                    with self.subTest(table=table, row=row):
                        dump = model.model_validate({"price": None, "moods": None, **row}).model_dump(by_alias=True)
                        self.assertEqual({name: dump[name] for name in row if name not in ("mood", "host", "net")},
                                         {name: row[name] for name in row if name not in ("mood", "host", "net")})  # fmt: skip

    def test_inserts_leave_to_the_database_what_is_not_set(self):
        module = self.load(generate("json,pydantic,all", HERE / "styles.sql"))
        self.assertEqual(module.UsersInsert(email="x").model_dump(mode="json", exclude_unset=True), {"email": "x"})
        made = module.UsersInsert(email="x")
        self.assertEqual(
            (made.name, made.mood.value, made.score, str(made.ratio), made.state, made.settings, made.tags, made.nums, made.active),
            ("it's me", "ok", -1, "0.5", "new", {}, [], [1, 2], True),
        )
        self.assertNotIn("id", module.UsersInsert.model_fields)
        self.assertNotIn("upper_name", module.UsersInsert.model_fields)
        self.assertEqual([name for name, field in module.UsersUpdate.model_fields.items() if field.is_required()], [])
        for wrong in ({"score": 1000}, {"ratio": 9.51}, {"state": "other"}, {"share": 101}, {"mood": "none"}):
            with self.assertRaises(ValueError):
                module.UsersInsert(email="x", **wrong)

    def test_decimals_are_dumped_as_the_setting_says(self):
        text = self.load(generate("json,pydantic", HERE / "styles.sql")).MoneyAmount(amount="1.50", currency=None)
        number = self.load(generate("json,pydantic,number", HERE / "styles.sql")).MoneyAmount(amount="1.50", currency=None)
        self.assertEqual(text.model_dump(mode="json")["amount"], "1.50")
        self.assertEqual(number.model_dump(mode="json")["amount"], 1.5)

    def alembic_says(self, metadata):
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        options = {"compare_type": True, "compare_server_default": False, "include_schemas": True}
        with self.engine().connect() as connection, warnings.catch_warnings():
            warnings.filterwarnings("ignore", message="Did not recognize type")
            return compare_metadata(MigrationContext.configure(connection, opts=options), metadata)

    def test_alembic_finds_nothing_to_do(self):
        module = self.load(generate("json,sqlalchemy", HERE / "styles.sql"))
        self.assertEqual(self.alembic_says(module.Base.metadata), [])
        forget_sqlmodel()
        self.addCleanup(forget_sqlmodel)
        module = self.load(generate("json,sqlmodel", HERE / "styles.sql"))
        self.assertEqual(self.alembic_says(module.SQLModel.metadata), [])

    def mapped(self, style):
        import sqlalchemy.orm

        if style == "sqlmodel":
            forget_sqlmodel()
            self.addCleanup(forget_sqlmodel)
        module = self.load(generate(f"json,{style}", HERE / "styles.sql"))
        with warnings.catch_warnings():
            warnings.simplefilter("error")
            sqlalchemy.orm.configure_mappers()
        return module

    def test_mapped_rows_are_read_and_written_again(self):
        from sqlalchemy import select
        from sqlalchemy.orm import Session

        for style in ("sqlalchemy", "sqlmodel"):
            module = self.mapped(style)
            for schema, table in self.tables:
                if table == "log_lines":
                    continue  # without a key it is a plain table
                model = getattr(module, self.class_name(schema, table))
                with self.subTest(style=style, table=table), self.connect() as connection, Session(self.engine()) as session:
                    name = f'"{schema}"."{table}"'
                    before = connection.execute(f"SELECT to_jsonb(t)::text FROM {name} t ORDER BY 1").fetchall()
                    attributes = [a.key for a in model.__mapper__.column_attrs if not a.columns[0].computed]
                    rows = [{key: getattr(row, key) for key in attributes} for row in session.scalars(select(model))]
                    # Another transaction of the same table without its rows takes them again.
                    session.connection().exec_driver_sql("SET LOCAL session_replication_role = replica")
                    session.connection().exec_driver_sql(f"DELETE FROM {name}")
                    session.expunge_all()
                    identity = [c.name for c in model.__table__.columns if c.identity is not None and c.identity.always]
                    for column in identity:
                        session.connection().exec_driver_sql(f"ALTER TABLE {name} ALTER {column} SET GENERATED BY DEFAULT")
                    for row in rows:
                        session.add(model(**row))
                        session.flush()
                    after = session.connection().exec_driver_sql(f"SELECT to_jsonb(t)::text FROM {name} t ORDER BY 1").fetchall()
                    self.assertEqual([tuple(row) for row in after], before)
                    session.rollback()

    def test_relationships_lead_there_and_back(self):
        from sqlalchemy import select
        from sqlalchemy.orm import Session

        for style in ("sqlalchemy", "sqlmodel"):
            module = self.mapped(style)
            with self.subTest(style=style), Session(self.engine()) as session:
                user = session.scalars(select(module.Users).where(module.Users.id == 2)).one()
                self.assertEqual(sorted(post.id for post in user.posts_author), [2, 3])
                self.assertEqual([post.id for post in user.posts_editor], [3])
                self.assertEqual(user.manager.id, 1)
                self.assertEqual([one.id for one in user.manager.manager_users], [2])
                self.assertIsNone(user.profiles)
                self.assertEqual(session.get(module.Profiles, 3).user.email, "c")
                post = session.get(module.Posts, 1)
                self.assertEqual(sorted(label.code for label in post.labels), ["", "red"])
                self.assertEqual(sorted(one.id for one in session.get(module.Labels, "red").posts), [1, 2])
                payment = session.scalars(select(module.Payments).where(module.Payments.region == "eu")).one()
                self.assertIs(payment.accounts.payments[0], payment)
                node = session.get(module.Nodes, 1)
                self.assertEqual([child.id for child in node.parent_nodes], [2])
                self.assertEqual([other.id for other in node.target_nodes], [2])
                self.assertEqual(sorted(other.id for other in session.get(module.Nodes, 2).source_nodes), [1, 2])


if __name__ == "__main__":
    unittest.main()
