#!/usr/bin/env python3
"""generate --update over many schemas and many shapes of models.

A model is true to a schema; the schema is then changed at random, and the model updated. Whatever the shape: the result parses, a second
run changes nothing, every line that is no field's stands as it stood and in the same order, fields that need no change are untouched to
the byte, fields of columns that are gone are gone unless they have a default, and `check` has no error left to report of the model
(unless the update said that it leaves it).
"""
import ast
import itertools
import os
import pathlib
import random
import re
import subprocess
import sys
import tempfile
import types
import unittest

ROWTYPE = os.path.join(os.environ["ROWTYPE_BIN_DIR"], "rowtype")
SEED = int(os.environ.get("ROWTYPE_PROPERTY_SEED", "20261126"))
SHAPES = 10  # of each schema
SCHEMAS = int(os.environ.get("ROWTYPE_PROPERTY_SCHEMAS", "24"))

TYPES = {
    "bigint": "int",
    "text": "str",
    "boolean": "bool",
    "double precision": "float",
    "uuid": "UUID",
    "date": "date",
    "timestamptz": "AwareDatetime",
    "numeric": "Decimal",
    "text[]": "list[str]",
    "jsonb": "dict[str, Any]",
}
NAMES = ["name", "nick", "age", "email", "created_at", "price", "tags", "payload", "is_active", "owner_id", "notes", "score"]
IMPORTS = """from datetime import date, datetime
from decimal import Decimal
from typing import Any, Optional
from uuid import UUID

"""
# Of each kind of class: its import, its decorator, its statement, what makes a field with words of its own.
KINDS = {
    "pydantic": ("from pydantic import AwareDatetime, BaseModel, ConfigDict, Field, field_validator", "", "class Item(BaseModel):", "Field"),
    "pydantic-v1": ("from pydantic.v1 import BaseModel, Field, validator", "", "class Item(BaseModel):", "Field"),
    "sqlmodel": ("from sqlmodel import Field, SQLModel", "", "class Item(SQLModel):", "Field"),
    "dataclass": ("from dataclasses import dataclass, field", "@dataclass\n", "class Item:", "field"),
    "keywords": ("from dataclasses import dataclass, field", "@dataclass(kw_only=True)\n", "class Item:", "field"),
    "typeddict": ("from typing import TypedDict", "", "class Item(TypedDict):", ""),
    "namedtuple": ("from typing import NamedTuple", "", "class Item(NamedTuple):", ""),
    "attrs": ("from attrs import define, field", "@define\n", "class Item:", "field"),
    "struct": ("from msgspec import Struct", "", "class Item(Struct):", ""),
}
VALIDATING = ("pydantic", "pydantic-v1", "sqlmodel", "struct")
ORDERED = ("dataclass", "namedtuple", "attrs", "struct")  # fields without a default come first


def make_table(choice):
    columns = [("id", "bigint", False)]
    for name in choice.sample(NAMES, choice.randint(2, 8)):
        columns.append((name, choice.choice(list(TYPES)), choice.random() < 0.4))
    return columns


def mutate(choice, columns):
    changed = list(columns)
    for _ in range(choice.randint(1, 4)):
        kind = choice.choice(["add", "drop", "retype", "null", "not null"])
        free = [name for name in NAMES if name not in {column[0] for column in changed}]
        index = choice.randrange(1, len(changed)) if len(changed) > 1 else 0
        if kind == "add" and free:
            changed.append((choice.choice(free), choice.choice(list(TYPES)), choice.random() < 0.5))
        elif kind == "drop" and index and len(changed) > 2:
            del changed[index]
        elif index and kind == "retype":
            changed[index] = (changed[index][0], choice.choice(list(TYPES)), changed[index][2])
        elif index:
            changed[index] = (changed[index][0], changed[index][1], kind == "null")
    return changed


def sql(columns):
    lines = [f"    {name} {kind}{'' if nullable else ' NOT NULL'}" for name, kind, nullable in columns]
    return "CREATE TABLE items (\n" + ",\n".join(lines) + ",\n    PRIMARY KEY (id)\n);\n"


def annotation_of(kind, shape):
    if shape["kind"] == "pydantic":
        return TYPES[kind]
    as_text = kind in ("uuid", "date", "timestamptz") and shape["kind"] not in VALIDATING and not shape["objects"]
    if kind == "numeric" and shape["kind"] not in VALIDATING and not shape["objects"]:
        return "float"
    return "str" if as_text else TYPES[kind].replace("AwareDatetime", "datetime")


