#!/usr/bin/env python3
"""rowtype migrate over many shapes of imports, judged by Python itself.

Each shape (how names are imported and used) stands in each context (module, function, branch, TYPE_CHECKING …) of files in several
places, with line ends of both kinds. Python runs them before and after: what moved must be the new module's class under the same name,
everything else what it was. A second run has nothing to do, a rollback restores every byte. Heads that ruff has sorted stay as ruff sorts
them where they show it, and whatever stands in them, names mean what they meant.
"""
import ast
import json
import os
import pathlib
import random
import subprocess
import sys
import tempfile
import unittest

ROWTYPE = os.path.join(os.environ["ROWTYPE_BIN_DIR"], "rowtype")
PYTHON = os.environ.get("ROWTYPE_PYTHON", sys.executable)

SCHEMA = """create table users (id bigint primary key, name text not null, nick text);
create table orders (id bigint primary key, user_id bigint not null references users (id));
create table teams (id bigint primary key, title text not null);
"""
MODELS = '''"""Hand-written."""
from pydantic import BaseModel, ConfigDict

LIMIT = 10


class Base(BaseModel):
    model_config = ConfigDict(from_attributes=True)


class User(BaseModel):
    id: int
    name: str
    nick: str | None = None


class Order(Base):
    id: int
    user_id: int


class Team(BaseModel):
    id: int
    title: str

    def shout(self) -> str:
        return self.title.upper()


def helper() -> int:
    return LIMIT
'''
# Name, statements, and what is looked at afterwards: an expression by what it is. {M} is the module, {P} its package, "" where there is
# no such spelling in a place.
SHAPES = [
    ("one", ["from {M} import User"], {"User": "User"}),
    ("alias", ["from {M} import User as U"], {"User": "U"}),
    ("same alias", ["from {M} import User as User"], {"User": "User"}),
    ("two", ["from {M} import User, Order as O"], {"User": "User", "Order": "O"}),
    ("split", ["from {M} import User, helper"], {"User": "User", "helper": "helper"}),
    ("split first", ["from {M} import helper, User, LIMIT"], {"User": "User", "helper": "helper", "LIMIT": "LIMIT"}),
    ("left model", ["from {M} import Order, Team, User"], {"User": "User", "Team": "Team", "Order": "Order"}),
    ("brackets", ["from {M} import (User, helper)"], {"User": "User", "helper": "helper"}),
    ("lines", ["from {M} import (", "    User,  # of people", "    # what counts", "    helper as h,  # helps", "    Order,", ")"],
     {"User": "User", "helper": "h", "Order": "Order"}),
    ("lines without comma", ["from {M} import (User,", "    helper,", "    Order)  # behind"],
     {"User": "User", "helper": "helper", "Order": "Order"}),
    ("all lines", ["from {M} import (  # noqa", "    User,  # of people", "    Order as O,", ")"], {"User": "User", "Order": "O"}),
    ("crowded lines", ["from {M} import (", "    LIMIT, User, helper,", "    Order, Team", ")"],
     {"User": "User", "helper": "helper", "Order": "Order", "Team": "Team", "LIMIT": "LIMIT"}),
    ("backslash", ["from {M} import User, \\", "    helper"], {"User": "User", "helper": "helper"}),
    ("nothing moved", ["from {M} import helper, LIMIT"], {"helper": "helper", "LIMIT": "LIMIT"}),
    ("semicolon", ["from {M} import User, helper; from {M} import Order"], {"User": "User", "helper": "helper", "Order": "Order"}),
    ("star", ["from {M} import *"], {"helper": "helper", "old User": "User"}),
    ("path", ["import {A}"], {"User": "{A}.User"}),
    ("path mixed", ["import {A}, os.path"], {"User": "{A}.User", "helper": "{A}.helper"}),
    ("path alias", ["import {A} as z"], {"User": "z.User", "Order": "z.Order"}),
    ("path alias mixed", ["import {A} as z"], {"User": "z.User", "helper": "z.helper", "Team": "z.Team"}),
    ("module", ["from {P} import schemas"], {"User": "schemas.User"}),
    ("module mixed", ["from {P} import schemas, other"], {"User": "schemas.User", "helper": "schemas.helper", "other": "other.OTHER"}),
    ("module beside", ["from {P} import other, schemas"], {"User": "schemas.User", "other": "other.OTHER"}),
    ("module alias", ["from {P} import schemas as z"], {"User": "z.User", "Order": "z.Order"}),
    ("module alias mixed", ["from {P} import schemas as z, other"], {"User": "z.User", "helper": "z.helper", "other": "other.OTHER"}),
    ("handed on", ["from {P} import schemas", "kept = schemas"], {"old User": "schemas.User", "helper": "kept.helper"}),
    ("both", ["from {P} import schemas", "from {M} import User"], {"User": "User", "Order": "schemas.Order", "helper": "schemas.helper"}),
    ("text annotation", ["from {P} import schemas", "def f(x: 'schemas.User', y: 'list[schemas.User]' = []) -> 'schemas.User': ..."],
     {"User": "__import__('typing').get_type_hints(f, globals(), {{**globals(), **locals()}})['x']"}),
]
PLACES = {
    "script{n}.py": ("app.core.schemas", "app.core"),
    "app/core/near{n}.py": (".schemas", "."),
    "app/core/far{n}.py": ("app.core.schemas", "app.core"),
    "app/api/v1/up{n}.py": ("...core.schemas", "...core"),
}
CONTEXTS = {
    "module": ("", "", ""),
    "function": ("def make():", "    ", "GOT = make()"),
    "branch": ("import sys\nif sys.version_info >= (3,):", "    ", ""),
    "try": ("try:", "    ", "except ImportError:\n    raise"),
    "checking": ("from typing import TYPE_CHECKING\nif TYPE_CHECKING:", "    ", ""),
}
# So long that names of it need lines of their own, and no longer than a line with a bracket may be.
LONG_TARGET = "app/core/models_that_were_generated_from_the_schemas_public_and_shop.py"
RUNNER = """
import importlib, json, sys, typing
from pydantic import AwareDatetime, BaseModel, ConfigDict, Field
class Loaded(BaseModel):  # before typing is told a lie
    name: str | None = Field(default=None)
typing.TYPE_CHECKING = True
sys.path.insert(0, ".")
found = {}
for name in json.load(sys.stdin):
    module = importlib.import_module(name)
    found[name] = {key: [getattr(value, "__module__", None), getattr(value, "__name__", repr(value))] for key, value in module.GOT.items()}
json.dump(found, sys.stdout)
"""


