"""Generated modules in real Python: formatters, linters, type checker, pydantic, and hostile schemas.

usage: generated_module_test.py PRINT_MODULE (the program of print_module.cpp)
"""

import ast
import enum
import json
import math
import os
import random
import subprocess
import sys
import tempfile
import unicodedata
import unittest
import uuid
from decimal import Decimal
from pathlib import Path

HERE = Path(__file__).resolve().parent
PRINT_MODULE = sys.argv.pop(1)
BIN = Path(sys.executable).parent


def generate(schema: Path, *tables: str, access: str = "json") -> str:
    run = subprocess.run([PRINT_MODULE, access, str(schema), *tables], capture_output=True)
    if run.returncode != 0:
        raise AssertionError(run.stderr.decode(errors="replace"))
    return run.stdout.decode("utf-8")


def load(text: str) -> dict:
    namespace = {"__name__": "generated"}
    exec(compile(text, "generated.py", "exec"), namespace)
    return namespace


class Folder(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name)

    def write(self, name: str, text: str) -> Path:
        path = self.folder / name
        path.write_text(text, encoding="utf-8")
        return path

    def passes(self, tool: str, *arguments: str):
        environment = {**os.environ, "RUFF_NO_CACHE": "true", "BLACK_CACHE_DIR": str(self.folder), "HOME": str(self.folder)}
        run = subprocess.run([BIN / tool, *arguments], capture_output=True, text=True, cwd=self.folder, env=environment)
        self.assertEqual(run.returncode, 0, f"{tool} {arguments}\n{run.stdout}\n{run.stderr}")

    def is_formatted(self, path: Path):
        self.passes("ruff", "format", "--isolated", "--check", "--diff", str(path))
        self.passes("black", "--quiet", "--check", "--diff", str(path))
        self.passes("ruff", "check", "--isolated", "--select", "E4,E7,E9,F,I,UP006,UP007,PGH,PIE,PYI", str(path))


