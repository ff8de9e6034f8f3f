#!/usr/bin/env python3
"""`check --fix --unsafe-fixes` over mapped classes of many shapes whose schema was changed at random.

Whatever the shape: the result parses and SQLAlchemy takes it, a second run changes nothing, lines of other things stay as they stood, `check`
has nothing left to say of it, hints included, and Alembic, which compares the class with a real PostgreSQL of the new schema, finds
nothing to do.
"""

import ast
import itertools
import os
import random
import re
import subprocess
import sys
import tempfile
import types
import unittest
from pathlib import Path

SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"], "rowtype")
sys.path.insert(0, str(SOURCE / "tests/support/postgres"))

from throw_away import Server  # noqa: E402

SEED = int(os.environ.get("ROWTYPE_PROPERTY_SEED", "20261126"))
SCHEMAS = int(os.environ.get("ROWTYPE_PROPERTY_SCHEMAS", "8"))

# PostgreSQL's type: SQLAlchemy's, the annotation, and the words of SQLModel's Field where the annotation needs some.
TYPES = {
    "integer": ("Integer", "int", ""),
    "bigint": ("BigInteger", "int", "sa_type={}"),
    "smallint": ("SmallInteger", "int", "sa_type={}"),
    "text": ("Text", "str", "sa_type={}"),
    "varchar(40)": ("String(40)", "str", "max_length=40"),
    "varchar": ("String", "str", ""),
    "boolean": ("Boolean", "bool", ""),
    "numeric(10,2)": ("Numeric(10, 2)", "Decimal", "max_digits=10, decimal_places=2"),
    "date": ("Date", "date", ""),
    "timestamptz": ("DateTime(timezone=True)", "datetime", "sa_type={}"),
    "timestamp": ("DateTime", "datetime", "sa_type={}"),
    "uuid": ("Uuid", "UUID", ""),
    "jsonb": ("JSONB", "dict[str, Any]", "sa_type={}"),
    "text[]": ("ARRAY(Text)", "list[str]", "sa_type={}"),
    "mood": ("Enum('happy', 'sad', name='mood')", "str", "sa_type={}"),
}
# What only the new schema has.
NEW_TYPES = [*TYPES, "double precision", "bytea", "interval", "time", "integer[]", "real", "inet", "int4range"]
NAMES = ["name", "nick", "age", "email", "created_at", "price", "tags", "payload", "is_active", "notes", "score", "born"]
DIALECT = ("JSONB", "ARRAY")
HEAD = """from datetime import date, datetime
from decimal import Decimal
from typing import Any, Optional
from uuid import UUID

"""
KINDS = ["mapped", "mapped", "column", "flask", "flask column", "sqlmodel", "core"]