def source(statements, uses, context, module, package):
    head, indentation, tail = CONTEXTS[context]
    words = {"M": module, "P": package, "A": "app.core.schemas"}
    got = "{" + ", ".join(f'"{key}": {value.format(**words)}' for key, value in uses.items()) + "}"
    lines = ["# before", *head.splitlines(), *[indentation + line.format(**words) for line in statements]]
    lines.append(indentation + ("return " if context == "function" else "GOT = ") + got)
    return "\n".join([*lines, *tail.splitlines(), "# behind", ""])


class Migrate(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name)
        self.write("rowtype.toml", '[schema]\nsource = "migrations"\npath = "schema.sql"\n')
        self.write("schema.sql", SCHEMA)
        for package in ("app", "app/core", "app/api", "app/api/v1"):
            self.write(package + "/__init__.py", "")
        self.write("app/core/schemas.py", MODELS)
        self.write("app/core/other.py", "OTHER = 1\n")

    def write(self, name, text):
        path = self.root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())

    def rowtype(self, *arguments):
        return subprocess.run([ROWTYPE, *arguments], cwd=self.root, capture_output=True, text=True, check=False)

    def files(self):
        skipped = (".rowtype", "__pycache__")
        return {path: path.read_bytes() for path in sorted(self.root.rglob("*"))
                if path.is_file() and not any(part in skipped for part in path.parts)}

    def run_modules(self, names):
        done = subprocess.run([PYTHON, "-B", "-c", RUNNER], cwd=self.root, input=json.dumps(names), capture_output=True, text=True,
                              check=False)
        self.assertEqual(done.returncode, 0, done.stderr)
        return json.loads(done.stdout)

    def test_names_lead_where_they_should(self):
        number = 0
        wanted = {}
        texts = {}
        for shape, statements, uses in SHAPES:
            for context in CONTEXTS:
                if shape == "star" and context == "function":
                    continue  # no Python
                for place, (module, package) in PLACES.items():
                    if "{A}" in "".join(statements) and module.startswith("."):
                        continue
                    number += 1
                    name = place.format(n=number)
                    text = source(statements, uses, context, module, package)
                    if number % 2:
                        text = text.replace("\n", "\r\n")
                    self.write(name, text)
                    dotted = name[:-3].replace("/", ".")
                    wanted[dotted] = uses
                    texts[dotted] = text
        before = self.run_modules(list(wanted))
        self.assertTrue(all(key[0] != "app.core.new" for values in before.values() for key in values.values()))
        old_files = self.files()
        old_check = self.rowtype("check", "--output-format", "json")

        done = self.rowtype("migrate", "--from", "app/core/schemas.py", "--to", "app/core/new.py")
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        after = self.run_modules(list(wanted))
        for name, uses in wanted.items():
            now = (self.root / (name.replace(".", "/") + ".py")).read_bytes().decode()
            shown = f"\n{texts[name]}\nbecame\n{now}"
            for key in uses:
                moved = key in ("User", "Order")
                self.assertEqual(after[name][key], ["app.core.new", key] if moved else before[name][key], key + shown)
            for line in texts[name].splitlines():
                if "#" in line:
                    self.assertIn(line[line.index("#"):], now, shown)
            if "\r\n" in texts[name]:
                self.assertEqual(now.count("\r\n"), now.count("\n"), shown)
            self.assertTrue(now.endswith(texts[name][-9:]), shown)
        self.assertEqual((self.root / "app/core/schemas.py").read_text(), MODELS)
        self.assertEqual(self.rowtype("check", "--output-format", "json").returncode, old_check.returncode)

        new_files = self.files()
        again = self.rowtype("migrate", "--from", "app/core/schemas.py", "--to", "app/core/new.py")
        self.assertIn("Nothing to do", again.stdout, again.stderr)
        self.assertEqual(self.files(), new_files)
        back = self.rowtype("migrate", "--rollback")
        self.assertEqual(back.returncode, 0, back.stderr)
        self.assertEqual(self.files(), old_files)
        print(f"{number} files, {sum(len(uses) for uses in wanted.values())} names")

    def test_heads_stay_sorted(self):
        """Of each of isort's settings that rowtype knows an order of, heads of random modules, sorted by ruff itself."""
        tried = []
        for setting in ("order-by-type = true", "force-sort-within-sections = true", "order-by-type = false", "force-single-line = true",
                        "from-first = true"):
            with self.subTest(setting=setting):
                self.write("ruff.toml", f"[lint.isort]\n{setting}\n")
                heads = {f"app/core/head_{number}.py": random_head(random.Random(number)) for number in range(100)}
                for name, text in heads.items():
                    self.write(name, text)
                self.assertEqual(self.ruff("--fix").returncode, 0)
                sorted_heads = {name: (self.root / name).read_text() for name in heads}
                # A head that fits one of the settings before, too, says nothing of this one.
                judged = [name for name, text in sorted_heads.items() if is_to_be_sorted(text)]
                for other in tried:
                    shown = self.ruff("--output-format", "concise", "--isolated", "--config", "lint.isort." + other).stdout
                    judged = [name for name in judged if name in shown]
                tried.append(setting)
                self.assertGreater(len(judged), 5)
                for target in ("app/core/new.py", LONG_TARGET):
                    self.assert_sorted_behind(target, judged, sorted_heads)

    def assert_sorted_behind(self, target, judged, sorted_heads):
        done = self.rowtype("migrate", "--from", "app/core/schemas.py", "--to", target)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)
        checked = self.ruff("--output-format", "concise")
        wrong = [name for name in judged if name in checked.stdout]
        shown = "".join(f"\n{sorted_heads[name]}\nbecame\n{(self.root / name).read_text()}" for name in wrong[:3])
        self.assertEqual(wrong, [], f"{len(wrong)} heads\n{shown}{self.ruff('--diff').stdout[:2000]}")
        for name, text in sorted_heads.items():
            now = (self.root / name).read_text()
            wanted = {key: moved(value) for key, value in meanings(text).items()}
            self.assertEqual(meanings(now.replace(pathlib.Path(target).stem, "new")), wanted, f"\n{text}\nbecame\n{now}")
        self.assertTrue(all((self.root / name).read_text() != text for name, text in sorted_heads.items()))
        self.assertEqual(self.rowtype("migrate", "--rollback").returncode, 0)
        (self.root / target).unlink(missing_ok=True)

    def test_lines_that_become_too_long_are_wrapped(self):
        """As ruff wraps them, also where one statement shows no order."""
        for width in (79, 88):
            with self.subTest(width=width):
                self.assert_wrapped(width)

    def assert_wrapped(self, width):
        self.write("ruff.toml", f"line-length = {width}\n")
        heads = {
            "app/core/head_1.py": "from app.core.schemas import Order\n",
            "app/core/head_2.py": "from app.core.schemas import Order as O\nfrom app.core.schemas import User\n",
            "app/core/head_3.py": "import os\nimport re\n\nfrom app.core.other import OTHER\n"
                                  "from app.core.schemas import LIMIT, Order, User, helper\n",
            "app/core/head_4.py": "try:\n    from app.core.schemas import Order, User\nexcept ImportError:\n    raise\n",
            "app/core/head_5.py": "from app.core.schemas import Order, User  # noqa: F401\n",
            "app/core/head_6.py": "from app.core import schemas\n\nprint(schemas.User)\n",
            "app/core/head_7.py": "from app.core import base, schemas  # both\n\nprint(base, schemas.User)\n",
            "app/core/head_9.py": "from app.core import a, schemas  # noqa: F401\n\nprint(a, schemas.User)\n",
            "app/core/head_8.py": "from app.core import schemas as z\nfrom app.core.other import OTHER\n"
                                  "from app.core.zones import Zone\n\nprint(z.User, z.helper, OTHER, Zone)\n",
        }
        heads = {name: text + "\nprint(1)\n" + "#" * width + "\n" for name, text in heads.items()}
        for name, text in heads.items():
            self.write(name, text)
        self.assertEqual(self.rowtype("migrate", "--from", "app/core/schemas.py", "--to", LONG_TARGET).returncode, 0)
        self.assertNotIn("head_", self.ruff("--output-format", "concise").stdout, self.ruff("--diff").stdout)
        for name, text in heads.items():
            now = (self.root / name).read_text()
            lines = [line.partition("  #")[0] for line in now.partition("\nprint(")[0].splitlines()]
            self.assertLessEqual(max(len(line.removesuffix(" import (")) for line in lines), width)
            self.assertEqual(meanings(now.replace(pathlib.Path(LONG_TARGET).stem, "new")),
                             {key: moved(value) for key, value in meanings(text).items()})
        self.assertEqual(self.rowtype("migrate", "--rollback").returncode, 0)

    def ruff(self, *arguments):
        heads = [str(path.relative_to(self.root)) for path in sorted(self.root.glob("app/core/head_*.py"))]
        return subprocess.run([PYTHON, "-m", "ruff", "check", "--no-cache", "--select", "I", *arguments, *heads], cwd=self.root,
                              capture_output=True, text=True, check=False)