class RichSchema(Folder):
    def test_tools_have_nothing_to_say(self):
        for access in ("json", "driver"):
            with self.subTest(access=access):
                path = self.write(f"{access}.py", generate(HERE / "rich.sql", access=access))
                self.is_formatted(path)
                self.passes("mypy", "--strict", "--cache-dir", str(self.folder / "cache"), str(path))

    def test_output_is_the_same_each_time_and_for_each_choice_of_tables(self):
        whole = generate(HERE / "rich.sql")
        self.assertEqual(whole, generate(HERE / "rich.sql"))
        one = generate(HERE / "rich.sql", "billing.everything")
        self.assertIn("class BillingEverything(BaseModel):", one)
        self.assertIn(one[one.index("# rowtype: table=") :], whole)

    def test_models_exist_for_tables_and_views_alone(self):
        models = load(generate(HERE / "rich.sql"))
        names = {n for n, v in models.items() if isinstance(v, type) and v.__module__ == "generated"}
        self.assertEqual(
            names,
            {
                "Address", "BillingEverything", "BillingOrderStatus", "EmptyTable", "Everything", "Invoices",
                "Measurements", "MoneyAmount", "OddNames", "OpenOrders", "OrderStatus", "PublicField",
            },
        )  # fmt: skip

    def test_an_unknown_table_is_reported_and_the_rest_is_written(self):
        run = subprocess.run(
            [PRINT_MODULE, "json", str(HERE / "rich.sql"), "nowhere", "billing.invoices"], capture_output=True, text=True
        )
        self.assertEqual(run.returncode, 3)
        self.assertIn("nowhere: the schema has no table or view of that name", run.stderr)
        self.assertIn("class Invoices(BaseModel):", run.stdout)

    def test_rows_as_postgresql_writes_them_in_json(self):
        everything = load(generate(HERE / "rich.sql"))["Everything"]
        row = json.loads((HERE / "everything_row.json").read_text(encoding="utf-8"))
        model = everything.model_validate(row)
        self.assertEqual(model.payload, b"hi\xff")
        self.assertEqual(model.total, Decimal("1234.5"))
        self.assertEqual(model.uid, uuid.UUID("8b4d3b4e-1f6e-7c3a-9a55-0a4f2a3b6c7d"))
        self.assertEqual(model.status.value, "in transit")
        self.assertEqual(model.home.price.amount, Decimal("9.5"))
        self.assertIsNone(model.homes[1].state)
        self.assertEqual(model.grid, [[1, 2], [3, 4]])
        self.assertTrue(math.isnan(model.ratio))
        body = json.loads(model.model_dump_json(by_alias=True))
        self.assertEqual(body["payload"], "\\x6869ff")
        again = everything.model_validate(body | {"ratio": 0.5, "real_ratio": 1})  # JSON has neither NaN nor infinity
        unequal = {"ratio", "real_ratio"}
        self.assertEqual(again.model_dump(exclude=unequal), model.model_dump(exclude=unequal))

    def test_columns_that_allow_null_take_none_and_may_be_absent(self):
        everything = load(generate(HERE / "rich.sql"))["Everything"]
        row = json.loads((HERE / "everything_row.json").read_text(encoding="utf-8"))
        optional = {name for name, field in everything.model_fields.items() if not field.is_required()}
        self.assertEqual(len(everything.model_fields) - len(optional), 15)
        everything.model_validate({**row, **{name: None for name in optional}})
        everything.model_validate({name: value for name, value in row.items() if name not in optional})
        for name in set(everything.model_fields) - optional - {"document"}:
            with self.assertRaises(ValueError):
                everything.model_validate({**row, name: None})

    def test_limits_of_types_and_domains(self):
        everything = load(generate(HERE / "rich.sql"))["Everything"]
        row = json.loads((HERE / "everything_row.json").read_text(encoding="utf-8"))
        for name, value in {
            "title": "x" * 121, "percent": 101, "cost": 0.5, "short": "ab", "total": 123456789.5, "status": "gone",
        }.items():  # fmt: skip
            with self.subTest(name=name), self.assertRaises(ValueError):
                everything.model_validate({**row, name: value})

    def test_names_that_python_cannot_take_are_aliases(self):
        odd = load(generate(HERE / "rich.sql"))["OddNames"]
        names = {field.alias or name: name for name, field in odd.model_fields.items()}
        self.assertEqual(names["class"], "class_")
        self.assertEqual(names["_private"], "private_")
        self.assertEqual(names["private"], "private")
        self.assertEqual(names["größe"], "größe")
        self.assertEqual(names["model_version"], "model_version")
        row = {name: None for name in names} | {
            "class": "a", "with space": "b", "copy": True, "model_version": 1, "date": "2026-01-02",
        }  # fmt: skip
        self.assertEqual(json.loads(odd.model_validate(row).model_dump_json(by_alias=True)), row)

    def test_driver_objects(self):
        import datetime
        import ipaddress

        everything = load(generate(HERE / "rich.sql", access="driver"))["Everything"]
        model = everything(
            id=1, small=2, total=Decimal("1.50"), ratio=1.5, title="t", payload=b"\x00", flag=True,
            at_time=datetime.time(1, 2), at_timetz=datetime.time(1, 2, tzinfo=datetime.timezone.utc),
            local_time=datetime.datetime(2026, 1, 1), created_at=datetime.datetime.now(datetime.timezone.utc),
            duration=datetime.timedelta(days=1), uid=uuid.uuid1(), document=[1, {"a": None}], labels=["a"],
            status="done", cost=Decimal("2"), span=object(), address_v=ipaddress.ip_interface("10.0.0.1/8"),
        )  # fmt: skip
        self.assertEqual(model.duration, datetime.timedelta(days=1))
        self.assertEqual(model.payload, b"\x00")


