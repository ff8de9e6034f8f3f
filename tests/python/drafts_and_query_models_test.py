"""Against a real PostgreSQL: drafted migrations are applied, and models of queries take the rows that it gives."""

import importlib.util
import json
import os
import re
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import psycopg
from psycopg.rows import class_row

SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"]) / "rowtype"
sys.path.insert(0, str(SOURCE / "tests/support/postgres"))
from throw_away import Server  # noqa: E402

SCHEMA = """
CREATE TYPE mood AS ENUM ('glad', 'it''s');
CREATE TABLE teams (id bigint PRIMARY KEY, title text NOT NULL);
CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, email text, mood mood NOT NULL, age int, joined timestamptz NOT NULL,
    team_id bigint REFERENCES teams (id), extra jsonb, tags text[] NOT NULL);
CREATE TABLE orders (id bigint PRIMARY KEY, user_id bigint NOT NULL REFERENCES users (id), total numeric(10, 2) NOT NULL,
    placed date NOT NULL);
"""
ROWS = """
INSERT INTO teams VALUES (1, 'A'), (2, 'B');
INSERT INTO users VALUES (1, 'Ann', NULL, 'glad', 30, '2024-02-03 10:00+00', 1, '{"a": {"b": "x"}}', '{x,y}'),
    (2, 'Bob', 'b@x', 'it''s', NULL, '2024-02-03 10:00+00', NULL, NULL, '{}'),
    (3, 'Eve', NULL, 'glad', NULL, '2024-02-03 10:00+00', 1, NULL, '{}');
INSERT INTO orders VALUES (10, 1, 12.50, '2024-03-01'), (11, 1, 1, '2024-03-02');
"""

# What each query gives, as PostgreSQL says: rows go through the model, and models that are tighter than the rows fail.
QUERIES = [
    "SELECT id, name, email, mood, joined FROM users ORDER BY id",
    "SELECT * FROM users WHERE id = %s ORDER BY id",
    "SELECT u.name, o.total, o.placed FROM users u LEFT JOIN orders o ON o.user_id = u.id ORDER BY 1, 2",
    "SELECT o.total, u.name FROM orders o JOIN users u ON u.id = o.user_id",
    "SELECT count(*) AS n, sum(total) AS total, max(placed) AS latest, avg(total) AS mean FROM orders WHERE user_id = 99",
    "SELECT u.id, count(o.id) AS orders, coalesce(sum(o.total), 0) AS spent FROM users u LEFT JOIN orders o ON o.user_id = u.id GROUP BY u.id",
    "SELECT extra->'a'->>'b' AS b, extra->'a' AS a, lower(name) AS low, age + 1 AS next, tags FROM users",
    "WITH big AS (SELECT user_id, total FROM orders WHERE total > 5) SELECT u.name, b.total FROM users u LEFT JOIN big b ON b.user_id = u.id",
    "SELECT id::text AS key, joined::date AS day, CASE WHEN age IS NULL THEN 'none' ELSE 'some' END AS kind, now() AS at FROM users",
    "SELECT name FROM users UNION ALL SELECT title FROM teams",
    "INSERT INTO orders AS o (id, user_id, total, placed) VALUES (%s + 100, 1, 3, '2024-04-01') RETURNING o.id, total, placed AS day",
    "UPDATE users SET age = age WHERE id = 2 RETURNING *",
]

# A select of PostgREST's, and SQL that gives its rows as JSON.
SELECTS = [
    ("users", "id, label:name, mood, team:teams(title), orders(id, total)",
     """SELECT json_build_object('id', u.id, 'label', u.name, 'mood', u.mood,
         'team', (SELECT json_build_object('title', t.title) FROM teams t WHERE t.id = u.team_id),
         'orders', (SELECT coalesce(json_agg(json_build_object('id', o.id, 'total', o.total)), '[]') FROM orders o WHERE o.user_id = u.id))
         FROM users u"""),
    ("orders", "*, users!inner(name, joined, teams(*))",
     """SELECT json_build_object('id', o.id, 'user_id', o.user_id, 'total', o.total, 'placed', o.placed, 'users',
         json_build_object('name', u.name, 'joined', u.joined, 'teams', (SELECT row_to_json(t) FROM teams t WHERE t.id = u.team_id)))
         FROM orders o JOIN users u ON u.id = o.user_id"""),
    ("users", "id, extra->a->>b, age::text, tags, ...teams(team:title)",
     """SELECT json_build_object('id', u.id, 'b', extra->'a'->>'b', 'age', age::text, 'tags', tags,
         'team', (SELECT title FROM teams t WHERE t.id = u.team_id)) FROM users u"""),
    ("teams", "title, ...users(names:name, ages:age, kinds:mood)",
     """SELECT json_build_object('title', t.title,
         'names', (SELECT coalesce(json_agg(u.name), '[]') FROM users u WHERE u.team_id = t.id),
         'ages', (SELECT coalesce(json_agg(u.age), '[]') FROM users u WHERE u.team_id = t.id),
         'kinds', (SELECT coalesce(json_agg(u.mood), '[]') FROM users u WHERE u.team_id = t.id)) FROM teams t"""),
    ("orders", "user_id, total.sum(), count()",
     "SELECT json_build_object('user_id', user_id, 'sum', sum(total), 'count', count(*)) FROM orders GROUP BY user_id"),
]