def random_head(chance):
    """Imports of all sections, some of them of what moves, some that bind the same names or a star, and a use of each."""
    others = ["import os", "import re", "from typing import Any", "import pydantic", "from pydantic import Field", "from app.api import v1",
              "from app.core.other import OTHER", "from app import core", "from .other import OTHER", "from . import other",
              "from app.core.zones import Zone", "from .zones import Zone", "from ..api import v1", "import app.core.other"]
    clashing = ["from app.core.owners import User", "from app.core.owners import *", "from .owners import User, helper",
                "from .owners import *", "from app.core.people import helper as LIMIT", "import app.core.zones as User",
                "from app.core import zones as app"]
    moved_names = ["from app.core.schemas import User", "from app.core.schemas import Order, User, helper",
                   "from .schemas import LIMIT, Order", "from .schemas import User", "import app.core.schemas as kept",
                   "from app.core import schemas"]
    lines = chance.sample(others, chance.randint(0, 9)) + chance.sample(moved_names, chance.randint(1, 2))
    lines += chance.sample(clashing, chance.choice([0, 0, 1, 2]))
    return "\n".join([*lines, "", "print(1)", *["kept.User" for line in lines if "kept" in line],
                      *["schemas.User" for line in lines if line.endswith("import schemas")], ""])