PIECES = [
    "a", "Z", "_", "__", " ", "0", ".", '"', '""', '"""', "'", "'''", "\\", "\\n", "\n", "\r", "\t", "\x0b", "\x0c",
    "\x1b[31m", "\x7f", "\u0085", "\u2028", "\u202e", "\u2066", "\u200b", "\ufeff", "\u00a0", "\u3000", "é", "e\u0301",
    "ﬁ", "µ", "ß", "ı", "名前", "한글", "مرحبا", "नमस्ते", "🎉", "𝕏", "\U000e0041", "{", "}", "{x!r}", "%s", "%", "$",
    "#", "# type: ignore", "# noqa", "# fmt: off", "# rowtype: table=x", "; import os", "__import__('os').system('true')",
    "\"); import os; os.system('touch pwned'); (\"", "\"\"\"\nimport os\n\"\"\"", "../", "../../.ssh/x", "/etc/passwd", "\\x41", "\\N{BULLET}", "\\",
    "class", "None", "True", "def", "self", "cls", "model_config", "model_fields", "mro", "name", "value", "copy", "json",
    "BaseModel", "Field", "Enum", "Any", "int", "str", "list", "date", "datetime", "Optional", "exec", "print", "type:",
]  # fmt: skip


def hostile_name(rng: random.Random) -> str:
    while True:
        name = "".join(rng.choice(PIECES) for _ in range(rng.choice((1, 1, 2, 3, 5))))
        if name and len(name.encode()) < 60:
            return name


def hostile_text(rng: random.Random) -> str:
    return "".join(rng.choice(PIECES) for _ in range(rng.randint(1, 30)))