class DraftsAndQueryModels(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        with psycopg.connect(cls.server.url, autocommit=True) as connection:
            connection.execute(SCHEMA + ROWS)

    def setUp(self):
        folder = tempfile.TemporaryDirectory(prefix="rowtype-drafts-")
        self.addCleanup(folder.cleanup)
        self.folder = Path(folder.name).resolve()
        (self.folder / ".git").mkdir()
        self.write("supabase/migrations/20240101000000_start.sql", SCHEMA)

    def write(self, name, text):
        file = self.folder / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(text, encoding="utf-8")

    def run_program(self, *arguments, code=0):
        done = subprocess.run([PROGRAM, *arguments], cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(code, done.returncode, done.stdout + done.stderr)
        return done.stdout

    def load(self, name):
        spec = importlib.util.spec_from_file_location(f"{self.folder.name}_{name}".replace("-", "_"), self.folder / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[spec.name] = module
        spec.loader.exec_module(module)
        return module

    def rules(self):
        report = json.loads(self.run_program("check", "--output-format", "json", "--exit-zero", "--hints"))
        return sorted(issue["rule"] for issue in report["issues"])

    def test_a_drafted_migration_runs_and_mends(self):
        self.write("rowtype.toml", 'models = ["models.py"]\n')
        self.write("models.py", "from decimal import Decimal\nfrom typing import Literal\n\nfrom pydantic import BaseModel\n\n\n"
                   "class Team(BaseModel):  # rowtype: table=teams\n    id: int\n    title: str\n    budget: Decimal | None = None\n"
                   "    kind: Literal[\"in\", \"it's\"] | None = None\n    marks: list[int] | None = None\n")
        self.write("app.py", "from supabase import create_client\n\nclient = create_client('http://x', 'key')\n"
                   "client.table('teams').select('id, \"Odd Name\"').eq('is_open', True).execute()\n"
                   "client.table('visits').insert({'team_id': 1, 'page': 'x', 'data': {'a': 1}}).execute()\n")
        before = self.rules()
        self.assertEqual(3, before.count("stale-field"), before)
        self.assertIn("unknown-table", before)
        self.run_program("draft", "--write")
        drafts = sorted((self.folder / "supabase/migrations").iterdir())
        self.assertEqual(2, len(drafts))
        self.assertEqual([], [rule for rule in self.rules() if rule in ("stale-field", "unknown-column", "unknown-table")])
        url = self.server.make_database("drafted")
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(SCHEMA)
            connection.execute(drafts[1].read_text(encoding="utf-8"))
            connection.execute("INSERT INTO teams (id, title, kind, marks) VALUES (1, 'A', 'it''s', '{1,2}')")
            connection.execute("INSERT INTO visits (team_id, page, data) VALUES (1, 'x', '{}')")
            with self.assertRaises(psycopg.errors.CheckViolation):
                connection.execute("INSERT INTO teams (id, title, kind) VALUES (2, 'B', 'out')")

    def test_models_of_sql_take_its_rows(self):
        for index, query in enumerate(QUERIES):
            with self.subTest(query):
                name = f"query_{index}"
                arguments = ", (1,)" if "%s" in query else ""
                text = f'import psycopg\n\nconn = psycopg.connect()\n\n\ndef rows():\n    return conn.execute(\n        """{query}"""{arguments}\n    ).fetchall()\n'
                self.write(f"{name}.py", text)
                self.run_program("model", f"{name}.py:8", "--write")
                written = (self.folder / f"{name}.py").read_text(encoding="utf-8")
                self.assertNotIn("cannot tell", written)
                made = re.search(r"class (\w+)\(BaseModel\)", written)[1]
                self.assertEqual([], self.rules(), written)
                model = self.load_without_connection(name, written, made)
                with psycopg.connect(self.server.url, row_factory=class_row(model)) as connection:
                    found = connection.execute(query, (1,) if arguments else None).fetchall()
                self.assertTrue(found)
                # What check says of the class where it is the row factory.
                self.write(f"{name}.py", written.replace("import psycopg\n", "import psycopg\nfrom psycopg.rows import class_row\n", 1).replace(
                    "conn.execute(", f"conn.cursor(row_factory=class_row({made})).execute(", 1))
                self.assertEqual([], self.rules(), written)

    def load_without_connection(self, name, written, made):
        self.write(f"{name}_alone.py", written.replace("conn = psycopg.connect()", "conn = None"))
        model = getattr(self.load(f"{name}_alone"), made)
        (self.folder / f"{name}_alone.py").unlink()
        return model

    def test_models_of_selects_take_their_json(self):
        for style in ("pydantic", "typeddict", "dataclass"):
            for index, (table, select, equivalent) in enumerate(SELECTS):
                with self.subTest(select, style=style):
                    name = f"{style}_{index}"
                    self.write(f"{name}.py", "from supabase import create_client\n\nclient = create_client('http://x', 'key')\n\n\n"
                               f"def rows():\n    return client.table({table!r}).select({select!r}).execute()\n")
                    printed = self.run_program("model", f"{name}.py:7", "--style", style)
                    # pydantic reads TypedDicts of Python 3.11 only so; type checkers take either.
                    self.write(f"{name}.py", re.sub(r"from typing import (.*TypedDict)", r"from typing_extensions import \1", printed))
                    module = self.load(name)
                    names = re.findall(r"^class (\w+)|^(\w+) = TypedDict", printed, re.MULTILINE)
                    model = getattr(module, "".join(names[-1]))
                    from pydantic import TypeAdapter  # dataclasses and TypedDicts, too

                    with psycopg.connect(self.server.url) as connection:
                        for (row,) in connection.execute(equivalent).fetchall():
                            TypeAdapter(model).validate_python(row)
                            if style == "pydantic":
                                known = {field.alias or key for key, field in model.model_fields.items()}
                                self.assertEqual(set(row), known)


if __name__ == "__main__":
    unittest.main()
