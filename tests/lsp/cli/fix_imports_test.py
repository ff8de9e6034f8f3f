#!/usr/bin/env python3
"""A file whose imports ruff finds in order still is in order after every fix.

Heads of modules are made at random, put in order by ruff itself under several of isort's settings, and then get models that lack columns
of many types: what `check --fix` and `generate --update` import must stand where ruff wants it.
"""
import ast
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

ROWTYPE = os.path.join(os.environ["ROWTYPE_BIN_DIR"], "rowtype")
SEED = int(os.environ.get("ROWTYPE_PROPERTY_SEED", "20261126"))
FILES = int(os.environ.get("ROWTYPE_PROPERTY_FILES", "20"))

# isort's settings, and statements by which a file shows them: those that it does not show nobody could follow.
SETTINGS = {
    "": [],
    "lint.isort.force-sort-within-sections = true": ["from abc import ABC", "import os", "from zlib import crc32"],
    "lint.isort.order-by-type = false": ["from collections import OrderedDict, defaultdict"],
    "lint.isort.force-single-line = true": ["from typing import Any, Optional"],
    "lint.isort.combine-as-imports = true": ["from os import path as p, sep"],
    "lint.isort.from-first = true": ["from zlib import crc32", "import os"],
    "lint.isort.no-sections = true": ["import abc", "import fastapi", "import sys", "from zlib import crc32"],
    "line-length = 79": [],
    "line-length = 120": [],
}
COLUMNS = [
    "born date",
    "at timestamptz NOT NULL",
    "price numeric",
    "key uuid NOT NULL",
    "payload jsonb",
    "opens time",
    "lasts interval",
    "state state",
    "address inet",
    "names text[]",
]
STATEMENTS = [
    "import os",
    "import sys",
    "import json as j",
    "import uuid",
    "import zoneinfo",
    "import datetime",
    "from collections import OrderedDict, defaultdict",
    "from datetime import date, timedelta",
    "from datetime import datetime",
    "from datetime import timezone as tz",
    "from decimal import ROUND_UP, Decimal, getcontext",
    "from enum import Enum",
    "from typing import Any, Optional, cast",
    "from typing import TYPE_CHECKING",
    "from uuid import uuid4",
    "from uuid import uuid4 as make, uuid5",
    "import fastapi",
    "import sqlalchemy as sa",
    "from fastapi import APIRouter, Depends",
    "from zope import interface",
    "from app.database import engine",
    "import app.settings",
    "from . import helpers",
    "from .base import Base, mixin",
]
PYDANTIC = [
    "from pydantic import BaseModel",
    "from pydantic import BaseModel, Field",
    "from pydantic import BaseModel, ConfigDict, Field, TypeAdapter, field_validator, model_validator",
    "from pydantic import (\n    BaseModel,  # the base\n    Field,\n)",
]


def module(choice, evidence):
    """A module with a model that lacks columns, its imports in no order."""
    lines = choice.sample(STATEMENTS, choice.randint(0, 9)) + evidence + [choice.choice(PYDANTIC)]
    choice.shuffle(lines)
    head = choice.choice(["", "", '"""A module."""\n\n', "#!/usr/bin/env python\n# Licence.\n\n"])
    if choice.random() < 0.4:
        head += "from __future__ import annotations\n"
    text = head + "\n".join(lines) + "\n"
    if choice.random() < 0.2:
        text += "\nif TYPE_CHECKING:\n    from decimal import Decimal\n"
    comment = choice.choice(["", "# rowtype: table=items\n"])
    return text + f"\n\n{comment}class Item(BaseModel):\n    id: int\n"


class FixImports(unittest.TestCase):
    def run_in(self, folder, *command):
        return subprocess.run(command, cwd=folder, capture_output=True, text=True)

    def ruff(self, folder, *arguments):
        return self.run_in(folder, sys.executable, "-m", "ruff", "check", "--no-cache", "--select", "I", *arguments, "models")

    def test_imports_stay_in_order(self):
        choice = random.Random(SEED)
        for settings in SETTINGS:
            for command in (["check", "--fix", "--no-cache"], ["generate"]):
                with tempfile.TemporaryDirectory() as name, self.subTest(seed=SEED, settings=settings, command=command[0]):
                    self.judge(pathlib.Path(name), choice, settings, command)

    def judge(self, folder, choice, settings, command):
        (folder / ".git").mkdir()
        (folder / "ruff.toml").write_text(settings + "\n")
        (folder / "rowtype.toml").write_text('models = ["models/*.py"]\n')
        (folder / "app").mkdir()
        for own in ("__init__", "database", "settings"):
            (folder / "app" / f"{own}.py").write_text("engine = 1\n")
        (folder / "models").mkdir()
        files = [folder / "models" / f"m{number}.py" for number in range(FILES)]
        columns = choice.sample(COLUMNS, choice.randint(1, len(COLUMNS)))
        table = "CREATE TYPE state AS ENUM ('new', 'old');\nCREATE TABLE items (id bigint PRIMARY KEY, " + ", ".join(columns) + ");\n"
        (folder / "schema.sql").write_text(table)
        for file in files:
            file.write_text(module(choice, SETTINGS[settings]))
        self.assertEqual(self.ruff(folder, "--fix").returncode, 0)
        before = {file: file.read_text() for file in files}
        if command[0] == "generate":
            command = command + [argument for file in files for argument in ("--update", f"models/{file.name}")]
        done = self.run_in(folder, ROWTYPE, *command, "--schema", "migrations:schema.sql", "--color", "never")
        self.assertIn(done.returncode, (0, 1), done.stderr)
        for file in files:
            after = file.read_text()
            ast.parse(after)
            self.assertNotEqual(before[file], after, done.stdout + done.stderr + before[file])
        checked = self.ruff(folder, "--output-format", "concise")
        if checked.returncode:
            wrong = folder / checked.stdout.split(":")[0]
            diff = self.ruff(folder, "--diff").stdout
            self.fail(f"{checked.stdout}\n---- {wrong.name} before\n{before[wrong]}\n---- after\n{wrong.read_text()}\n---- ruff\n{diff}")


if __name__ == "__main__":
    sys.exit(unittest.main())