def identifier(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def literal(text: str) -> str:
    return "'" + text.replace("'", "''") + "'"


def distinct(rng: random.Random, count: int, make=hostile_name) -> list:
    names: list = []
    while len(names) < count:
        name = make(rng)
        if name not in names:
            names.append(name)
    return names


def hostile_schema(rng: random.Random) -> tuple:
    statements, tables, enums = [], {}, {}
    names = distinct(rng, 16)
    for name in names[:4]:
        labels = distinct(rng, rng.randint(1, 8))
        enums[name] = labels
        statements.append(f"CREATE TYPE {identifier(name)} AS ENUM ({', '.join(map(literal, labels))});")
        statements.append(f"COMMENT ON TYPE {identifier(name)} IS {literal(hostile_text(rng))};")
    attributes = ", ".join(f"{identifier(n)} {rng.choice(['text', 'date', identifier(names[0])])}" for n in distinct(rng, 4))
    statements.append(f"CREATE TYPE {identifier(names[4])} AS ({attributes});")
    types = ["text", "varchar(30)", "numeric(12,3)", "date", "time", "timestamptz", "jsonb", "bytea", "text[]", "uuid"]
    types += [identifier(name) for name in names[:5]]
    for name in names[5:]:
        columns = distinct(rng, rng.randint(1, 9))
        tables[name] = columns
        parts = []
        for column in columns:
            default = f" DEFAULT {literal(hostile_text(rng))}" if rng.random() < 0.2 else ""
            kind = "text" if default else rng.choice(types)
            parts.append(f"{identifier(column)} {kind}{default}{rng.choice(['', ' NOT NULL'])}")
        statements.append(f"CREATE TABLE {identifier(name)} ({', '.join(parts)});")
        statements.append(f"COMMENT ON TABLE {identifier(name)} IS {literal(hostile_text(rng))};")
        for column in columns:
            if rng.random() < 0.5:
                statements.append(f"COMMENT ON COLUMN {identifier(name)}.{identifier(column)} IS {literal(hostile_text(rng))};")
    return "\n".join(statements), tables, enums


MODULES = {"datetime", "decimal", "enum", "json", "typing", "uuid", "pydantic"}


class Hostile(Folder):
    def only_literals(self, tree: ast.Module):
        for node in tree.body:
            if isinstance(node, (ast.Import, ast.ImportFrom)):
                modules = {alias.name for alias in node.names} if isinstance(node, ast.Import) else {node.module}
                self.assertLessEqual(modules, MODULES)
            elif isinstance(node, ast.FunctionDef):
                self.assertIn(node.name, {"_decode_bytea", "_encode_bytea", "_decode_vector"})
            elif isinstance(node, ast.Assign) and node.targets[0].id == "__all__":
                defined = {other.name for other in tree.body if isinstance(other, ast.ClassDef)}
                self.assertEqual(defined, set(ast.literal_eval(node.value)))
            elif isinstance(node, ast.Assign):
                self.assertIn(node.targets[0].id, {"HexBytes", "Vector"})
            else:
                self.assertIsInstance(node, ast.ClassDef)
                for statement in node.body:
                    self.harmless_statement(statement)

    def harmless_statement(self, statement: ast.stmt):
        if isinstance(statement, ast.Expr):
            self.assertIsInstance(statement.value, ast.Constant)
        elif isinstance(statement, ast.AnnAssign):
            for node in ast.walk(statement.annotation):
                self.assertIsInstance(
                    node,
                    (ast.Name, ast.Attribute, ast.Subscript, ast.BinOp, ast.BitOr, ast.Constant, ast.Tuple, ast.Load),
                )
            if statement.value is not None:
                self.harmless_value(statement.value)
        else:
            self.assertIsInstance(statement, (ast.Assign, ast.Pass))
            if isinstance(statement, ast.Assign):
                self.harmless_value(statement.value)

    def harmless_value(self, value: ast.expr):
        if isinstance(value, ast.Call):
            self.assertIn(value.func.id, {"Field", "ConfigDict", "Decimal"})
            for argument in [*value.args, *(keyword.value for keyword in value.keywords)]:
                self.harmless_value(argument)
        elif isinstance(value, ast.Tuple):
            self.assertEqual(value.elts, [])
        else:
            self.assertIsInstance(value, ast.Constant)

    def test_names_comments_labels_and_defaults_stay_text(self):
        rng = random.Random(20261123)
        paths = []
        for number in range(40):
            sql, tables, enums = hostile_schema(rng)
            schema = self.write(f"schema_{number}.sql", sql)
            text = generate(schema)
            with self.subTest(number=number):
                hidden = {c for c in text if c != "\n" and unicodedata.category(c) in {"Cc", "Cf", "Co", "Cs", "Zl", "Zp"}}
                self.assertEqual(hidden, set())
                self.only_literals(ast.parse(text))
                paths.append(self.write(f"models_{number}.py", text))
                namespace = load(text)
                models = [v for v in namespace.values() if isinstance(v, type) and v.__module__ == "generated"]
                columns = [
                    sorted(f.alias or n for n, f in m.model_fields.items())
                    for m in models
                    if hasattr(m, "model_fields") and not issubclass(m, enum.Enum)
                ]
                for expected in tables.values():
                    self.assertIn(sorted(expected), columns)
                labels = [[member.value for member in m] for m in models if issubclass(m, enum.Enum)]
                for found in labels:
                    self.assertIn(found, list(enums.values()))
        for tool in (["ruff", "format", "--isolated", "--check", "--diff"], ["black", "--quiet", "--check", "--diff"]):
            self.passes(*tool, *map(str, paths))
        self.passes("ruff", "check", "--isolated", "--select", "E4,E7,E9,F,I", *map(str, paths))
        self.import_runs_nothing(paths)

    def import_runs_nothing(self, paths: list):
        script = """
import sys, importlib.util, pydantic, decimal, uuid, enum, datetime, typing, json
seen = []
def watch(event, arguments):
    if event.split(".")[0] in {"os", "subprocess", "socket", "shutil", "ctypes", "pty", "urllib"} and event not in {"os.listdir", "os.scandir"}:
        seen.append((event, str(arguments)))
    if event == "open" and isinstance(arguments[1], str) and set(arguments[1]) & set("wax+"):
        seen.append((event, str(arguments)))
sys.dont_write_bytecode = True
sys.addaudithook(watch)
for path in sys.argv[1:]:
    spec = importlib.util.spec_from_file_location("generated", path)
    module = importlib.util.module_from_spec(spec)
    sys.modules["generated"] = module
    spec.loader.exec_module(module)
print(seen)
"""
        run = subprocess.run([sys.executable, "-c", script, *map(str, paths)], capture_output=True, text=True, cwd=self.folder)
        self.assertEqual(run.stdout.strip(), "[]", run.stderr[-3000:])
        self.assertFalse((self.folder / "pwned").exists())


if __name__ == "__main__":
    unittest.main()