def default_of(choice, nullable, shape):
    """A nullable field's default, in words of the field's own or not."""
    maker = KINDS[shape["kind"]][3]
    if shape["kind"] in ("pydantic", "pydantic-v1", "sqlmodel"):
        if choice.random() < 0.2:
            return " = Field(default=None, description='kept: its words')" if nullable else " = Field(description='kept: its words')"
        return " = None" if nullable and choice.random() < 0.7 else ""
    if shape["kind"] == "typeddict" or not nullable or not shape["defaults"]:
        return ""
    return " = field(default=None)" if maker and choice.random() < 0.3 else " = None"


def field(choice, name, kind, nullable, shape):
    annotation = annotation_of(kind, shape)
    if nullable:
        annotation = f"Optional[{annotation}]" if shape["optional"] else f"{annotation} | None"
    if choice.random() < 0.1 and not nullable:
        annotation = f'"{annotation}"'
    value = default_of(choice, nullable, shape)
    comment = choice.choice(["", "", "  # kept: about " + name, "   #kept"])
    return f"{name}{choice.choice([': ', ': ', ' : '])}{annotation}{value}{comment}"


METHODS = {
    "pydantic": ["@field_validator('id')", "@classmethod", "def check_id(cls, value):", "    # kept", "    return value", ""],
    "pydantic-v1": ["@validator('id')", "def check_id(cls, value):", "    # kept", "    return value", ""],
}


def model(choice, columns, shape):
    """The text of a module with a model of `columns`."""
    indent, lines, kind = shape["indent"], [], shape["kind"]
    import_line, decorator, statement, _ = KINDS[kind]
    if shape["docstring"]:
        lines += ['"""Kept: a docstring.', "", 'Of several lines.', '"""', ""] if choice.random() < 0.5 else ["'''Kept.'''"]
    if shape["config"] and kind == "pydantic":
        lines += ["model_config = ConfigDict(from_attributes=True)  # kept", ""]
    order = columns[:]
    if shape["shuffled"]:
        choice.shuffle(order)
    if kind in ORDERED and shape["defaults"]:
        order.sort(key=lambda column: column[2])
    for name, column_type, nullable in order:
        if choice.random() < 0.15:
            lines.append("# kept: a comment of its own")
        lines.append(field(choice, name, column_type, nullable, shape))
        if choice.random() < 0.1:
            lines.append("")
    if shape["methods"] and kind != "typeddict":
        lines += [""] + [line.replace("    ", indent) for line in METHODS.get(kind, [])]
        lines += ["@property", "def label(self) -> str:", indent + "return f'{self.id} kept'"]
    head = IMPORTS + import_line + "\n"
    if shape["bare_imports"] and kind == "pydantic":
        head = head.replace(import_line, "import pydantic\n" + import_line)
    if shape["module_docstring"]:
        head = '"""Kept: the module."""\n\n' + head
    if shape["future"]:
        head = head.replace("from datetime", "from __future__ import annotations\n\nfrom datetime", 1)
    if shape["multi_line"]:
        module, names = import_line.split(" import ")
        head = head.replace(import_line, module + " import (\n    " + ",\n    ".join(names.split(", ")) + ",\n)")
    decorator += "@decorate\n" if shape["decorated"] else ""
    before = "def decorate(cls):\n    return cls\n\n\n# kept: before\n"
    after = "\n\nKEPT = {'after': 1}   # kept\n\n\ndef use(item: Item) -> int :\n    return item.id\n"
    body = "".join((indent + line if line else "") + "\n" for line in lines)
    text = f"{head}\n\n{before}# rowtype: table=items\n{decorator}{statement}\n{body}{after}"
    return text.replace("\n", shape["line_end"])


def make_shape(choice, kind):
    flags = ["optional", "docstring", "config", "shuffled", "methods", "bare_imports", "module_docstring", "future", "multi_line", "decorated", "objects", "defaults"]
    shape = {flag: choice.random() < 0.5 for flag in flags}
    shape["kind"] = kind
    shape["indent"] = choice.choice(["    ", "    ", "  ", "\t"])
    shape["line_end"] = choice.choice(["\n", "\n", "\n", "\r\n"])
    return shape


NUMBERS = itertools.count()


def run_module(text):
    """What parses may still be no class: fields in an order that Python refuses, names that nothing binds."""
    tree = ast.parse(text)
    if "from msgspec" not in text:  # which the tests' environment has not
        name = f"module_{next(NUMBERS)}"  # pydantic 1 remembers validators by their modules
        module = sys.modules[name] = types.ModuleType(name)
        exec(compile(tree, name, "exec"), module.__dict__)