class Shape:
    """How a file writes its classes."""

    def __init__(self, choice, kind):
        self.kind = kind
        self.optional = choice.random() < 0.4
        self.module = choice.random() < 0.4 and not kind.startswith("flask")  # import sqlalchemy as sa
        self.lines = choice.random() < 0.3  # of core: a column a line
        self.line_end = choice.choice(["\n", "\n", "\r\n"])
        self.prefix = "db." if kind.startswith("flask") else "sa." if self.module else ""
        self.is_annotated = kind in ("mapped", "flask", "sqlmodel")

    def type_of(self, kind):
        def spell(match):
            name = match[0]
            return ("" if name in DIALECT else self.prefix) + name

        return re.sub(r"\b[A-Z]\w+(?=[(),]|$)|\b[A-Z]\w+(?=\()", lambda m: m[0] if m[0] in ("True",) else spell(m), TYPES[kind][0])

    def annotation(self, kind, nullable):
        text = TYPES[kind][1]
        if not nullable:
            return text
        return f"Optional[{text}]" if self.optional else f"{text} | None"

    def column(self, choice, name, kind, nullable):
        comment = choice.choice(["", "", "  # kept: about " + name])
        if self.kind == "core":
            null = "" if nullable else ", nullable=False"
            return f'{self.prefix}Column("{name}", {self.type_of(kind)}{null})'
        if self.kind == "sqlmodel":
            words = TYPES[kind][2].format(self.type_of(kind))
            if nullable:
                words = "default=None" + (", " + words if words else "")
            value = f" = Field({words})" if words else ""
            return f"{name}: {self.annotation(kind, nullable)}{value}{comment}"
        if self.kind in ("column", "flask column"):
            words = self.type_of(kind) + ("" if nullable else ", nullable=False")
            return f"{name} = {self.prefix}Column({words}){comment}"
        mapped = "mapped_column" if self.kind == "mapped" else "db.mapped_column"
        is_told = kind in ("integer", "varchar", "boolean", "date", "uuid", "timestamp") and choice.random() < 0.5
        value = "" if is_told else f" = {mapped}({self.type_of(kind)})"
        return f"{name}: Mapped[{self.annotation(kind, nullable)}]{value}{comment}"

    def imports(self):
        names = sorted({match for kind in TYPES for match in re.findall(r"\b[A-Z]\w+(?=[(),]|$)", TYPES[kind][0])} - {"True", *DIALECT})
        lines = ["from sqlalchemy.dialects.postgresql import ARRAY, JSONB"]
        if self.module:
            lines.insert(0, "import sqlalchemy as sa")
        elif self.kind in ("mapped", "column", "core"):
            extra = {"mapped": [], "column": ["Column"], "core": ["Column", "MetaData", "Table"]}[self.kind]
            lines.insert(0, "from sqlalchemy import " + ", ".join(sorted(names + extra)))
        elif self.kind == "sqlmodel":
            lines.insert(0, "from sqlalchemy import " + ", ".join(names))
        lines += {
            "mapped": ["from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column"],
            "column": ["from sqlalchemy.orm import DeclarativeBase"],
            "flask": ["from flask_sqlalchemy import SQLAlchemy", "from sqlalchemy.orm import DeclarativeBase, Mapped"],
            "flask column": ["from flask_sqlalchemy import SQLAlchemy"],
            "sqlmodel": ["from sqlmodel import Field, SQLModel"],
            "core": [],
        }[self.kind]
        return "\n".join(lines) + "\n"

    def module_text(self, choice, columns):
        text = HEAD + self.imports() + "\n\n"
        text += {
            "mapped": "class Base(DeclarativeBase):\n    pass\n\n\n",
            "column": "class Base(DeclarativeBase):\n    pass\n\n\n",
            "flask": "class Base(DeclarativeBase):\n    pass\n\n\ndb = SQLAlchemy(model_class=Base)\n\n\n",
            "flask column": "db = SQLAlchemy()\n\n\n",
            "sqlmodel": "",
            "core": f"metadata = {self.prefix}MetaData()\n",
        }[self.kind]
        lines = [self.column(choice, *column) for column in columns]
        if self.kind == "core":
            key = f'{self.prefix}Column("id", {self.prefix}BigInteger, primary_key=True)'
            if self.lines:
                inner = "".join(f"    {line},\n" for line in ['"items"', "metadata", key, *lines])
                text += f"items = {self.prefix}Table(\n{inner})  # kept\n"
            else:
                text += f'items = {self.prefix}Table("items", metadata, {", ".join([key, *lines])})  # kept\n'
            return (text + "KEPT = {'after': 1}   # kept\n").replace("\n", self.line_end)
        key = {
            "mapped": f"id: Mapped[int] = mapped_column({self.prefix}BigInteger, primary_key=True)",
            "flask": "id: Mapped[int] = db.mapped_column(db.BigInteger, primary_key=True)",
            "column": f"id = {self.prefix}Column({self.prefix}BigInteger, primary_key=True)",
            "flask column": "id = db.Column(db.BigInteger, primary_key=True)",
            "sqlmodel": f"id: int = Field(primary_key=True, sa_type={self.prefix}BigInteger)",
        }[self.kind]
        base = {"mapped": "Base", "column": "Base", "flask": "db.Model", "flask column": "db.Model", "sqlmodel": "SQLModel, table=True"}[self.kind]
        text += f'class Item({base}):\n    """Kept: a docstring."""\n\n    __tablename__ = "items"\n\n    {key}\n'
        for line in lines:
            text += ("    # kept: a comment\n" if choice.random() < 0.15 else "") + f"    {line}\n"
        text += "\n    def label(self) -> str:\n        return f'{self.id} kept'   # kept\n\n\nKEPT = {'after': 1}   # kept\n"
        return text.replace("\n", self.line_end)

    def metadata(self, module):
        if self.kind == "core":
            return module.metadata
        return module.db.metadata if self.kind.startswith("flask") else module.Item.metadata


def make_table(choice):
    return [(name, choice.choice(list(TYPES)), choice.random() < 0.5) for name in choice.sample(NAMES, choice.randint(3, 7))]