def import_groups(text):
    """The statements of each group without a blank line between."""
    groups = []
    end = None
    for statement in ast.parse(text).body:
        if isinstance(statement, (ast.Import, ast.ImportFrom)):
            if statement.lineno - 1 != end:
                groups.append([])
            groups[-1].append(statement)
            end = statement.end_lineno
    return groups


def bindings(statement):
    """What each name is bound to; "*" for whatever a star brings."""
    if isinstance(statement, ast.ImportFrom):
        module = "." * statement.level + (statement.module or "")
        return [(item.asname or item.name, (module, item.name)) for item in statement.names]
    firsts = [item.name.split(".")[0] for item in statement.names]
    return [(item.asname, (item.name, "")) if item.asname else (first, (first, "")) for item, first in zip(statement.names, firsts)]


def module_of(statement):
    return getattr(statement, "level", 0) * "." + (getattr(statement, "module", statement.names[0].name) or "")


def is_to_be_sorted(text):
    """Whether all groups that migrate changes show an order, and could stand in any."""
    groups = import_groups(text)
    modules = [len(set(map(module_of, group))) for group in groups]
    for group, count in zip(groups, modules):
        bound = [binding for statement in group for binding in bindings(statement)]
        if not any("schemas" in ast.unparse(statement) for statement in group):
            continue
        if count < 2 or (count == 2 and sum(each > 1 for each in modules) < 2):
            return False
        if "*" in dict(bound) or len(set(bound)) != len(dict(bound)):
            return False
    return True


def meanings(text):
    """What each name stands for behind the imports, with the stars that come after it; without names of the modules that things move
    between."""
    found = {}
    for statement in [statement for group in import_groups(text) for statement in group]:
        for name, meaning in bindings(statement):
            if name == "*":
                found = {each: [*value, meaning[0]] for each, value in found.items()}
            elif name not in ("kept", "schemas", "new", "new_"):
                found[name] = [meaning]
    return found


def moved(meaning):
    (module, name), *stars = meaning
    if module.endswith(".schemas") and name in ("User", "Order"):
        return [(module.replace("schemas", "new"), name), *stars]
    return meaning


if __name__ == "__main__":
    unittest.main()