def parts(text):
    """Lines that are no import and no field of the class, and the fields' lines by name."""
    others, fields, inside = [], {}, False
    for line in text.splitlines():
        if line.startswith("class Item"):
            inside = True
        elif inside and line and not line[0].isspace():
            inside = False
        match = re.match(r"\s+([a-z_]+) ?: ", line)
        if inside and match and match[1] in NAMES + ["id"]:
            fields[match[1]] = line
        elif not re.match(r"(from|import) |    \w+,$|\)$", line):
            others.append(line)
    return [line for line in others if line.strip()], fields


class Update(unittest.TestCase):
    def run_rowtype(self, folder, *arguments):
        return subprocess.run([ROWTYPE, *arguments, "--schema", "migrations:schema.sql", "--color", "never"], cwd=folder, capture_output=True)

    def test_models_follow_the_schema_and_nothing_else_changes(self):
        choice = random.Random(SEED)
        changed = left = 0
        for number in range(SCHEMAS):
            before_columns = make_table(choice)
            after_columns = mutate(choice, before_columns)
            with tempfile.TemporaryDirectory() as name:
                folder = pathlib.Path(name)
                (folder / ".git").mkdir()
                (folder / "schema.sql").write_text(sql(after_columns))
                (folder / "rowtype.toml").write_text('models = ["m*.py"]\n')
                files = {}
                for shape_number in range(SHAPES):
                    # Half of them are of pydantic, as most models are.
                    kind = "pydantic" if shape_number % 2 else list(KINDS)[(number + shape_number // 2) % len(KINDS)]
                    file = folder / f"m{shape_number}.py"
                    files[file] = model(choice, before_columns, make_shape(choice, kind))
                    run_module(files[file])
                    file.write_bytes(files[file].encode())
                arguments = [argument for file in files for argument in ("--update", file.name)]
                said = self.run_rowtype(folder, "generate", *arguments)
                self.assertIn(said.returncode, (0, 1), said.stderr.decode())
                output = said.stdout.decode()
                results = {file: file.read_bytes().decode() for file in files}
                again = self.run_rowtype(folder, "generate", *arguments)
                for file, before in files.items():
                    with self.subTest(seed=SEED, schema=number, file=file.name):
                        self.judge(before, results[file], file.read_bytes().decode(), before_columns, after_columns, output)
                        changed += before != results[file]
                self.assertEqual(again.returncode, said.returncode, again.stdout.decode())
                stays = output.count("stays as it is") + output.count("field stays") + output.count("fields stay as")
                left += stays
                if not stays:
                    check = self.run_rowtype(folder, "check", "--ignore", "missing-model,stale-field", "--quiet")
                    # What loses something (a numeric read as int) may be meant so: a warning, which an update leaves.
                    errors = [line for line in check.stdout.decode().splitlines() if ": error[" in line]
                    self.assertEqual(errors, [], sql(before_columns) + sql(after_columns) + output)
        self.assertGreater(changed, SCHEMAS * SHAPES // 2)
        self.assertLess(left, SCHEMAS * SHAPES // 3, "most models can be updated")

    def judge(self, before, after, again, before_columns, after_columns, output):
        context = f"{before}\n---- became\n{after}\n---- {sql(before_columns)}{sql(after_columns)}{output}"
        try:
            run_module(after)
        except Exception as error:
            self.fail(f"{type(error).__name__}: {error}\n{context}")
        self.assertEqual(after, again, "a second run changes something\n" + context)
        others_before, fields_before = parts(before)
        others_after, fields_after = parts(after)
        self.assertEqual(others_before, others_after, context)
        was = {name: (kind, nullable) for name, kind, nullable in before_columns}
        for name, kind, nullable in after_columns:
            if was.get(name) == (kind, nullable):
                self.assertEqual(fields_before[name], fields_after[name], context)
        has = {column[0] for column in after_columns}
        for name, line in fields_before.items():
            may_stay = "= None" in line or "default=" in line  # a field of the program's own: rows need not have it
            if name not in has and not may_stay and "stays as it is" not in output:
                self.assertNotIn(name, fields_after, context)
        self.assertEqual(set(fields_after) >= has, True, context)
        self.assertEqual(before.count("\r\n") > 0, after.count("\r\n") > 0)
        if "\r\n" in after:
            self.assertEqual(after.count("\n"), after.count("\r\n"), context)
        imports = [line for line in after.splitlines() if line.startswith(("from ", "import "))]
        self.assertEqual(len(imports), len(set(imports)), context)
        kept_order = [name for name in fields_before if name in fields_after]
        self.assertEqual(kept_order, [name for name in fields_after if name in fields_before], context)


if __name__ == "__main__":
    sys.exit(unittest.main())