def mutate(choice, columns):
    changed = [(*column, "") for column in columns]
    for _ in range(choice.randint(2, 5)):
        kind = choice.choice(["add", "add", "drop", "retype", "null", "length", "rename"])
        free = [name for name in NAMES if name not in {column[0] for column in changed}]
        index = choice.randrange(len(changed))
        name, sql_type, nullable, rest = changed[index]
        if kind == "add" and free:
            added = choice.choice(NEW_TYPES)
            fills = {"integer": " DEFAULT 7", "text": " DEFAULT 'it''s: x'", "boolean": " DEFAULT false", "timestamptz": " DEFAULT now()"}
            rest = fills.get(added, "") if choice.random() < 0.5 else ""
            if added in ("integer", "text", "uuid") and choice.random() < 0.2:
                rest += " UNIQUE"
            changed.append((choice.choice(free), added, choice.random() < 0.5, rest))
        elif kind == "drop" and len(changed) > 3:
            del changed[index]
        elif kind == "rename":
            changed[index] = (name.removesuffix("s") + "s" * (not name.endswith("s")), sql_type, nullable, rest)
        elif kind == "retype":
            changed[index] = (name, choice.choice(NEW_TYPES), nullable, "")
        elif kind == "length" and sql_type == "varchar(40)":
            changed[index] = (name, "varchar(25)", nullable, rest)
        elif kind == "null":
            changed[index] = (name, sql_type, not nullable, rest)
    return changed


def sql(columns):
    lines = [f"    {name} {kind}{'' if nullable else ' NOT NULL'}{rest}" for name, kind, nullable, rest in columns]
    return "CREATE TYPE mood AS ENUM ('happy', 'sad');\nCREATE TABLE items (\n    id bigserial PRIMARY KEY,\n" + ",\n".join(lines) + "\n);\n"


NUMBERS = itertools.count()


def load(text):
    ast.parse(text)
    module = types.ModuleType(f"property_module_{next(NUMBERS)}")
    sys.modules[module.__name__] = module
    if "SQLModel" in text:
        import sqlmodel

        sqlmodel.SQLModel.metadata.clear()
    exec(compile(text, module.__name__, "exec"), module.__dict__)
    return module


def kept_lines(text):
    return [line.strip() for line in text.splitlines() if "kept" in line.lower() and "about" not in line and "Table(" not in line]


class FixesOfMappedClasses(unittest.TestCase):
    maxDiff = 4000

    @classmethod
    def setUpClass(cls):
        cls.server = cls.enterClassContext(Server())

    def run_rowtype(self, folder, *arguments):
        command = [PROGRAM, "check", *arguments, "--schema", "migrations:schema.sql", "--color", "never", "--ignore", "missing-model"]
        return subprocess.run(command, cwd=folder, capture_output=True, text=True)

    def differences(self, text, shape, schema):
        import sqlalchemy
        from alembic.autogenerate import compare_metadata
        from alembic.migration import MigrationContext

        metadata = shape.metadata(load(text))
        engine = sqlalchemy.create_engine(self.server.url.replace("postgresql:", "postgresql+psycopg:"))
        with engine.connect() as connection:
            for statement in schema.split(";\n"):
                if statement.strip():
                    connection.exec_driver_sql(statement)
            options = {"compare_type": True, "compare_server_default": True}
            found = compare_metadata(MigrationContext.configure(connection, opts=options), metadata)
            connection.rollback()
        engine.dispose()
        return found

    def test_fixed_classes_are_clean(self):
        choice = random.Random(SEED)
        fixed = left = 0
        for number, kind in itertools.product(range(SCHEMAS), KINDS):
            columns = make_table(choice)
            changed = mutate(choice, columns)
            shape = Shape(choice, kind)
            before = shape.module_text(choice, columns)
            load(before)
            with tempfile.TemporaryDirectory() as name:
                folder = Path(name)
                Path(folder, ".git").mkdir()
                Path(folder, "schema.sql").write_text(sql(changed))
                file = Path(folder, "models.py")
                file.write_bytes(before.encode())
                said = self.run_rowtype(folder, "--fix", "--unsafe-fixes", "--fail-on", "info", "--hints")
                after = file.read_bytes().decode()
                again = self.run_rowtype(folder, "--fix", "--unsafe-fixes", "--fail-on", "info", "--hints")
                context = f"{before}\n---- became\n{after}\n---- {sql(changed)}{said.stdout}{said.stderr}"
                with self.subTest(seed=SEED, number=number, kind=kind):
                    self.assertEqual(file.read_bytes().decode(), after, context)
                    self.assertEqual(kept_lines(before), kept_lines(after), context)
                    imports = [line for line in after.splitlines() if line.startswith(("import ", "from "))]
                    self.assertEqual(len(imports), len(set(imports)), context)
                    findings = re.findall(r"^models\.py:.*?(?:error|warning|info)\[.*$", again.stdout, re.MULTILINE)
                    if findings:
                        left += 1
                    else:
                        self.assertEqual([], self.differences(after, shape, sql(changed)), context)
                    fixed += before != after
                    if findings and os.environ.get("ROWTYPE_PROPERTY_SHOW"):
                        print(kind, *findings, after, sql(changed), sep="\n")
        self.assertGreater(fixed, SCHEMAS * len(KINDS) * 3 // 4)
        self.assertLessEqual(left, SCHEMAS * len(KINDS) // 10, "nearly all can be mended whole")


if __name__ == "__main__":
    unittest.main(verbosity=1)
