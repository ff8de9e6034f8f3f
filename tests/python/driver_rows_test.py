"""What is said of rows that psycopg gives, beside what psycopg itself makes of asking them so."""

import json
import os
import subprocess
import sys
import tempfile
import unittest
from pathlib import Path

import psycopg
from psycopg.rows import dict_row, namedtuple_row, tuple_row

SOURCE = Path(os.environ["ROWTYPE_SOURCE_DIR"])
PROGRAM = Path(os.environ["ROWTYPE_BIN_DIR"]) / "rowtype"
sys.path.insert(0, str(SOURCE / "tests/support/postgres"))
from throw_away import Server  # noqa: E402

SCHEMA = """
CREATE TABLE teams (id bigint PRIMARY KEY, title text NOT NULL);
CREATE TABLE users (id bigint PRIMARY KEY, name text NOT NULL, nick text, team_id bigint REFERENCES teams (id));
INSERT INTO teams VALUES (1, 'A');
INSERT INTO users VALUES (1, 'Ann', NULL, 1), (2, 'Bob', 'b', NULL);
"""
QUERIES = [
    "SELECT id, name FROM users",
    "SELECT * FROM users WHERE id = %s",
    "SELECT u.*, t.title AS team FROM users u LEFT JOIN teams t ON t.id = u.team_id",
    "SELECT u.id, t.id FROM users u JOIN teams t ON t.id = u.team_id",
    "SELECT count(*), max(id) AS last FROM users",
    'SELECT id AS "my id", name AS _name, nick AS "9lives", name AS "größe" FROM users',
    'SELECT id AS "class", name FROM users',
    "WITH named AS (SELECT name AS title FROM users) SELECT title FROM named",
    "SELECT name FROM users UNION ALL SELECT title FROM teams",
    "UPDATE users SET nick = nick WHERE id = 1 RETURNING id, nick AS called",
    "UPDATE users u SET nick = t.title FROM teams t WHERE t.id = u.team_id RETURNING *",
    "INSERT INTO teams VALUES (1, 'A') ON CONFLICT (id) DO UPDATE SET title = excluded.title RETURNING *",
    "SELECT * FROM users u, teams t, LATERAL (SELECT count(*) FROM users) AS c",
    "SELECT * FROM (SELECT id, name FROM users) AS u (a)",
    "SELECT * FROM teams JOIN users USING (id) JOIN (SELECT 1 AS id, 2 AS two) AS z USING (id)",
    "SELECT id, 1 FROM users",
    "SELECT * FROM users u JOIN teams t USING (id)",
    "SELECT * FROM users NATURAL JOIN teams",
    "SELECT * FROM users LEFT JOIN teams ON true",
    "SELECT u FROM users u",
    "SELECT * FROM generate_series(1, 2) AS g (n)",
    "SELECT t.* FROM users u, LATERAL (SELECT u.id, u.name) AS t",
    "SELECT * FROM unnest(ARRAY[1], ARRAY['a']) WITH ORDINALITY AS x (a, b, c)",
    "SELECT DISTINCT ON (name) name, id::text, max(nick) OVER () FROM users",
    "SELECT x, y FROM (VALUES (1, 2)) AS pairs (x, y)",
]
WORDS = ["id", "name", "nick", "title", "team", "count", "last", "my id", "my_id", "_name", "f_name", "9lives", "f9lives", "größe", "class",
         "called", "nmae", "x", "y", "Id"]
FACTORIES = {"dict_row": dict_row, "namedtuple_row": namedtuple_row, "tuple_row": tuple_row}


def questions(factory):
    """Expressions over "row", as they may stand in a function."""
    if factory == "dict_row":
        return [f"row[{word!r}]" for word in WORDS]
    places = [f"row[{index}]" for index in range(-6, 7)]
    if factory == "namedtuple_row":
        return places + [f"row.{word}" for word in WORDS if word.isidentifier() and word not in ("class", "count")]
    return places


def unpackings():
    return [", ".join("abcdefg"[:count]) + ("," if count == 1 else "") for count in range(1, 7)]


def raises(action):
    try:
        action()
    except (KeyError, IndexError, AttributeError, ValueError):
        return True
    return False


class DriverRows(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.server = Server().__enter__()
        cls.addClassCleanup(cls.server.__exit__)
        with psycopg.connect(cls.server.url, autocommit=True) as connection:
            connection.execute(SCHEMA)
        folder = tempfile.TemporaryDirectory(prefix="rowtype-rows-")
        cls.addClassCleanup(folder.cleanup)
        cls.folder = Path(folder.name).resolve()
        (cls.folder / ".git").mkdir()
        (cls.folder / "schema.sql").write_text(SCHEMA, encoding="utf-8")

    def findings(self, text):
        (self.folder / "app.py").write_text(text, encoding="utf-8")
        done = subprocess.run([PROGRAM, "check", "--no-cache", "--schema", "migrations:schema.sql", "--output-format", "json", "--exit-zero"],
                              cwd=self.folder, capture_output=True, text=True, check=False)
        self.assertEqual(0, done.returncode, done.stdout + done.stderr)
        return {issue["line"]: issue["rule"] for issue in json.loads(done.stdout)["issues"]}

    def row_of(self, factory, query):
        with psycopg.connect(self.server.url, row_factory=factory) as connection:
            return connection.execute(query, (1,) if "%s" in query else None).fetchone()

    def test_what_is_said_is_what_psycopg_raises(self):
        judged = 0
        for query in QUERIES:
            for name, factory in FACTORIES.items():
                try:
                    row = self.row_of(factory, query)
                except (ValueError, psycopg.DataError):  # no named tuple can be made
                    row = None
                lines = ["import psycopg", f"from psycopg.rows import {name}", "", "", "def ask(url, who):",
                         f"    conn = psycopg.connect(url, row_factory={name})",
                         f"    row = conn.execute({query!r}{', (who,)' if '%s' in query else ''}).fetchone()"]
                expected = {}
                for question in questions(name):
                    lines.append(f"    print({question})")
                    expected[len(lines)] = row is None or raises(lambda: eval(question, {"row": row}))
                if name != "dict_row":
                    for targets in unpackings():
                        lines.append(f"    {targets} = row")
                        expected[len(lines)] = row is None or raises(lambda: exec(f"{targets} = row", {"row": row}))
                found = self.findings("\n".join(lines) + "\n")
                with self.subTest(query=query, factory=name):
                    for line, rule in found.items():
                        self.assertTrue(expected[line], f"{lines[line - 1]}: {rule}")
                    # All that psycopg refuses is found, but for rows whose names or columns are not told.
                    is_told = row is not None and "1 FROM" not in query and not (name == "namedtuple_row" and "größe" in query)
                    if is_told:
                        for line, is_wrong in expected.items():
                            is_private = name == "namedtuple_row" and "row._" in lines[line - 1]
                            if is_wrong and not is_private:
                                judged += 1
                                self.assertIn(line, found, lines[line - 1])
        self.assertGreater(judged, 300)


if __name__ == "__main__":
    unittest.main()
